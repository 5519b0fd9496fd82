using System.Collections.Concurrent;
using Microsoft.Playwright;
using Xunit;

namespace Marketplace.Tests.Browser;

/// <summary>One browser of one person. Whatever goes wrong behind the page is kept and fails the test at its end: console and page
/// errors (a breach of the content policy is one), failed requests, answers that say error.</summary>
public sealed class Visitor
{
    private readonly Stage stage;
    private readonly IBrowserContext context;
    private int pictures;
    private bool missing;

    internal Visitor(Stage stage, Screen screen, IBrowserContext context, IPage page)
    {
        (this.stage, Screen, this.context, Page) = (stage, screen, context, page);
        page.Console += (_, line) => { if (line.Type == "error" && !IsExpected(line.Text)) Faults.Enqueue($"console: {line.Text} at {page.Url}"); };
        page.PageError += (_, error) => Faults.Enqueue($"page: {error} at {page.Url}");
        page.Response += (_, answer) => { if (answer.Status >= 400 && !missing) Faults.Enqueue($"{answer.Status}: {answer.Url}"); };
        page.RequestFailed += (_, request) => { if (request.Failure is not ("net::ERR_ABORTED" or null) && !Offline) Faults.Enqueue($"{request.Failure}: {request.Url}"); };
    }

    /// <summary>What went wrong so far.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    /// <summary>All of it, for a person.</summary>
    public string Told => $"{Screen.Name}:\n{string.Join('\n', Faults)}";

    public IPage Page { get; }

    public Screen Screen { get; }

    /// <summary>The network is cut on purpose: requests may fail.</summary>
    public bool Offline { get; private set; }

    /// <summary>Comes in by the link that the host prints.</summary>
    public async Task SignIn(string person)
    {
        await context.ClearCookiesAsync();
        await Page.GotoAsync($"/sign-in?as={person}");
        Assert.DoesNotContain("/sign-in", Page.Url, StringComparison.Ordinal);
    }

    /// <summary>Opens an address of the host.</summary>
    public Task Go(string path) => Page.GotoAsync(path);

    /// <summary>Opens an address that is not there for this person.</summary>
    public async Task Miss(string path)
    {
        missing = true;
        var answer = await Page.GotoAsync(path);
        Assert.Equal(404, answer!.Status);
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        missing = false;
    }

    /// <summary>Cuts or restores the network.</summary>
    public async Task Cut(bool off)
    {
        Offline = Offline || off;
        await context.SetOfflineAsync(off);
    }

    /// <summary>The text or the role by its words in the page's language.</summary>
    public ILocator Button(string chinese, string english) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = Screen.Say(chinese, english), Exact = true });

    /// <summary>A link by its words.</summary>
    public ILocator Link(string chinese, string english) => Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = Screen.Say(chinese, english), Exact = true });

    /// <summary>Waits until the words stand on the page.</summary>
    public Task Sees(string chinese, string english, string within = "main") =>
        Assertions.Expect(Page.Locator(within).First).ToContainTextAsync(Screen.Say(chinese, english), new LocatorAssertionsToContainTextOptions { Timeout = 15_000 });

    /// <summary>Keeps a picture and examines the page as it stands.</summary>
    public async Task Look(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(stage.Pictures, Screen.Name)).FullName;
        // A page of thousands of rows is taller than a picture can be; its first screen says enough.
        var height = await Page.EvaluateAsync<int>("document.documentElement.scrollHeight");
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{++pictures:00}-{name}.png"), FullPage = height < 8_000 });
        foreach (var fault in await Examination.Of(Page, Screen, stage.Axe)) Faults.Enqueue($"{name}: {fault}");
    }

    // The browser's own note on a request that fails on purpose.
    private bool IsExpected(string line) => (missing && line.Contains("404", StringComparison.Ordinal)) || (Offline && line.Contains("ERR_INTERNET_DISCONNECTED", StringComparison.Ordinal));
}

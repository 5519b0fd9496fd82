using Deque.AxeCore.Commons;
using Marketplace.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Marketplace.Tests.Browser;

/// <summary>The host with its demo, started once, and one Chromium.</summary>
public sealed class Stage : IAsyncLifetime
{
    private RunningHost? host;
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>Where the host listens.</summary>
    public Uri Address => host!.Address;

    /// <summary>What axe-core runs in a page.</summary>
    public string Axe { get; } = new BundledAxeScriptProvider().GetScript();

    /// <summary>Where pictures are kept.</summary>
    public string Pictures { get; } = Path.Combine(Root(), "artifacts", "browser");

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        if (Directory.Exists(Pictures)) Directory.Delete(Pictures, recursive: true);
        Directory.CreateDirectory(Pictures);
        var starting = RunningHost.Start();
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("MARKETPLACE_CHROMIUM") is { Length: > 0 } path ? path : "/usr/bin/chromium",
            // Chromium refuses its own sandbox to root, and to nobody else.
            ChromiumSandbox = Environment.UserName != "root",
            Args = ["--disable-gpu", "--disable-background-networking", "--no-first-run"],
        });
        host = await starting;
    }

    /// <summary>Gives somebody a fresh browser, signed in by the printed link when a person is named. What went wrong behind the pages
    /// fails the test at the end, beside what the visit itself found.</summary>
    public async Task Visit(Screen screen, string person, Func<Visitor, Task> visit, bool scripts = true)
    {
        await using var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address.ToString(), Locale = screen.Culture, ViewportSize = new ViewportSize { Width = screen.Width, Height = screen.Height },
            IsMobile = screen.IsPhone, HasTouch = screen.IsPhone, JavaScriptEnabled = scripts,
            ColorScheme = screen.Dark ? ColorScheme.Dark : ColorScheme.Light, TimezoneId = "Asia/Shanghai",
        });
        context.SetDefaultTimeout(15_000);
        var visitor = new Visitor(this, screen, context, await context.NewPageAsync());
        try
        {
            if (person.Length > 0) await visitor.SignIn(person);
            await visit(visitor);
        }
        catch (Exception broken) when (!visitor.Faults.IsEmpty)
        {
            throw new InvalidOperationException($"{broken.Message}\n{visitor.Told}", broken);
        }
        Assert.True(visitor.Faults.IsEmpty, visitor.Told);
    }

    /// <summary>The API as a holder of a development token.</summary>
    public HttpClient Api(string token)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    /// <summary>Takes the app off the firm that has nothing when the demo starts, so that it can be installed again.</summary>
    public async Task Uninstall(string app)
    {
        using var client = Api("mkt_dev_sme2");
        using var answer = await client.PostAsync(new Uri($"/api/v1/installs/{app}/uninstall", UriKind.Relative), null);
        Assert.True(answer.IsSuccessStatusCode || answer.StatusCode is System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.Conflict, await answer.Content.ReadAsStringAsync());
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        if (host is not null) await host.DisposeAsync();
    }

    /// <summary>The top of the repository.</summary>
    public static string Root()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Marketplace.sln"))) return at.FullName;
        throw new DirectoryNotFoundException("The tests run inside the repository.");
    }
}

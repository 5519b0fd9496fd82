using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Marketplace.Tests.Running;

namespace Marketplace.Tests.Apps.Mkt;

/// <summary><c>mkt dev</c>: the app in a browser over a firm in memory, no account, and again when a file changes.</summary>
public sealed class DevTests
{
    /// <summary>Two looks at the folder and one reading of the app take well under a second; the rest is for a machine that does other things.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Serves_the_app_in_both_languages_and_keeps_what_people_do()
    {
        using var mkt = new Mkt();
        await using var dev = await Dev.Start(mkt, mkt.Lay("hello"));
        var page = await dev.Page("/");
        Assert.Contains("<html lang=\"zh-CN\"", page, StringComparison.Ordinal);
        Assert.Contains("还没有问候过任何人", page, StringComparison.Ordinal);
        Assert.Contains("Nobody has been greeted yet", await dev.Page("/dev/choose?culture=en&person=worker"), StringComparison.Ordinal);
        var form = await dev.Page("/apps/demo/hello/greet");
        var fields = Regex.Matches(form, "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"").ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        fields["v.name"] = "Li";
        using var sent = await dev.Client.PostAsync(new Uri("/run/demo/hello/form/greet", UriKind.Relative), new FormUrlEncodedContent(fields), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        var log = await dev.Page("/apps/demo/hello/log");
        Assert.Contains("Hello, Li!", log, StringComparison.Ordinal);
        Assert.Contains("worker", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draws_every_view_of_the_workshop_and_hands_its_rows_on()
    {
        using var mkt = new Mkt();
        await using var dev = await Dev.Start(mkt, mkt.Lay("workshop"));
        string At(string view) => $"/apps/demo/workshop/{view}";
        Assert.Equal(7, Regex.Count(await dev.Page(At("today")), "<section class=\"v-tile "));
        Assert.Equal(3, Regex.Count(await dev.Page(At("orders")), "<section class=\"v-column\""));
        foreach (var chart in new[] { "load", "progress", "control" }) Assert.Contains("<svg class=\"wide\"", await dev.Page(At(chart)), StringComparison.Ordinal);
        Assert.Contains("准则 1", await dev.Page(At("control")), StringComparison.Ordinal);
        var note = await dev.Page(At("note") + "?id=sample-delivery-00001");
        Assert.Contains("(00)", note, StringComparison.Ordinal);
        Assert.DoesNotContain("v-nocode", note + await dev.Page(At("label")), StringComparison.Ordinal);
        using var book = await dev.Client.GetAsync(new Uri("/run/demo/workshop/xlsx/orders", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", book.Content.Headers.ContentType?.MediaType);
        Assert.Contains("机床,数量,合格数\r\n", await dev.Page("/run/demo/workshop/csv/load"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_the_page_when_a_file_changes_and_serves_the_new_one()
    {
        using var mkt = new Mkt();
        var app = mkt.Lay("hello");
        await using var dev = await Dev.Start(mkt, app);
        using var events = new StreamReader(await dev.Client.GetStreamAsync(new Uri("/dev/events", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal("data: 0", await Next(events));
        var words = Path.Combine(app, "locales", "zh-CN.json");
        File.WriteAllText(words, File.ReadAllText(words).Replace("还没有问候过任何人", "今天还没有人", StringComparison.Ordinal));
        Assert.Equal("data: 1", await Next(events));
        Assert.Contains("今天还没有人", await dev.Page("/apps/demo/hello/log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_the_line_of_a_mistake_and_comes_back_when_it_is_mended()
    {
        using var mkt = new Mkt();
        var app = mkt.Lay("hello");
        var manifest = Path.Combine(app, "app.json");
        var sound = File.ReadAllText(manifest);
        File.Copy(Path.Combine(CheckTests.Broken, "01-unknown-key", "app.json"), manifest, overwrite: true);
        await using var dev = await Dev.Start(mkt, app);
        var broken = await dev.Page("/");
        Assert.Contains("app.json:11", broken, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"functions\"?", broken, StringComparison.Ordinal);
        using var events = new StreamReader(await dev.Client.GetStreamAsync(new Uri("/dev/events", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal("data: 0", await Next(events));
        File.WriteAllText(manifest, sound);
        Assert.Equal("data: 1", await Next(events));
        Assert.Contains("还没有问候过任何人", await dev.Page("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_said_in_a_sentence()
    {
        using var mkt = new Mkt();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var dev = (await mkt.RunIn(mkt.Lay("hello"), "dev", "--port", $"{port}")).Must(1);
        Assert.Contains($"Port {port} is taken.", dev.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", dev.Err, StringComparison.Ordinal);
    }

    private static async Task<string?> Next(StreamReader events)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await events.ReadLineAsync(patience.Token) is { } line)
            if (line.Length > 0) return line;
        return null;
    }

    /// <summary>A running <c>mkt dev</c> and a browser of sorts that keeps its cookies.</summary>
    private sealed class Dev : IAsyncDisposable
    {
        private readonly Process _process;

        private Dev(Process process, Uri address) => (_process, Client) = (process, new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan });

        public HttpClient Client { get; }

        public static async Task<Dev> Start(Mkt mkt, string app)
        {
            var port = Ports.Free();
            var process = mkt.Start(app, "dev", "--port", $"{port}");
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
                if (line.StartsWith($"http://localhost:{port} shows ", StringComparison.Ordinal)) return new(process, new Uri($"http://localhost:{port}"));
            throw new InvalidOperationException($"mkt dev ended: {await process.StandardError.ReadToEndAsync(patience.Token)}");
        }

        public async Task<string> Page(string path) =>
            WebUtility.HtmlDecode(await Client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken));

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }
}

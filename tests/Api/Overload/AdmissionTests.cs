using System.Globalization;
using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Overload;

/// <summary>More at once than there are places: the bound holds, the rest is refused in time and has left nothing, nobody starves.</summary>
[Collection(CrowdedTests.Name)]
public sealed class AdmissionTests(CrowdedHost host, ITestOutputHelper output)
{
    private const string One = "mkt_dev_sme", Other = "mkt_dev_sme2";
    private const int Large = 40_000, AtOnce = 10;

    [Fact]
    public async Task Exactly_the_bound_works_the_rest_is_refused_and_every_effect_is_there_once()
    {
        var stop = TestContext.Current.CancellationToken;
        var app = await Installed("bounded");
        using Talk one = new(host.Address, One), other = new(host.Address, Other);
        var refusedBefore = await host.Metric("marketplace_api_refused", "kind=\"bulk\"");

        // Large bodies whose end does not come: each that has a place keeps it.
        var slow = new List<(string Key, string Code, SlowRequest Request)>();
        for (var n = 0; n < AtOnce; n++)
        {
            var (key, code) = ($"bounded-{n}", $"large-{n}");
            var request = await SlowRequest.Begin(host.Address, SlowRequest.Head(app.Id, "add", One, key, Large));
            await request.Send(Body(code)[..^1]);
            slow.Add((key, code, request));
        }
        await host.Until(refusedBefore + AtOnce - CrowdedHost.BulkOfOne, "marketplace_api_refused", "kind=\"bulk\"", "code=\"host.busy\"");
        Assert.Equal(CrowdedHost.BulkOfOne, await host.Metric("marketplace_api_in_progress", "kind=\"bulk\""));
        Assert.Equal(0, await host.Metric("marketplace_api_waiting", "kind=\"bulk\""));

        // The one place that no single firm may take is another's; health and small work of the same firm have nothing to do with it.
        Expect.Ok(await other.Send("POST", $"{app.Path}/functions/add", new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(Body("others"))) { Headers = { { "Content-Type", "application/json" } } }));
        Assert.Equal(200, (await one.Get("/health/live")).Status);
        Expect.Ok(await one.Call(app.Id, "add", new { code = "small" }, "small"));

        var answers = await Task.WhenAll(slow.Select(async s =>
        {
            try
            {
                await s.Request.Send(Body(s.Code)[^1..]);
            }
            catch (IOException closed)
            {
                output.WriteLine($"{s.Key}: the host had closed already: {closed.Message}");
            }
            return (s.Key, s.Code, Reply: await s.Request.Answer(stop));
        }));
        var refused = answers.Where(static a => a.Reply.Status != 200).ToList();
        Assert.Equal(AtOnce - CrowdedHost.BulkOfOne, refused.Count);
        Assert.All(refused, static a => Assert.InRange(When(Expect.Refused(a.Reply, 503, "host.busy")), 1, 3));
        await host.Until(0, "marketplace_api_in_progress", "kind=\"bulk\"");
        Assert.Equal(AtOnce - refused.Count + 1, await Notes(one, app));

        // The same keys again: what was refused runs now, what ran answers as it did.
        foreach (var (key, code, _) in answers)
            Expect.Ok(await one.Bytes($"{app.Path}/functions/add", System.Text.Encoding.UTF8.GetBytes(Body(code)), key: key));
        Assert.Equal(AtOnce + 1, await Notes(one, app));
        Assert.Equal(1, await Notes(other, app));
        foreach (var (_, _, request) in slow) request.Dispose();
    }

    [Fact]
    public async Task In_a_storm_each_call_is_done_once_or_refused_and_none_is_lost()
    {
        var app = await Installed("storm");
        using Talk one = new(host.Address, One), other = new(host.Address, Other);
        var (sent, refused) = (0, 0);
        // Until the door had to refuse: on any machine within a few rounds.
        for (var round = 0; round < 20 && refused == 0; round++)
        {
            var keys = Enumerable.Range(sent, 300).Select(static n => $"storm-{n}").ToList();
            sent += keys.Count;
            var answers = await Task.WhenAll(keys.Select(async key => (key, reply: await one.Call(app.Id, "add", new { code = key }, key))));
            foreach (var (key, reply) in answers)
            {
                if (reply.Status == 200) continue;
                refused++;
                Assert.InRange(When(Expect.Refused(reply, 503, "host.busy")), 1, 3);
                Expect.Refused(await one.Get($"/api/v1/operations/{key}"), 404, "notFound");
            }
            Assert.Equal(sent - answers.Count(static a => a.reply.Status != 200), await Notes(one, app));
            foreach (var (key, _) in answers) Expect.Ok(await Patiently(() => one.Call(app.Id, "add", new { code = key }, key)));
            Assert.Equal(sent, await Notes(one, app));
        }
        output.WriteLine($"{sent} calls in bursts of 300 for {CrowdedHost.Places} places: {refused} refused at first, all done once in the end");
        Assert.True(refused > 0, "no burst was refused");
        Assert.Equal(0, await Notes(other, app));
    }

    [Fact]
    public async Task A_page_that_finds_no_place_is_a_page_that_says_so()
    {
        using var talk = new Talk(host.Address, "");
        var pages = new List<Reply>();
        for (var round = 0; round < 20 && pages.All(static p => p.Status != 503); round++)
            pages.AddRange(await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => talk.Get("/sign-in", ("Accept-Language", "en")))));
        var busy = pages.Where(static p => p.Status == 503).ToList();
        output.WriteLine($"{pages.Count} pages asked for, {busy.Count} refused");
        Assert.NotEmpty(busy);
        Assert.All(pages, static page => Assert.True(page.Status is 200 or 503, page.ToString()));
        Assert.All(busy, static page =>
        {
            Assert.InRange(When(page), 1, 3);
            Assert.Equal("text/html; charset=utf-8", page.Header("Content-Type"));
            Assert.Contains("busy", page.Text, StringComparison.Ordinal);
            Assert.Contains("default-src 'none'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        });
        Assert.True(await host.Metric("marketplace_api_refused", "kind=\"page\"") >= busy.Count);
    }

    private async Task<ProbeApp> Installed(string word)
    {
        var app = ProbeApp.Named(word);
        using Talk isv = new(host.Address, "mkt_dev_isv"), desk = new(host.Address, "mkt_dev_operator");
        Assert.Equal(201, (await Patiently(() => isv.Bytes("/api/v1/releases", app.Pack(), "application/zip"))).Status);
        Assert.Equal(200, (await Patiently(() => app.Decide(desk, "1.0.0", new { decision = "list" }))).Status);
        foreach (var token in new[] { One, Other })
        {
            using var firm = new Talk(host.Address, token);
            Assert.Equal(201, (await Patiently(() => firm.Post("/api/v1/installs", new { app = app.Id, grants = "all" }))).Status);
        }
        return app;
    }

    /// <summary>As clients should: a refusal of the door is heard, waited out, and the request sent again.</summary>
    private static async Task<Reply> Patiently(Func<Task<Reply>> send)
    {
        for (var tries = 0; ; tries++)
        {
            var reply = await send();
            if (reply.Status != 503 || tries == 60) return reply;
            await Task.Delay(TimeSpan.FromSeconds(When(reply)) / 10);
        }
    }

    private static async Task<int> Notes(Talk firm, ProbeApp app)
    {
        var (count, after) = (0, "");
        do
        {
            var page = Expect.Ok(await Patiently(() => firm.Get($"{app.Path}/records/note?limit=1000&after={Uri.EscapeDataString(after)}")));
            count += page.GetProperty("count").GetInt32();
            after = page.GetProperty("next").GetString()!;
        }
        while (after.Length > 0);
        return count;
    }

    private static string Body(string code) => $$"""{"code":"{{code}}"}""".PadRight(Large);

    private static int When(Reply reply) => int.Parse(reply.Header("Retry-After"), CultureInfo.InvariantCulture);
}

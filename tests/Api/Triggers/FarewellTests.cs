using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Triggers;

/// <summary>What an app does last: once, after the firm has left, and nobody waits for it.</summary>
public sealed class FarewellTests(SharedHosts hosts)
{
    private const string Firm = "mkt_dev_sme2";

    private const string Script = """

        export function bye(_, ctx) { ctx.records.stamp.insert({ code: `bye of ${ctx.user.id}` }); ctx.job.start('later', {}); }
        export function grudge(_, ctx) { return ctx.refuse('probe.grudge', {}); }
        export function later(_, ctx) { ctx.records.stamp.insert({ code: 'later' }); }

        """;

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task An_app_says_goodbye_once_and_keeps_nobody(string engine)
    {
        var (app, firm) = (await Installed("farewell", engine), await hosts.As(Firm, engine));
        Assert.Equal("uninstalled", Expect.Ok(await firm.Post($"{app.Path}/uninstall")).GetProperty("state").GetString());
        // What it started for later does not run in an app that is gone: that is noted.
        Assert.Equal("later", (await TriggerProbe.Letters(firm, app, 1))[0].GetProperty("what").GetString());
        Expect.Refused(await firm.Call(app.Id, "bye", new { }), 404, "notFound");
        Expect.Ok(await firm.Post($"{app.Path}/restore"));
        Assert.Equal(["bye of trigger:uninstall"], await TriggerProbe.Stamps(firm, app, 1));
        Assert.Equal("later", (await TriggerProbe.Letters(firm, app, 1))[0].GetProperty("what").GetString());
        var log = Expect.Ok(await firm.Get($"{app.Path}/invocations")).GetProperty("invocations").EnumerateArray().ToList();
        Assert.Equal(["bye completed 0", "grudge refused 0"], log.Select(static one => $"{one.GetProperty("function").GetString()} {one.GetProperty("outcome").GetString()} {one.GetProperty("cost").GetProperty("publisher").GetInt64()}").Order(StringComparer.Ordinal));

        // Left again, and back before it was said: nobody says it any more. At its cap it is not said, and noted.
        Expect.Ok(await firm.Put($"{app.Path}/cap", new { monthlyCap = 1 }));
        Expect.Ok(await firm.Post($"{app.Path}/uninstall"));
        var letters = (await TriggerProbe.Letters(firm, app, 3)).EnumerateArray().Select(static one => $"{one.GetProperty("what").GetString()} {one.GetProperty("code").GetString()}").Order(StringComparer.Ordinal);
        Assert.Equal(["bye cap.reached", "grudge cap.reached", "later notFound"], letters);
        Expect.Ok(await firm.Post($"{app.Path}/restore"));
        Assert.Equal(["bye of trigger:uninstall"], await TriggerProbe.Stamps(firm, app, 1));
    }

    private async Task<ProbeApp> Installed(string word, string engine)
    {
        var app = ProbeApp.Named(word);
        string[] functions = ["bye", "grudge", "later"];
        Expect.Ok(await (await hosts.As("mkt_dev_isv", engine)).Bytes("/api/v1/releases", ProbePackage.Pack(app.Id, more: Script,
            keys: """ "triggers": [{ "on": "uninstall", "function": "bye" }, { "on": "uninstall", "function": "grudge" }], """,
            functions: string.Concat(functions.Select(static name => $$""" "{{name}}": { "label": "app.name", "input": {}, "output": {} }, """))), "application/zip"), 201);
        Expect.Ok(await app.Decide(await hosts.As("mkt_dev_operator", engine), "1.0.0", new { decision = "list" }));
        Expect.Ok(await (await hosts.As(Firm, engine)).Post("/api/v1/installs", new { app = app.Id, grants = "all" }), 201);
        return app;
    }
}

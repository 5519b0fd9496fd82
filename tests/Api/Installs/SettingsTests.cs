using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Installs;

/// <summary>What a firm sets of an app, over HTTP: a call sees it, and nobody but the owner changes it.</summary>
public sealed class SettingsTests(SharedHosts hosts)
{
    private const string Schema = """ "settings": { "type": "object", "additionalProperties": false, "properties": { "percent": { "type": "integer", "minimum": 150 }, "erp": { "type": "string", "secret": true } } }, """;

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task A_call_sees_what_the_owner_set(string engine)
    {
        var (app, firm) = (ProbeApp.Named("settable"), await hosts.As("mkt_dev_sme2", engine));
        var package = ProbePackage.Pack(app.Id, more: "export async function told(_, ctx) { return ctx.settings; }\n", functions: """ "told": { "label": "app.name", "readOnly": true, "input": {}, "output": {} }, """, keys: Schema);
        Expect.Ok(await (await hosts.As("mkt_dev_isv", engine)).Bytes("/api/v1/releases", package, "application/zip"), 201);
        Expect.Ok(await app.Decide(await hosts.As("mkt_dev_operator", engine), "1.0.0", new { decision = "list" }));
        Expect.Ok(await firm.Post("/api/v1/installs", new { app = app.Id, grants = "all" }), 201);

        var before = Expect.Ok(await firm.Get($"{app.Path}/settings"));
        Assert.Equal(("{}", "object"), (before.GetProperty("settings").GetRawText(), before.GetProperty("schema").GetProperty("type").GetString()));
        var key = Guid.NewGuid().ToString();
        var put = await firm.Put($"{app.Path}/settings", new { percent = 200 }, key);
        Assert.Equal("""{"percent":200}""", Expect.Ok(put).GetProperty("settings").GetRawText());
        Assert.Equal("""{"percent":200}""", Expect.Ok(await firm.Call(app.Id, "told", new { })).GetProperty("result").GetRawText());

        // The same again is the same answer, whatever was set since; the same key for something else is none.
        Expect.Ok(await firm.Put($"{app.Path}/settings", new { }));
        Assert.Equal(put.Text, (await firm.Put($"{app.Path}/settings", new { percent = 200 }, key)).Text);
        Expect.Refused(await firm.Put($"{app.Path}/settings", new { percent = 300 }, key), 422, "operation.mismatch");
        Assert.Equal("{}", Expect.Ok(await firm.Call(app.Id, "told", new { })).GetProperty("result").GetRawText());

        Expect.Pointed(await firm.Put($"{app.Path}/settings", new { percent = 100 }), "/percent");
        Expect.Pointed(await firm.Put($"{app.Path}/settings", new { erp = "w" }), "/erp");
        Expect.Pointed(await firm.Put($"{app.Path}/settings", new { other = 1 }), "/other");
        Assert.Equal("{}", Expect.Ok(await firm.Get($"{app.Path}/settings")).GetProperty("settings").GetRawText());
        Expect.Refused(await (await hosts.As("mkt_dev_hardware", engine)).Put($"{app.Path}/settings", new { percent = 200 }), 404, "notFound");

        // A paused app is set; one that was left is not.
        Expect.Ok(await firm.Post($"{app.Path}/suspend"));
        Expect.Ok(await firm.Put($"{app.Path}/settings", new { percent = 160 }));
        Expect.Ok(await firm.Post($"{app.Path}/resume"));
        Assert.Equal("""{"percent":160}""", Expect.Ok(await firm.Call(app.Id, "told", new { })).GetProperty("result").GetRawText());
        Expect.Ok(await firm.Post($"{app.Path}/uninstall"));
        Expect.Refused(await firm.Put($"{app.Path}/settings", new { }), 404, "notFound");
    }
}

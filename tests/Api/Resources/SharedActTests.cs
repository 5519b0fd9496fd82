using System.Text.Json;
using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Resources;

/// <summary>An app that orders in its firm's name, and firms that answer over HTTP: what was proposed happens after the commit, once, and what came
/// of it comes back.</summary>
public sealed class SharedActTests(SharedHosts hosts)
{
    private const string Script = """

        export function order({ input }, ctx) {
          const id = ctx.finance.post('calloffs', input);
          ctx.records.note.insert({ code: id, title: 'asked' });
          return { id };
        }
        export function cancel({ input }, ctx) { return { act: ctx.finance.cancel('calloffs', input.id) }; }
        export async function look({ input }, ctx) { const one = await ctx.finance.track('calloffs', input.id); return one && { state: one.state, can: one.can, order: one.body.order }; }
        export async function answered({ input }, ctx) {
          const code = `${input.data.command} ${input.data.id}`;
          ctx.records.note.insert({ code, title: input.data.ok ? input.data.state : input.data.code });
        }

        """;

    private static object Lines(string order, string seller) => new { order, seller, lines = new[] { new { part = "crankcase", quantity = 40, priceFen = 4_500, due = "2099-12-01" } } };

    [Fact]
    public async Task What_an_app_proposes_happens_once_and_its_outcome_comes_back()
    {
        var app = ProbeApp.Named("orders");
        var (firm, seller) = (await hosts.As("mkt_dev_sme2"), await hosts.As("mkt_dev_sme"));
        var published = await (await hosts.As("mkt_dev_isv")).Bytes("/api/v1/releases", ProbePackage.Pack(app.Id, more: Script,
            functions: """ "order": { "label": "app.name", "input": { "type": "object" }, "output": {} }, "cancel": { "label": "app.name", "input": { "type": "object" }, "output": {} }, "look": { "label": "app.name", "readOnly": true, "input": { "type": "object" }, "output": {} }, "answered": { "label": "app.name", "input": { "type": "object" } }, """,
            scopes: """{ "scope": "invoke:finance.calloff", "purpose": { "zh-CN": "下单", "en": "Orders" } }, { "scope": "subscribe:finance.calloff", "purpose": { "zh-CN": "知道结果", "en": "Hears what came of it" } },""",
            keys: """
                "consumes": ["finance.calloff.answered.v1"], "triggers": [{ "on": "event", "type": "finance.calloff.answered.v1", "function": "answered" }],
                """), "application/zip");
        Assert.True(published.Status == 201, published.ToString());
        Expect.Ok(await app.Decide(await hosts.As("mkt_dev_operator"), "1.0.0", new { decision = "list" }));
        Expect.Ok(await firm.Post("/api/v1/installs", new { app = app.Id, grants = "all" }), 201);

        var asked = await firm.Call(app.Id, "order", Lines($"PO-{app.Id.Length}-A", "hongyan"), "order-a");
        Assert.True(asked.Status == 200, asked.ToString());
        Assert.Equal(200, asked.Json.GetProperty("cost").GetProperty("resources").GetInt64());
        var id = asked.Result.GetProperty("id").GetString()!;
        Assert.Equal("OPEN", await Note(firm, app, $"publish {id}"));
        Assert.Equal(asked.Text, (await firm.Call(app.Id, "order", Lines($"PO-{app.Id.Length}-A", "hongyan"), "order-a")).Text);
        var path = $"/api/v1/finance/calloffs/{id}";
        var seen = Expect.Ok(await seller.Get(path));
        Assert.Equal(("OPEN", 1), (seen.GetProperty("state").GetString(), seen.GetProperty("seq").GetInt32()));
        Assert.Contains("accept", seen.GetProperty("can").EnumerateArray().Select(static one => one.GetString()));
        Assert.Equal(404, (await (await hosts.As("mkt_dev_carrier")).Get(path)).Status);

        // The seller takes it over HTTP; the app sees it, and what does not fit the state any more is told as a refusal.
        Assert.Equal((403, "role.missing"), Code(await firm.Post($"{path}/accept", new { })));
        var accepted = await seller.Post($"{path}/accept", new { }, "accept-a");
        Assert.True(accepted.Status == 200, accepted.ToString());
        Assert.Equal(accepted.Text, (await seller.Post($"{path}/accept", new { }, "accept-a")).Text);
        var late = await seller.Post($"{path}/decline", new { });
        Assert.Equal((409, "conflict.state", "ACCEPTED"), (late.Status, late.Code, late.Json.GetProperty("facts").GetProperty("state").GetString()));
        Assert.Equal("ACCEPTED", (await firm.Call(app.Id, "look", new { id })).Result.GetProperty("state").GetString());
        Assert.Equal(200, (await firm.Call(app.Id, "cancel", new { id })).Status);
        Assert.Equal("CANCELLED", await Note(firm, app, $"cancel {id}"));
        var twice = await firm.Call(app.Id, "cancel", new { id = "none" });
        Assert.Equal(200, twice.Status);
        Assert.Equal("notFound", await Note(firm, app, "cancel none"));
        var steps = Expect.Ok(await firm.Get($"{path}/steps")).GetProperty("steps").EnumerateArray().Select(static one => $"{one.GetProperty("command")} {one.GetProperty("by")} {one.GetProperty("app")}").ToList();
        Assert.Equal([$"publish qiaotou {app.Id}", "accept hongyan ", $"cancel qiaotou {app.Id}"], steps);
    }

    [Fact]
    public async Task The_tables_are_published_and_every_cell_outside_them_is_a_conflict()
    {
        var (owner, seller) = (await hosts.As("mkt_dev_sme2"), await hosts.As("mkt_dev_sme"));
        foreach (var service in new[] { "logistics", "finance", "talent" })
        {
            var states = Expect.Ok(await owner.Get($"/api/v1/{service}/states"));
            Assert.Equal(service, states.GetProperty("service").GetString());
            Assert.NotEqual("OFF", states.GetProperty("mode").GetString());
            Assert.All(states.GetProperty("collections").EnumerateArray(), static one => Assert.NotEmpty(one.GetProperty("transitions").EnumerateArray()));
        }
        var table = Expect.Ok(await owner.Get("/api/v1/finance/states")).GetProperty("collections").EnumerateArray().Single(static one => one.GetProperty("collection").GetString() == "calloffs");
        var made = Expect.Ok(await owner.Post("/api/v1/finance/calloffs", Lines("PO-CELLS", "hongyan")), 201);
        var path = $"/api/v1/finance/calloffs/{made.GetProperty("id").GetString()}";
        Expect.Ok(await seller.Post($"{path}/decline", new { }));
        foreach (var command in table.GetProperty("commands").EnumerateArray().Select(static one => one.GetProperty("command").GetString()!))
        {
            var no = await seller.Post($"{path}/{command}", new { anything = "at all" });
            Assert.Equal((409, "conflict.state", "DECLINED"), (no.Status, no.Code, no.Json.GetProperty("facts").GetProperty("state").GetString()));
        }
        Assert.Equal(2, Expect.Ok(await seller.Get(path)).GetProperty("seq").GetInt32());
        Assert.Equal((404, "notFound"), Code(await seller.Post($"{path}/paint", new { })));
        var wrong = await owner.Post("/api/v1/finance/calloffs", new { order = "PO-X", seller = "hongyan", lines = new[] { new { part = "x", quantity = 0, priceFen = 1, due = "2099-01-01" } } });
        Assert.Equal((400, "/lines/0/quantity"), (wrong.Status, wrong.Json.GetProperty("facts").GetProperty("pointer").GetString()));
    }

    private static async Task<string> Note(Talk firm, ProbeApp app, string code)
    {
        for (var look = 0; look < 400; look++)
        {
            var notes = Expect.Ok(await firm.Get($"{app.Path}/records/note?where={Uri.EscapeDataString(JsonSerializer.Serialize(new { code }))}")).GetProperty("records");
            if (notes.GetArrayLength() == 1) return notes[0].GetProperty("title").GetString()!;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException($"Nothing was told of {code}.");
    }

    private static (int, string) Code(Reply reply) => (reply.Status, reply.Code);
}

using System.Text.Json;
using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Invocations;
using Marketplace.Contracts.Publishing;
using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Marketplace.Tests.Cluster.Insight;
using Marketplace.Tests.Cluster.Isolation;
using Marketplace.Tests.Cluster.Storage;
using Orleans.Concurrency;
using Xunit;

namespace Marketplace.Tests.Cluster.Invocations;

/// <summary>An app calls what another app of the firm exposes: what only reads inside the call, the rest after it; each under its grant, in its chain, on the bill.</summary>
public sealed class AppCallTests(Stores stores) : IClassFixture<Stores>
{
    private const string Asks = "demo/asks-others", Told = "demo/told-things";

    private const string AsksManifest = """
        {
          "id": "demo/asks-others", "version": "1.0.0", "name": "app.name", "summary": "app.summary", "sectors": ["auto"], "categories": ["tools"],
          "runtime": { "compatibility": "2026-01-01" },
          "entities": { "end": { "label": "word", "fields": { "call": { "type": "text", "unique": true }, "outcome": { "type": "text" }, "said": { "type": "text" } } } },
          "functions": {
            "ask": { "label": "word", "input": {} }, "look": { "label": "word", "input": {}, "readOnly": true, "roles": ["leader"] }, "circle": { "label": "word", "input": {} },
            "order": { "label": "word", "input": {} }, "heard": { "label": "word", "input": {} }, "wrong": { "label": "word", "input": {} }
          },
          "exposes": { "look": "look" }, "consumes": ["app.called"],
          "triggers": [{ "on": "event", "type": "app.called", "function": "heard" }],
          "permissions": [
            { "scope": "read:app.function:demo.told-things.count", "purpose": { "zh-CN": "问", "en": "ask" } },
            { "scope": "read:app.function:demo.told-things.back", "purpose": { "zh-CN": "问", "en": "ask" }, "required": false },
            { "scope": "read:app.function:demo.told-things.add", "purpose": { "zh-CN": "问", "en": "ask" }, "required": false },
            { "scope": "invoke:app.function:demo.told-things.put", "purpose": { "zh-CN": "做", "en": "do" }, "required": false }
          ],
          "plans": [{ "id": "free", "kind": "free", "price": 0 }], "support": "support@demo.example"
        }
        """;

    private const string AsksScript = """
        export async function ask({ input }, ctx) { return await ctx.apps['told-things'].count(input); }
        export function look() { return 'looked'; }
        export async function circle(_, ctx) { return await ctx.apps['told-things'].back({}); }
        export async function wrong(_, ctx) { return await ctx.apps['told-things'].add({ code: 'w' }); }
        export function order({ input }, ctx) { return ctx.apps['told-things'].put(input); }
        export function heard({ input }, ctx) { ctx.records.end.insert({ call: input.data.call, outcome: input.data.outcome, said: input.data.code ?? String(input.data.result) }); }

        """;

    private const string ToldManifest = """
        {
          "id": "demo/told-things", "version": "1.0.0", "name": "app.name", "summary": "app.summary", "sectors": ["auto"], "categories": ["tools"],
          "runtime": { "compatibility": "2026-01-01" },
          "entities": { "thing": { "label": "word", "fields": { "code": { "type": "text", "unique": true } } } },
          "functions": {
            "things": { "label": "word", "input": { "type": "object", "properties": { "plus": { "type": "integer" } }, "additionalProperties": false }, "readOnly": true },
            "back": { "label": "word", "input": {}, "readOnly": true }, "add": { "label": "word", "input": {} }, "hidden": { "label": "word", "input": {}, "readOnly": true }
          },
          "exposes": { "count": "things", "back": "back", "add": "add", "put": "add" },
          "permissions": [{ "scope": "read:app.function:demo.asks-others.look", "purpose": { "zh-CN": "问", "en": "ask" } }],
          "plans": [{ "id": "call", "kind": "call", "price": 5000 }], "support": "support@demo.example"
        }
        """;

    private const string ToldScript = """
        export async function things({ input }, ctx) { return await ctx.records.thing.count({}) + (input.plus ?? 0); }
        export async function back(_, ctx) { return await ctx.apps['asks-others'].look({}); }
        export function add({ input }, ctx) { if (input.code === 'no') return ctx.refuse('thing.refused', {}); ctx.records.thing.insert({ code: input.code }); return 'added ' + input.code; }
        export function hidden() { return 1; }

        """;

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task One_app_asks_another_and_has_it_do_things(string engine)
    {
        // The clock of what is due goes with the world's.
        stores.Clock.Now = DateTimeOffset.UtcNow.AddMinutes(10);
        await using var ground = await GrainGround.Plant(await stores.Open(engine), 9);
        await Publish(ground, Told, ToldManifest, ToldScript);
        await Publish(ground, Asks, AsksManifest, AsksScript);
        await Install(ground, Asks);
        Assert.Equal(("notFound", Told), Why((await Call(ground, "ask", new { })).Refused, "app"));
        await Install(ground, Told);

        // Answered inside the call, by a call of its own that is billed at the called app's price.
        var asked = await Call(ground, "ask", new { plus = 4 });
        Assert.Equal("4", Text(asked.Result));
        var log = (await Logged(ground, Told, "things", 1))[0];
        Assert.Equal((5000L, ground.Callers["owner"].Actor, "completed"), (log.Cost.Publisher, log.Actor, log.Outcome));
        Assert.Equal(0L, (await Logged(ground, Asks, "ask", 1))[0].Cost.Publisher);
        Assert.Equal(("input.invalid", "/plus"), Why((await Call(ground, "ask", new { plus = "x" })).Refused, "pointer"));

        // What writes is not asked, what leads back is no call, and nobody's role grows on the way.
        Assert.Equal(("effect.readOnly", "add"), Why((await Call(ground, "wrong", new { })).Refused, "function"));
        Assert.Equal("call.cycle", (await Call(ground, "circle", new { })).Refused?.Code);
        Assert.Equal("role.missing", (await ground.Grains.GetGrain<IInvokerGrain>(Keys.Invoker()).Invoke(ground.Callers["worker"], Order(Told, "back", new { }))).Value?.Refused?.Code);

        // After the commit: done once, and the caller hears how it ended, also that it was refused.
        var first = Text((await Call(ground, "order", new { code = "A" })).Result).Trim('"');
        var second = Text((await Call(ground, "order", new { code = "no" })).Result).Trim('"');
        var ends = await Ends(ground, 2);
        Assert.Equal([$"{first} completed added A", $"{second} refused thing.refused"], ends);
        Assert.Equal("1", Text((await Call(ground, "ask", new { })).Result));
        Assert.Equal((2, 5000L), (await Logged(ground, Told, "add", 2) is var lines ? lines.Count : 0, lines.Single(static line => line.Outcome == "completed").Cost.Publisher));

        // Pretending pretends all the way down.
        var pretended = (await ground.Grains.GetGrain<IInvokerGrain>(Keys.Invoker()).Invoke(ground.Callers["owner"], Order(Asks, "ask", new { }) with { DryRun = true })).Must();
        Assert.Equal("1", Text(pretended.Result));
        Assert.Equal(2, (await Logged(ground, Told, "things", 2)).Count);
    }

    [Fact]
    public async Task Without_the_grant_nothing_is_asked_and_nothing_is_done()
    {
        await using var ground = await GrainGround.Plant(await stores.Open("sqlite"), 10);
        await Publish(ground, Told, ToldManifest, ToldScript);
        await Publish(ground, Asks, AsksManifest, AsksScript);
        await Install(ground, Told);
        await Install(ground, Asks, "read:app.function:demo.told-things.count");
        Assert.Equal("0", Text((await Call(ground, "ask", new { })).Result));
        Assert.Equal(("grant.missing", "read:app.function:demo.told-things.back"), Why((await Call(ground, "circle", new { })).Refused, "scope"));
        Assert.Equal(("grant.missing", "invoke:app.function:demo.told-things.put"), Why((await Call(ground, "order", new { code = "A" })).Refused, "scope"));
        Assert.Empty(await Logged(ground, Told, "add", 0));
    }

    private static async Task Publish(GrainGround ground, string app, string manifest, string script)
    {
        (await ground.Grains.GetGrain<IReleaseGrain>(Keys.Release(app, "1.0.0")).Submit(ground.Callers["isv"], new Immutable<byte[]>(Folders.Pack(manifest, script)))).Must();
        (await ground.Grains.GetGrain<IListingGrain>(Keys.Listing("auto", app)).Decide(ground.Callers["operator"], "1.0.0", new ReviewDecision { Decision = "list" })).Must();
    }

    private static async Task Install(GrainGround ground, string app, params string[] grants) =>
        (await ground.Grains.GetGrain<IInstallGrain>(Keys.Install(GrainGround.Firm, app)).Install(ground.Callers["owner"], new InstallOrder { App = app, AllGrants = grants.Length == 0, Grants = grants })).Must();

    private static InvokeOrder Order(string app, string function, object input) => new() { App = app, Function = function, Input = Arguments.Json(input) };

    private static async Task<InvokeReceipt> Call(GrainGround ground, string function, object input) =>
        (await ground.Grains.GetGrain<IInvokerGrain>(Keys.Invoker()).Invoke(ground.Callers["owner"], Order(Asks, function, input))).Must();

    /// <summary>Lines of the log, once there are so many: those of calls that only read come with the next batch.</summary>
    private static async Task<IReadOnlyList<InvocationFacts>> Logged(GrainGround ground, string app, string function, int least)
    {
        for (var look = 0; ; look++)
        {
            var lines = (await ground.Grains.GetGrain<IInvokerGrain>(Keys.Invoker()).Log(ground.Callers["owner"], app, function, "", 50)).Must().Invocations;
            if (lines.Count >= least) return lines;
            Assert.True(look < 100, $"{lines.Count} of {least} lines after 10 seconds");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<IReadOnlyList<string>> Ends(GrainGround ground, int count)
    {
        var records = ground.Grains.GetGrain<Contracts.Records.IRecordsGrain>(Keys.Records(GrainGround.Firm));
        for (var look = 0; ; look++)
        {
            var rows = JsonElement.Parse((await records.Query(ground.Callers["owner"], Asks, "end", Arguments.Json(new { orderBy = new[] { "call" }, limit = 10 }))).Must().Records).EnumerateArray().ToList();
            if (rows.Count >= count) return [.. rows.Select(static row => $"{row.GetProperty("call").GetString()} {row.GetProperty("outcome").GetString()} {row.GetProperty("said").GetString()}")];
            Assert.True(look < 300, $"{rows.Count} of {count} ends were heard after 30 seconds");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static (string?, string?) Why(Refusal? no, string fact) => (no?.Code, no?.Facts.GetValueOrDefault(fact));

    private static string Text(byte[] json) => System.Text.Encoding.UTF8.GetString(json);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Publishing;
using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Triggers;

/// <summary>The probe app with a function for each thing that can call one; what was called writes a stamp, which nobody can write over.</summary>
internal static class TriggerProbe
{
    private const string Script = """

        const stamp = (ctx, code) => ctx.records.stamp.insert({ code });
        export function noted({ input }, ctx) { stamp(ctx, `${input.when} ${input.record.code} by ${ctx.user.id}`); }
        export function counted({ input }, ctx) { stamp(ctx, `counted ${input.before.count} to ${input.record.count}: ${input.changed}`); }
        export function gone({ input }, ctx) { stamp(ctx, `gone ${input.record.code} at ${input.record.version}`); }
        export function never(_, ctx) { return ctx.refuse('probe.never', {}); }
        export function start({ input }, ctx) { ctx.records.loop.insert({ code: input.code }); }
        export function feed({ input }, ctx) { ctx.records.loop.insert({ code: input.record.code + '+' }); }
        export function slow({ input }, ctx) { let n = 0; for (let i = 0; i < 60000; i++) n += i; stamp(ctx, `slow ${input.record.code}`); }
        export function tick({ input }, ctx) { stamp(ctx, `tick ${input.zone}`); }
        export function hooked({ input }, ctx) { stamp(ctx, `hook ${input.delivery} ${input.body.n}`); return 'taken'; }
        export function tell({ input }, ctx) { return ctx.emit('Said', input); }
        export function hear({ input }, ctx) { stamp(ctx, `heard ${input.type} ${input.data.code}`); }

        """;

    private static readonly string[] functions = ["noted", "counted", "gone", "never", "start", "feed", "slow", "tick", "hooked", "tell", "hear"];

    private const string Triggers = """
        [
          { "on": "record", "function": "noted", "entity": "note", "when": "created" },
          { "on": "record", "function": "counted", "entity": "note", "when": "updated", "field": "count" },
          { "on": "record", "function": "gone", "entity": "note", "when": "deleted" },
          { "on": "record", "function": "never", "entity": "note", "when": "deleted" },
          { "on": "record", "function": "feed", "entity": "loop", "when": "created" },
          { "on": "record", "function": "slow", "entity": "heavy", "when": "created" },
          { "on": "schedule", "function": "tick", "cron": "0 3 * * *" },
          { "on": "webhook", "function": "hooked" }
        ]
        """;

    /// <summary>Published, listed and installed for <c>mkt_dev_sme2</c>. With a <paramref name="peer"/> it hears what that app says.</summary>
    public static async Task<ProbeApp> Installed(Func<string, Task<Talk>> talk, string word, string peer = "", string grants = "all")
    {
        var app = ProbeApp.Named(word);
        var published = await (await talk("mkt_dev_isv")).Bytes("/api/v1/releases", Pack(app.Id, peer), "application/zip");
        Assert.True(published.Status == 201, published.ToString());
        Expect.Ok(await app.Decide(await talk("mkt_dev_operator"), "1.0.0", new { decision = "list" }));
        var order = grants == "all" ? (object)new { app = app.Id, grants } : new { app = app.Id, grants = new[] { "subscribe:device.topic" } };
        Expect.Ok(await (await talk("mkt_dev_sme2")).Post("/api/v1/installs", order), 201);
        return app;
    }

    /// <summary>Waits until an install has so many stamps; answers their words, in order.</summary>
    public static async Task<IReadOnlyList<string>> Stamps(Talk firm, ProbeApp app, int count)
    {
        for (var look = 0; ; look++)
        {
            var stamps = Expect.Ok(await firm.Get($"{app.Path}/records/stamp?limit=1000")).GetProperty("records").EnumerateArray().Select(static r => r.GetProperty("code").GetString()!).Order(StringComparer.Ordinal).ToList();
            if (stamps.Count >= count) return stamps;
            if (look == 600) throw new TimeoutException($"There are {stamps.Count} stamps and not {count}: {string.Join("; ", stamps)}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until an install has so many dead letters.</summary>
    public static async Task<JsonElement> Letters(Talk firm, ProbeApp app, int count)
    {
        for (var look = 0; ; look++)
        {
            var page = Expect.Ok(await firm.Get($"{app.Path}/letters"));
            if (page.GetProperty("count").GetInt32() == count) return page.GetProperty("letters");
            if (look == 600) throw new TimeoutException($"There are not {count} dead letters: {page}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private static byte[] Pack(string id, string peer)
    {
        var folder = Directory.CreateTempSubdirectory("probe-");
        try
        {
            var manifest = JsonNode.Parse(ProbeText.Manifest.Replace("$id", id).Replace("$version", "1.0.0").Replace("$sectors", "\"auto\""))!;
            foreach (var entity in new[] { "loop", "heavy" }) manifest["entities"]![entity] = JsonNode.Parse("""{ "label": "word", "fields": { "code": { "type": "text", "required": true } } }""");
            foreach (var function in functions) manifest["functions"]![function] = JsonNode.Parse("""{ "label": "word", "input": {} }""");
            manifest["triggers"] = JsonNode.Parse(Triggers);
            manifest["emits"] = JsonNode.Parse("""[{ "type": "Said", "schema": { "type": "object", "required": ["code"], "properties": { "code": { "type": "string" } } } }]""");
            if (peer.Length > 0)
            {
                var type = $"{peer.Replace('/', '.')}.Said.v1";
                manifest["consumes"] = new JsonArray(type);
                manifest["triggers"]!.AsArray().Add(new JsonObject { ["on"] = "event", ["function"] = "hear", ["type"] = type });
                manifest["permissions"]!.AsArray().Add(JsonNode.Parse("""{ "scope": "subscribe:app.event", "purpose": { "zh-CN": "听消息", "en": "Hear what it says" }, "required": false }"""));
            }
            var words = JsonNode.Parse(ProbeText.Words.Replace("$name", "Probe " + id))!;
            words["word"] = "word";
            Directory.CreateDirectory(Path.Combine(folder.FullName, "locales"));
            File.WriteAllText(Path.Combine(folder.FullName, "app.json"), manifest.ToJsonString());
            File.WriteAllText(Path.Combine(folder.FullName, "main.js"), ProbeText.Script + Script);
            foreach (var culture in new[] { "zh-CN", "en" }) File.WriteAllText(Path.Combine(folder.FullName, $"locales/{culture}.json"), words.ToJsonString());
            var reading = PackageReader.FromFolder(folder.FullName);
            Assert.True(reading.Package is not null, string.Join("; ", reading.Findings.Select(f => $"{f.File}:{f.Line} {f.Message}")));
            return PackageWriter.Pack(reading.Package, null);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

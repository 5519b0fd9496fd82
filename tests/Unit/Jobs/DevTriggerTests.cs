using System.CommandLine;
using System.Text.Json;
using Marketplace.Tool.Apps;
using Marketplace.Tool.Dev;
using Marketplace.Tool.Terminal;
using Xunit;

namespace Marketplace.Tests.Unit.Jobs;

/// <summary><c>mkt dev</c> calls what records and own events trigger, as far as the platform would.</summary>
public sealed class DevTriggerTests
{
    private const string Manifest = """
        { "id": "demo/till", "version": "1.0.0", "name": "app.name", "summary": "app.name", "runtime": { "compatibility": "2026-01-01" },
          "entities": { "loop": { "label": "app.name", "fields": { "code": { "type": "text", "required": true } } } },
          "functions": { "start": { "label": "app.name" }, "feed": { "label": "app.name" }, "hear": { "label": "app.name" } },
          "triggers": [{ "on": "record", "entity": "loop", "when": "created", "function": "feed" }, { "on": "event", "type": "demo.till.Said.v1", "function": "hear" }],
          "emits": [{ "type": "Said" }], "consumes": ["demo.till.Said.v1"], "support": "s@demo.example" }
        """;

    private const string Script = """
        export function start(_, ctx) { ctx.records.loop.insert({ code: 'x' }); ctx.emit('Said', { n: 1 }); }
        export function feed({ input }, ctx) { ctx.records.loop.insert({ code: input.record.code + '+' }); }
        export function hear({ input }) { return input.data.n; }
        """;

    [Fact]
    public async Task Records_and_own_events_call_to_the_depth_of_the_platform()
    {
        var folder = Directory.CreateTempSubdirectory("dev-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "locales"));
            foreach (var (path, text) in new[] { ("app.json", Manifest), ("main.js", Script), ("locales/zh-CN.json", """{ "app.name": "收银" }"""), ("locales/en.json", """{ "app.name": "Till" }"""), ("README.md", "A till.\n") })
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, path), text, TestContext.Current.CancellationToken);
            var command = new RootCommand();
            command.Options.Add(Talk.JsonOption);
            command.Options.Add(Talk.NonInteractiveOption);
            using var firm = new DevFirm(TimeProvider.System, Talk.Of(command.Parse(["--json"])));
            await firm.Load(folder.FullName);
            Assert.True(firm.Package is not null, string.Join("; ", firm.Findings.Select(static f => f.Message)));
            Assert.True((await firm.Call("start", "{}"u8.ToArray(), new Persona("li", ["owner"]), "")).Ok);
            for (var look = 0; look < 400 && (firm.Log("feed", 10).Count < 3 || firm.Log("hear", 10).Count < 1); look++) await Task.Delay(25, TestContext.Current.CancellationToken);
            Assert.Equal(["completed trigger:record", "completed trigger:record", "completed trigger:record"], firm.Log("feed", 10).Select(static l => $"{Word(l, "outcome")} {Word(l, "actor")}"));
            Assert.Equal(["completed trigger:event"], firm.Log("hear", 10).Select(static l => $"{Word(l, "outcome")} {Word(l, "actor")}"));
            // The fifth is not made: four records, and no fifth after another call that would have come behind it.
            Assert.True((await firm.Call("hear", """{"data":{"n":2}}"""u8.ToArray(), new Persona("li", ["owner"]), "")).Ok);
            Assert.Equal(["x", "x+", "x++", "x+++"], await firm.Read((memory, _) => Task.FromResult(memory.Rows("loop").Select(static r => JsonElement.Parse(r.Body).GetProperty("code").GetString()).Order(StringComparer.Ordinal).ToList()), []));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Word(JsonElement line, string name) => line.GetProperty(name).GetString()!;
}

using System.Text;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Publishing;
using Marketplace.Sandbox.Specs;
using Marketplace.Sandbox;
using Xunit;

namespace Marketplace.Tests.Unit.Sandbox;

public sealed class SpecRunnerTests
{
    private const string Shop = """
        { "id": "demo/till", "version": "1.0.0", "name": "app.name", "summary": "app.name", "runtime": { "compatibility": "2026-01-01" },
          "entities": { "sale": { "label": "app.name", "fields": { "code": { "type": "text", "required": true, "unique": true }, "n": { "type": "integer" } } } },
          "egress": [{ "host": "api.example.com", "purpose": { "zh-CN": "查询", "en": "Asks" } }],
          "functions": { "ask": { "label": "app.name", "readOnly": true, "input": {}, "output": {} }, "sell": { "label": "app.name", "input": { "type": "object" }, "output": {} }, "mutter": { "label": "app.name", "input": {} } },
          "emits": [{ "type": "Sold", "schema": { "type": "object", "required": ["id"] } }] }
        """;

    private const string Main = """
        export function mutter(_, ctx) { ctx.emit('Sold', {}); }
        export async function ask({ input }, ctx) {
          const answers = [];
          for (const one of input.all) answers.push(await ctx.http.fetch(one.url, { ...one.options, headers: { 'X-Key': ['Bearer ', ctx.secret('erp')] } }));
          return { said: answers.map((a) => a.ok ? a.json ?? a.text : a.status) };
        }
        export async function sell({ input }, ctx) {
          const before = await ctx.records.sale.count();
          if (input.n > 5) return ctx.refuse('sale.tooMany', { n: input.n });
          const id = ctx.records.sale.insert({ code: input.code, n: input.n });
          ctx.emit('Sold', { id });
          return { id, before, after: await ctx.records.sale.count(), top: (await ctx.records.sale.first({ orderBy: ['-n'] })).n };
        }
        """;

    [Fact]
    public async Task Runs_steps_over_one_firm()
    {
        var result = await Run("""
            { "name": "two sales", "given": { "records": { "sale": [{ "id": "s0", "code": "A", "n": 1 }] } }, "steps": [
              { "call": { "function": "sell", "input": { "code": "B", "n": 3 } },
                "expect": { "result": { "before": 1, "after": 2, "top": 3 }, "effects": [{ "insert": "sale", "body": { "code": "B" } }, { "emit": "Sold" }], "bill": { "readsAtMost": 3, "statementsAtMost": 50 } } },
              { "call": { "function": "sell", "input": { "code": "C", "n": 9 } }, "expect": { "refused": { "code": "sale.tooMany", "facts": { "n": 9 } }, "effects": [] } },
              { "call": { "function": "sell", "input": { "code": "A", "n": 2 } }, "expect": { "refused": { "code": "conflict.unique", "facts": { "field": "code" } } } },
              { "call": { "function": "sell", "input": [] }, "expect": { "refused": { "code": "input.invalid" } } } ] }
            """);
        Assert.Empty(result.Failures);
        Assert.Equal("two sales", result.Name);
    }

    [Theory]
    [InlineData(""""{ "result": { "before": 7 } }"""", "result/before: expected 7, found 0")]
    [InlineData(""""{ "effects": [{ "insert": "sale" }] }"""", "effects/1: not expected: emit \"Sold\"")]
    [InlineData(""""{ "refused": { "code": "x.y" } }"""", "refused: expected x.y, but the call completed")]
    [InlineData(""""{ "bill": { "statementsAtMost": 1 } }"""", "bill/statementsAtMost:")]
    [InlineData(""""{ "effectsInclude": [{ "emit": "Other" }] }"""", "effectsInclude: none is")]
    [InlineData(""""{ "reslt": 1 }"""", "expect/reslt: no such word")]
    public async Task Says_what_differs(string expect, string failure)
    {
        var result = await Run($$"""{ "call": { "function": "sell", "input": { "code": "B", "n": 3 } }, "expect": {{expect}} }""");
        Assert.Contains(result.Failures, f => f.StartsWith(failure, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_world_is_what_a_spec_gives()
    {
        static string Spec(string asks, string expect) => $$"""
            { "given": { "http": [{ "url": "https://api.example.com/a", "json": { "n": 1 } }, { "url": "https://api.example.com/b", "status": 404 }, { "url": "https://api.example.com/c", "refused": "egress.unreachable" }] },
              "call": { "function": "ask", "input": { "all": [{{asks}}] } }, "expect": {{expect}} }
            """;
        static string Ask(string url, string options = "{}") => $$"""{ "url": "{{url}}", "options": {{options}} }""";
        Assert.Empty((await Run(Spec($"{Ask("https://api.example.com/a")}, {Ask("https://api.example.com/b")}", """{ "result": { "said": [{ "n": 1 }, 404] }, "bill": { "readsAtMost": 0 } }"""))).Failures);
        Assert.Empty((await Run(Spec(Ask("https://api.example.com/c"), """{ "refused": { "code": "egress.unreachable" } }"""))).Failures);
        Assert.Empty((await Run(Spec(Ask("https://evil.example/"), """{ "refused": { "code": "egress.host", "facts": { "host": "evil.example" } } }"""))).Failures);
        Assert.Empty((await Run(Spec(Ask("https://api.example.com/a", "{ \"method\": \"POST\" }"), """{ "refused": { "code": "effect.readOnly" } }"""))).Failures);
        var many = string.Join(", ", Enumerable.Repeat(Ask("https://api.example.com/a"), Marketplace.Domain.Egress.EgressRules.PerCall + 1));
        Assert.Empty((await Run(Spec(many, """{ "refused": { "code": "limit.hostCalls" } }"""))).Failures);
    }

    [Fact]
    public async Task Runs_each_spec_of_a_list_over_a_firm_of_its_own()
    {
        const string One = """{ "name": "first", "call": { "function": "sell", "input": { "code": "B", "n": 3 } }, "expect": { "result": { "before": 0 } } }""";
        using var kernel = new Kernel();
        var results = await All($"[{One}, {One.Replace("first", "second", StringComparison.Ordinal)}]", kernel, "{}");
        Assert.Equal(["first", "second"], results.Select(static r => r.Name));
        Assert.All(results, static r => Assert.Empty(r.Failures));
    }

    [Fact]
    public async Task An_event_that_the_platform_would_refuse_is_refused_here()
    {
        var result = await Run("""{ "call": { "function": "mutter", "input": {} }, "expect": { "refused": { "code": "effect.invalid", "facts": { "pointer": "/id" } } } }""");
        Assert.Empty(result.Failures);
    }

    [Theory]
    [InlineData("[]", "the file cannot be read as a spec: line 1: the list holds no spec")]
    [InlineData("[\n{ \"call\": { \"function\": \"sell\" },\n \"expect\": {} },\n{} ]", "the file cannot be read as a spec: line 4 at /1/call: ")]
    [InlineData("[1]", "the file cannot be read as a spec: line 1 at /0")]
    [InlineData("{", "the file cannot be read as a spec")]
    [InlineData("{}", "the file cannot be read as a spec: line 1 at /call: \"call\" is missing.")]
    [InlineData("{\n \"call\": { \"function\": \"sell\" },\n \"expect\": {},\n \"given\": { \"usr\": 1 } }", "the file cannot be read as a spec: line 4 at /given/usr: ")]
    [InlineData("{ \"steps\": [] }", "the file cannot be read as a spec: line 1 at /steps: ")]
    [InlineData("""{ "given": { "records": { "sale": [{ "n": 1 }] } }, "call": { "function": "sell" }, "expect": {} }""", "given/records/sale/0: input.invalid")]
    public async Task Fails_a_spec_that_makes_no_sense(string spec, string failure) =>
        Assert.StartsWith(failure, Assert.Single((await Run(spec)).Failures), StringComparison.Ordinal);

    [Theory]
    [InlineData("""["s0", { "$like": "s0", "id": "s1", "code": "B" }, { "code": "C" }]""", "")]
    [InlineData("""["s0", "s0"]""", "given/records/sale/1: conflict.unique")]
    [InlineData("""["s9"]""", "given/records/sale/0: there is no sale \"s9\" in specs/records.json")]
    [InlineData("""[{ "$like": 1 }]""", "given/records/sale/0: $like is the name of a record")]
    [InlineData("[1]", "given/records/sale/0: write a record, or the name of one")]
    [InlineData("""["s0", "s5", { "code": "C" }]""", "")]
    [InlineData("""["s6"]""", "given/records/sale/0: sale \"s6\" in specs/records.json is $like a record that stands there by itself")]
    public async Task Gives_records_by_their_names(string sales, string failure)
    {
        var spec = $$"""{ "given": { "records": { "sale": {{sales}} } }, "call": { "function": "sell", "input": { "code": "D", "n": 3 } }, "expect": { "result": { "before": 3, "top": 4 } } }""";
        var failures = (await Run(spec, """{ "sale": { "s0": { "code": "A", "n": 4 }, "s5": { "$like": "s0", "id": "s5", "code": "E" }, "s6": { "$like": "s5" } } }""")).Failures;
        if (failure.Length == 0) Assert.Empty(failures);
        else Assert.StartsWith(failure, failures[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "call": "demo/told.count", "result": 7 }""", "")]
    [InlineData("""{ "call": "demo/told.count", "input": { "of": "A" }, "result": 7 }""", "")]
    [InlineData("""{ "call": "demo/told.count", "input": { "of": "B" }, "result": 7 }""", "notFound")]
    [InlineData("""{ "call": "demo/told.count", "refused": "call.cycle" }""", "call.cycle")]
    public async Task Answers_for_other_apps_and_sees_what_is_asked_of_them_later(string app, string refused)
    {
        const string Main = "export async function sell({ input }, ctx) { const n = await ctx.apps.told.count({ of: 'A' }); return { n, id: ctx.apps.told.put({ n }) }; }";
        var manifest = Marketplace.Domain.Catalogue.ManifestReader.Read(Encoding.UTF8.GetBytes("""
            { "id": "demo/asks", "version": "1.0.0", "name": "app.name", "summary": "app.summary", "sectors": ["auto"], "categories": ["tools"], "runtime": { "compatibility": "2026-01-01" },
              "functions": { "sell": { "label": "word" } }, "support": "s@demo.example", "permissions": [{ "scope": "read:app.function:demo.told.count", "purpose": { "zh-CN": "问", "en": "ask" } },
              { "scope": "invoke:app.function:demo.told.put", "purpose": { "zh-CN": "做", "en": "do" } }] }
            """)).Manifest!;
        var spec = $$"""{ "given": { "apps": [{{app}}] }, "call": { "function": "sell", "input": {} }, "expect": {{(refused.Length == 0 ? """{ "result": { "n": 7 }, "effects": [{ "call": "demo/told.put", "input": { "n": 7 } }] }""" : $$"""{ "refused": { "code": "{{refused}}" } }""")}} }""";
        var package = new Package { Manifest = manifest, Digest = "asks", Script = Runs.Script(Main) with { Apps = AppRules.Links(manifest) }, Entries = new Dictionary<string, byte[]> { ["specs/a.spec.json"] = Encoding.UTF8.GetBytes(spec) } };
        using var kernel = new Kernel();
        Assert.Empty(Assert.Single(await SpecRunner.Run(package, kernel, TestContext.Current.CancellationToken)).Failures);
    }

    [Fact]
    public async Task Gives_every_spec_what_is_always_given_unless_it_gives_otherwise()
    {
        const string Always = """{ "$given": { "now": "2026-03-02T01:00:00.000Z", "records": { "sale": ["s0", "s1"] } }, "sale": { "s0": { "code": "A", "n": 4 }, "s1": { "code": "B" } } }""";
        static string Spec(string given, int before) => $$"""{ {{given}} "call": { "function": "sell", "input": { "code": "D", "n": 3 } }, "expect": { "result": { "before": {{before}} } } }""";
        Assert.Empty((await Run(Spec("", 2), Always)).Failures);
        Assert.Empty((await Run(Spec("\"given\": { \"user\": { \"id\": \"li\" } },", 2), Always)).Failures);
        Assert.Empty((await Run(Spec("\"given\": { \"records\": { \"sale\": [\"s1\"] } },", 1), Always)).Failures);
        Assert.NotEmpty((await Run(Spec("", 1), Always)).Failures);
    }

    [Theory]
    [InlineData("{\n \"$given\": { \"usr\": {} } }", "specs/records.json: line 2 at /$given/usr: ")]
    [InlineData("{", "specs/records.json: line 1: ")]
    [InlineData("{\n \"sale\": [] }", "specs/records.json: line 2 at /sale: ")]
    public async Task Says_what_is_wrong_with_the_named_records(string records, string failure) => Assert.StartsWith(failure,
        Assert.Single((await Run("""{ "call": { "function": "sell", "input": { "code": "B", "n": 3 } }, "expect": {} }""", records)).Failures), StringComparison.Ordinal);

    [Theory]
    [InlineData(1, 2, true)]
    [InlineData(2, 3, true)]
    [InlineData(9, 3, false)]
    public async Task Tries_again_what_a_clock_ended(int stops, int runs, bool passes)
    {
        using var kernel = new Kernel();
        foreach (var verdict in (Verdict[])[Verdict.Cpu, Verdict.Regex, Verdict.Deadline, Verdict.HostFault])
        {
            var busy = new Busy(kernel, verdict, stops);
            var result = await Run("""{ "call": { "function": "sell", "input": { "code": "B", "n": 3 } }, "expect": { "result": { "before": 0 } } }""", busy);
            Assert.Equal((runs, passes), (busy.Runs, result.Passed));
        }
    }

    [Fact]
    public async Task Does_not_try_again_what_no_clock_ended()
    {
        using var kernel = new Kernel();
        var busy = new Busy(kernel, Verdict.Statements, 9);
        Assert.False((await Run("""{ "call": { "function": "sell", "input": { "code": "B", "n": 3 } }, "expect": {} }""", busy)).Passed);
        Assert.Equal(1, busy.Runs);
    }

    private static async Task<SpecResult> Run(string spec, string records = "{}")
    {
        using var kernel = new Kernel();
        return await Run(spec, kernel, records);
    }

    private static async Task<SpecResult> Run(string spec, ICallRunner runner, string records = "{}") => Assert.Single(await All(spec, runner, records));

    private static async Task<IReadOnlyList<SpecResult>> All(string spec, ICallRunner runner, string records)
    {
        var manifest = Marketplace.Domain.Catalogue.ManifestReader.Read(Encoding.UTF8.GetBytes(Shop));
        Assert.NotNull(manifest.Manifest);
        var package = new Package
        {
            Manifest = manifest.Manifest, Digest = "till", Script = Runs.Script(Main) with { Entities = ["sale"] },
            Entries = new Dictionary<string, byte[]> { ["specs/a.spec.json"] = Encoding.UTF8.GetBytes(spec), ["specs/records.json"] = Encoding.UTF8.GetBytes(records) },
        };
        return await SpecRunner.Run(package, runner, TestContext.Current.CancellationToken);
    }

    /// <summary>A machine whose first calls end by a limit.</summary>
    private sealed class Busy(ICallRunner idle, Verdict verdict, int stops) : ICallRunner
    {
        public int Runs { get; private set; }

        public Task<Outcome> Run(Script script, Call call, IHostBroker broker, CancellationToken cancel) => ++Runs <= stops
            ? Task.FromResult(new Outcome { Verdict = verdict, Refusal = Domain.Refusal.Of(Domain.Codes.LimitCpu) })
            : idle.Run(script, call, broker, cancel);
    }
}

using Marketplace.Domain.Invocations;
using Marketplace.Domain;
using Marketplace.Sandbox.Calls;
using Xunit;

namespace Marketplace.Tests.Unit.Sandbox;

public sealed class KernelTests
{
    private static readonly Budget Tight = Budget.Default;

    [Fact]
    public async Task Runs_a_handler_over_modules_and_host_answers()
    {
        var script = Runs.Script("""
            import { twice } from './lib/twice.js';
            export async function f({ input }, ctx) {
              const row = await ctx.records.tag.first({ where: { code: input.code } });
              return { n: twice(input.n), asked: row.args, id: ctx.records.tag.insert({ code: 'x' }) };
            }
            """, ("lib/twice.js", "export const twice = (n) => n * 2;"));
        var outcome = await Runs.Of(script, Runs.Call("""{"code":"A","n":21}"""));
        Assert.Equal("""{"n":42,"asked":{"entity":"tag","where":{"code":"A"}},"id":"01jaaaaaaaaaaaaaaaaaaaaaaa-0001"}""",
            System.Text.Encoding.UTF8.GetString(outcome.Result));
        Assert.Equal([new Effect.Insert("tag", "01jaaaaaaaaaaaaaaaaaaaaaaa-0001", """{"code":"x"}""")], outcome.Effects);
        Assert.Equal((1, 1, 3L), (outcome.Meter.Reads, outcome.Meter.Effects, outcome.Meter.Rows));
    }

    [Fact]
    public async Task Keeps_nothing_from_call_to_call()
    {
        var script = Runs.Script("let seen = 0; export function f() { globalThis.left = (globalThis.left ?? 0) + 1; return [++seen, globalThis.left]; }");
        for (var i = 0; i < 3; i++)
            Assert.Equal("[1,1]"u8.ToArray(), (await Runs.Of(script, Runs.Call())).Result);
    }

    [Fact]
    public async Task Counts_the_same_statements_and_bytes_on_every_run()
    {
        var script = Runs.Script("export async function f({ input }, ctx) { let s = 0; for (const n of input) s += n; await ctx.records.tag.find(); return s + Math.random(); }");
        var first = await Runs.Of(script, Runs.Call("[1,2,3]"));
        for (var i = 0; i < 20; i++)
        {
            var again = await Runs.Of(script, Runs.Call("[1,2,3]"));
            Assert.Equal(first.Result, again.Result);
            Assert.Equal((first.Meter.Statements, first.Meter.BytesIn, first.Meter.BytesOut), (again.Meter.Statements, again.Meter.BytesIn, again.Meter.BytesOut));
        }
    }

    [Theory]
    [InlineData("while (true) {}", Verdict.Cpu)]
    [InlineData("try { while (true) {} } finally { while (true) {} }", Verdict.Cpu)]
    [InlineData("for (;;) await null;", Verdict.Cpu)]
    [InlineData("let s = 'a'; while (true) s += s;", Verdict.Memory)]
    [InlineData("const g = () => g() + 1; return g();", Verdict.Depth)]
    [InlineData("return /(a+)+$/.test('a'.repeat(40) + 'b');", Verdict.Regex)]
    [InlineData("return 'x'.repeat(2_000_000);", Verdict.Result)]
    [InlineData("let a = [], b = a; for (let i = 0; i < 70; i++) { const c = []; b.push(c); b = c; } return a;", Verdict.Result)]
    [InlineData("return Array(200_000).fill(1);", Verdict.Result)]
    [InlineData("for (let i = 0; i < 60; i++) await ctx.records.tag.get('x');", Verdict.HostCalls)]
    [InlineData("for (let i = 0; i < 300; i++) ctx.records.tag.insert({});", Verdict.Effects)]
    public async Task Stops_at_its_limits(string body, Verdict verdict)
    {
        // A fast machine runs two million statements within 50 ms, and allocates 32 MB in awaiting: a limit is tried alone, with the others out of its way.
        var budget = verdict == Verdict.Cpu ? Tight with { Statements = long.MaxValue, MemoryMb = 4_096 } : Tight with { CpuMs = 5_000 };
        var call = Runs.Call() with { Budget = budget };
        var outcome = await Runs.Of(Runs.Script($"export async function f({{ input }}, ctx) {{ {body} }}"), call);
        Assert.Equal(verdict, outcome.Verdict);
        Assert.Equal(Outcomes.CodeOf(verdict), outcome.Refusal!.Code);
        Assert.Empty(outcome.Effects);
    }

    [Fact]
    public async Task Counts_statements_to_the_last()
    {
        var outcome = await Runs.Of(Runs.Script("export function f() { let i = 0; while (i < 1000) i++; return i; }"), Runs.Call());
        var exact = Runs.Call() with { Budget = Tight with { CpuMs = 5_000, Statements = outcome.Meter.Statements } };
        var script = Runs.Script("export function f() { let i = 0; while (i < 1000) i++; return i; }");
        Assert.Equal(Verdict.Completed, (await Runs.Of(script, exact)).Verdict);
        var short1 = exact with { Budget = exact.Budget with { Statements = outcome.Meter.Statements - 1 } };
        Assert.Equal(Verdict.Statements, (await Runs.Of(script, short1)).Verdict);
    }

    [Theory]
    [InlineData("throw new TypeError('bad');", "TypeError: bad")]
    [InlineData("await null; throw new TypeError('bad');", "TypeError: bad")]
    [InlineData("throw 'plain';", "plain")]
    [InlineData("throw { message: 'mine' };", "mine")]
    [InlineData("throw null;", "null")]
    [InlineData("return new Promise(() => {});", "The handler waits for a promise that nothing will settle")]
    public async Task Says_what_an_app_threw_and_where(string body, string message)
    {
        var outcome = await Runs.Handler(body);
        Assert.Equal(Verdict.Threw, outcome.Verdict);
        Assert.Equal(Codes.AppThrew, outcome.Refusal!.Code);
        Assert.Equal(message, outcome.Refusal.Facts["message"]);
        if (message == "TypeError: bad") Assert.Equal("main.js:1", outcome.Refusal.Facts["at"]);
    }

    [Theory]
    [InlineData("return ctx.refuse('tag.unknown', { code: 'A', n: 1 });")]
    [InlineData("throw ctx.refuse('tag.unknown', { code: 'A', n: 1 });")]
    [InlineData("await null; ctx.records.tag.insert({}); throw ctx.refuse('tag.unknown', { code: 'A', n: 1 });")]
    public async Task Ends_as_the_app_refused(string body)
    {
        var outcome = await Runs.Handler(body);
        Assert.Equal(Verdict.Refused, outcome.Verdict);
        Assert.Equal(("tag.unknown", "A", "1"), (outcome.Refusal!.Code, outcome.Refusal.Facts["code"], outcome.Refusal.Facts["n"]));
        Assert.Empty(outcome.Effects);
    }

    [Fact]
    public async Task Rejects_with_the_code_that_names_the_missing_grant()
    {
        var outcome = await Runs.Handler("await ctx.records.tag.get('none');");
        Assert.Equal((Verdict.Refused, Codes.GrantMissing, "read:other"), (outcome.Verdict, outcome.Refusal!.Code, outcome.Refusal.Facts["scope"]));
        var caught = await Runs.Result("try { await ctx.records.tag.get('none'); } catch (e) { return [e.code, e.message, e.facts.scope, e instanceof Error]; }");
        Assert.Equal("""["grant.missing","grant.missing","read:other",true]""", caught.GetRawText());
    }

    [Fact]
    public async Task Does_not_bill_what_the_host_broke()
    {
        var outcome = await Runs.Of(Runs.Script("export async function f(_, ctx) { try { await ctx.records.tag.get('x'); } catch { return 'hidden'; } }"), Runs.Call(), new Broken());
        Assert.Equal(Verdict.HostFault, outcome.Verdict);
        Assert.DoesNotContain("secret", string.Join(' ', outcome.Refusal!.Facts.Values), StringComparison.Ordinal);
        Assert.False(Domain.Metering.Tariff.IsBilled(outcome.Verdict));
    }

    [Fact]
    public async Task Warms_up_on_a_script_that_completes()
    {
        var ends = new List<Verdict>();
        await WarmUp.Run(async (script, call, broker) =>
        {
            var outcome = await Runs.Of(script, call, broker);
            ends.Add(outcome.Verdict);
            return outcome;
        }, Runs.Now);
        Assert.Equal([Verdict.Completed, Verdict.Refused], ends.Distinct().Order());
    }

    private sealed class Broken : IHostBroker
    {
        public ValueTask<HostAnswer> Ask(HostQuestion question, CancellationToken cancel) => throw new InvalidOperationException("secret of the host");
    }
}

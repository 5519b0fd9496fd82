using Marketplace.Domain.Invocations;
using Marketplace.Domain;
using Marketplace.Sandbox.Capabilities;
using Xunit;

namespace Marketplace.Tests.Unit.Sandbox;

public sealed class ContextTests
{
    [Theory]
    [InlineData("ctx.now()", "\"2026-03-02T01:02:03.456Z\"")]
    [InlineData("new Date().toISOString()", "\"2026-03-02T01:02:03.456Z\"")]
    [InlineData("ctx.date.today()", "\"2026-03-02\"")]
    [InlineData("ctx.date.addDays('2026-02-28', 1)", "\"2026-03-01\"")]
    [InlineData("ctx.date.daysBetween('2026-01-01', '2026-03-01')", "59")]
    [InlineData("[ctx.tenant, ctx.user.id, ctx.user.roles, ctx.secondSigner, ctx.settings]", """["acme","li",["worker"],null,{}]""")]
    [InlineData("[ctx.t('greet', { name: '李' }), ctx.t('only'), ctx.t('missing')]", """["你好，李","only English","missing"]""")]
    [InlineData("ctx.decimal.add('0.1', '0.2')", "\"0.3\"")]
    [InlineData("ctx.decimal.sub('10.00', 3)", "\"7.00\"")]
    [InlineData("ctx.decimal.mul('1.5', '1.5')", "\"2.25\"")]
    [InlineData("ctx.decimal.div('1', '3', 2)", "\"0.33\"")]
    [InlineData("ctx.decimal.round('2.345', 2)", "\"2.35\"")]
    [InlineData("[ctx.decimal.cmp('1.0', '1'), ctx.decimal.abs('-2'), ctx.decimal.isValid('1e3'), ctx.decimal.isValid('-1.5')]", """[0,"2",false,true]""")]
    [InlineData("ctx.code.gs1CheckDigit('629104150021')", "\"3\"")]
    [InlineData("[ctx.code.isGtin('6291041500213'), ctx.code.isGtin('6291041500214'), ctx.code.isSscc('106141412345678908')]", "[true,false,true]")]
    [InlineData("ctx.code.isCreditCode('91350100M000100Y43')", "true")]
    [InlineData("ctx.code.isCreditCode('91350100M000100Y44')", "false")]
    [InlineData("ctx.code.parseDigitalLink('https://id.gs1.org/01/09506000134352/10/ABC/21/123?17=290331')",
        """{"gtin":"09506000134352","serial":"123","lot":"ABC","ai":{"10":"ABC","17":"290331","21":"123","01":"09506000134352"}}""")]
    [InlineData("ctx.code.parseDigitalLink('https://id.gs1.org/01/09506000134353')", "null")]
    [InlineData("ctx.hash.sha256('中')", "\"a567bdaa11367f260f0708391f4d10766b5962f565d9e432f17981a3584fe1e2\"")]
    public async Task Tells_and_computes(string expression, string expected) =>
        Assert.Equal(expected, System.Text.RegularExpressions.Regex.Unescape((await Runs.Result($"return {expression};")).GetRawText()));

    [Fact]
    public async Task Asks_reads_by_their_words_and_sees_what_it_proposed()
    {
        var broker = new Runs.Answers();
        var outcome = await Runs.Of(Runs.Script("""
            export async function f(_, { records }) {
              const { get, find, first, count, aggregate, insert } = records.tag;
              await get('a'); const id = insert({ code: 'x' });
              await Promise.all([find({ where: { code: { in: ['a'] } }, orderBy: ['-code'], limit: 2, select: ['code'] }), first(), count({}), aggregate({ groupBy: ['code'], count: true })]);
              records.recipe.update(id, { n: null }, { version: 3 }); records.recipe.delete('r');
            }
            """), Runs.Call(), broker);
        Assert.Equal(Verdict.Completed, outcome.Verdict);
        Assert.Equal(["records.get", "records.find", "records.first", "records.count", "records.aggregate"], broker.Asked.Select(q => q.Op));
        Assert.Equal("""{"entity":"tag","where":{"code":{"in":["a"]}},"orderBy":["-code"],"limit":2,"select":["code"]}""",
            System.Text.Encoding.UTF8.GetString(broker.Asked[1].Args));
        Assert.Equal("""{"entity":"tag"}""", System.Text.Encoding.UTF8.GetString(broker.Asked[2].Args));
        Assert.Empty(broker.Asked[0].Effects);
        Assert.Single(broker.Asked[1].Effects);
        Assert.Equal([new Effect.Update("recipe", "01jaaaaaaaaaaaaaaaaaaaaaaa-0001", 3, """{"n":null}"""), new Effect.Delete("recipe", "r", 0)], outcome.Effects.Skip(1));
    }

    [Theory]
    [InlineData("ctx.progress(3, 10, 'three')", "completed")]
    [InlineData("ctx.progress(11, 10)", "threw")]
    [InlineData("ctx.progress(-1, 10)", "threw")]
    [InlineData("ctx.progress(1.5, 10)", "threw")]
    [InlineData("ctx.progress('1', 10)", "threw")]
    public async Task Says_how_far_it_is(string script, string verdict)
    {
        var outcome = await Runs.Handler(script + ";");
        Assert.Equal(verdict, outcome.Verdict.ToString().ToLowerInvariant());
        Assert.Equal(verdict == "completed" ? [new Effect.Progress(3, 10, "three")] : [], outcome.Effects);
    }

    [Fact]
    public async Task Proposes_events_commands_and_jobs()
    {
        var outcome = await Runs.Handler("return [ctx.emit('Seen', { a: 1 }), ctx.device.send('M-01', 'setpoints', { p: [1] }), ctx.job.start('later', { b: 2 }, { delayMs: 5000 })];");
        Assert.Equal(
        [
            new Effect.Emit("01jaaaaaaaaaaaaaaaaaaaaaaa-0001", "Seen", """{"a":1}"""),
            new Effect.DeviceSend("01jaaaaaaaaaaaaaaaaaaaaaaa-0002", "M-01", "setpoints", """{"p":[1]}"""),
            new Effect.JobStart("01jaaaaaaaaaaaaaaaaaaaaaaa-0003", "later", """{"b":2}""", 5000),
        ], outcome.Effects);
    }

    [Fact]
    public async Task Refuses_effects_in_a_read_only_function_and_devices_without_the_grant()
    {
        var write = Runs.Script("export function f(_, ctx) { ctx.records.tag.insert({}); }");
        Assert.Equal(Codes.EffectReadOnly, (await Runs.Of(write, Runs.Call() with { ReadOnly = true })).Refusal!.Code);
        var send = Runs.Script("export function f(_, ctx) { ctx.device.send('M', 'c', 1); }");
        var outcome = await Runs.Of(send, Runs.Call() with { Grants = [] });
        Assert.Equal((Codes.GrantMissing, Devices.Scope), (outcome.Refusal!.Code, outcome.Refusal.Facts["scope"]));
    }

    [Theory]
    [InlineData("ctx.refuse('Tag')")]
    [InlineData("ctx.refuse('limit.cpu')")]
    [InlineData("ctx.refuse('cap.reached')")]
    [InlineData("ctx.refuse('a.b', { x: {} })")]
    [InlineData("ctx.records.tag.insert([])")]
    [InlineData("ctx.records.tag.insert('x')")]
    [InlineData("ctx.records.tag.find({ entity: 'recipe' })")]
    [InlineData("ctx.records.tag.update('a', {}, { version: -1 })")]
    [InlineData("ctx.decimal.add('x', 1)")]
    [InlineData("ctx.decimal.add('79228162514264337593543950335', 1)")]
    [InlineData("ctx.date.addDays('2026-02-30', 1)")]
    [InlineData("ctx.device.send('M', 'c', () => 1)")]
    [InlineData("ctx.tenant = 'other'")]
    [InlineData("ctx.records.none.get('x')")]
    public async Task Throws_at_wrong_arguments(string expression)
    {
        var outcome = await Runs.Handler($"return {expression};");
        Assert.Equal(Verdict.Threw, outcome.Verdict);
        Assert.Matches("^(TypeError|RangeError): ", outcome.Refusal!.Facts["message"]);
    }

    [Fact]
    public async Task Draws_the_same_numbers_for_the_same_seed()
    {
        var script = Runs.Script("export function f(_, ctx) { return [Math.random(), ctx.random(), Math.random()]; }");
        var first = (await Runs.Of(script, Runs.Call())).Result;
        Assert.Equal(first, (await Runs.Of(script, Runs.Call())).Result);
        Assert.NotEqual(first, (await Runs.Of(script, Runs.Call() with { Seed = 43 })).Result);
    }
}

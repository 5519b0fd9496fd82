using System.Text;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Metering;
using Marketplace.Domain.Publishing;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Specs;
using Xunit;

namespace Marketplace.Tests.Unit.Sandbox;

/// <summary><c>ctx.finance</c> and its like: what an app may ask and do, by the platform's own rules, in a spec as in the host.</summary>
public sealed class SharedThingsTests
{
    private const string Manifest = """
        { "id": "demo/orders", "version": "1.0.0", "name": "app.name", "summary": "app.name", "runtime": { "compatibility": "2026-01-01" },
          "permissions": [{ "scope": "invoke:finance.calloff", "purpose": { "zh-CN": "接单", "en": "Takes orders" } }, { "scope": "invoke:finance.voucher", "purpose": { "zh-CN": "凭证", "en": "Vouchers" } }],
          "functions": { "take": { "label": "app.name", "input": {}, "output": {} }, "look": { "label": "app.name", "readOnly": true, "input": {}, "output": {} },
            "make": { "label": "app.name", "input": {}, "output": {} }, "issue": { "label": "app.name", "input": {} }, "move": { "label": "app.name", "input": {} }, "many": { "label": "app.name", "readOnly": true, "input": {} } } }
        """;

    private const string Main = """
        export async function look(_, ctx) {
          const mine = await ctx.finance.list('calloffs', { state: 'OPEN' });
          const one = await ctx.finance.track('calloffs', 'co-1');
          return { open: mine.length, state: one.state, mine: one.mine, can: one.can, order: one.body.order, none: await ctx.finance.track('calloffs', 'co-9') };
        }
        export async function take(_, ctx) {
          const quote = await ctx.finance.quote('calloffs', {}, 'co-1', 'accept');
          return { would: quote.thing.state, commits: quote.commits, id: ctx.finance.accept('calloffs', 'co-1') };
        }
        export function make({ input }, ctx) { return { id: ctx.finance.post('calloffs', input) }; }
        export function issue(_, ctx) { ctx.finance.post('vouchers', { receivable: 'r', line: 'l' }); }
        export function move(_, ctx) { ctx.logistics.post('consignments', {}); }
        export async function many(_, ctx) { for (let i = 0; i < 21; i++) await ctx.finance.track('calloffs', 'co-1'); }
        """;

    private const string Given = """
        "given": { "now": "2026-11-02T08:00:00Z", "user": { "id": "li", "roles": ["owner"] }, "shared": [{ "service": "finance", "on": "calloffs/co-1", "command": "publish", "by": "wanjiang", "roles": ["chain"],
          "input": { "order": "PO-7", "seller": "firm", "lines": [{ "part": "crankcase", "quantity": 100, "priceFen": 4500, "due": "2026-11-20" }] } }] }
        """;

    [Fact]
    public async Task An_app_sees_and_takes_what_its_firm_may()
    {
        var result = await Run($$"""
            { {{Given}}, "steps": [
              { "call": { "function": "look" }, "expect": { "result": { "open": 1, "state": "OPEN", "mine": ["seller"], "can": ["accept", "decline"], "order": "PO-7", "none": null }, "effects": [] } },
              { "call": { "function": "take" }, "expect": { "result": { "would": "ACCEPTED", "commits": 0 }, "effects": [{ "act": "accept", "service": "finance", "collection": "calloffs", "on": "co-1", "input": {} }] } },
              { "call": { "function": "look" }, "expect": { "result": { "open": 0, "state": "ACCEPTED" } } },
              { "call": { "function": "take" }, "expect": { "refused": { "code": "conflict.state", "facts": { "state": "ACCEPTED" } } } } ] }
            """);
        Assert.Empty(result.Failures);
        // Three questions; one and a command; three; one: each is the shared resources' part of the price.
        Assert.Equal([3, 2, 3, 1], result.Meters.Select(static meter => meter.Shared));
        Assert.Equal(3 * Tariff.Current.SharedAct, Tariff.Price(result.Meters[0]).Resources);
    }

    [Theory]
    [InlineData("issue", "grant.missing", "spend:finance.voucher")]
    [InlineData("move", "grant.missing", "invoke:logistics.consignment")]
    public async Task What_was_not_granted_is_refused_by_its_scope(string function, string code, string scope)
    {
        var result = await Run($$"""{ {{Given}}, "call": { "function": "{{function}}" }, "expect": { "refused": { "code": "{{code}}", "facts": { "scope": "{{scope}}" } }, "effects": [] } }""");
        Assert.Empty(result.Failures);
    }

    [Fact]
    public async Task More_questions_than_a_call_may_ask_end_it()
    {
        var result = await Run($$"""{ {{Given}}, "call": { "function": "many" }, "expect": { "refused": { "code": "limit.hostCalls", "facts": { "most": 20 } } } }""");
        Assert.Empty(result.Failures);
    }

    [Fact]
    public async Task A_made_thing_has_the_id_that_the_script_was_told()
    {
        var input = """{ "order": "PO-8", "seller": "wanjiang", "lines": [{ "part": "pin", "quantity": 1, "priceFen": 5, "due": "2026-11-20" }] }""";
        var result = await Run($$"""{ {{Given}}, "call": { "function": "make", "input": {{input}} }, "expect": { "effects": [{ "act": "publish", "collection": "calloffs", "input": {{input}} }] } }""");
        Assert.Empty(result.Failures);
        var bad = await Run($$"""{ "given": { "shared": [{ "service": "finance", "on": "calloffs/x", "command": "publish", "input": {} }] }, "call": { "function": "look" }, "expect": {} }""");
        Assert.Contains("input.invalid", Assert.Single(bad.Failures), StringComparison.Ordinal);
    }

    private static async Task<SpecResult> Run(string spec)
    {
        var manifest = ManifestReader.Read(Encoding.UTF8.GetBytes(Manifest));
        Assert.True(manifest.Manifest is not null, string.Join("; ", manifest.Findings.Select(static finding => finding.Message)));
        var package = new Package { Manifest = manifest.Manifest, Digest = "orders", Script = Runs.Script(Main), Entries = new Dictionary<string, byte[]> { ["specs/a.spec.json"] = Encoding.UTF8.GetBytes(spec), ["specs/records.json"] = "{}"u8.ToArray() } };
        using var kernel = new Kernel();
        return Assert.Single(await SpecRunner.Run(package, kernel, TestContext.Current.CancellationToken));
    }
}

using Marketplace.Domain.Invocations;
using Marketplace.Sandbox;
using Xunit;

namespace Marketplace.Tests.Unit.Sandbox;

public sealed class AdmissionTests
{
    [Theory]
    [InlineData("\nexport const x = 10n;", "script.bigint", 2)]
    [InlineData("export const f = () => import('./a.js');", "script.dynamicImport", 1)]
    [InlineData("debugger;", "script.debugger", 1)]
    [InlineData("import fs from 'fs';", "script.import", 1)]
    [InlineData("import x from '../outside.js';", "script.import", 1)]
    [InlineData("export * from './missing.js';", "script.import", 1)]
    [InlineData("import x from './lib/a.js' with { type: 'json' };", "script.import", 1)]
    [InlineData("\n\nexport const x = process.env;", "script.global", 3)]
    [InlineData("export const x = new Proxy({}, {});", "script.global", 1)]
    [InlineData("await 1;", "script.topLevelAwait", 1)]
    [InlineData("export const x = import.meta.url;", "script.importMeta", 1)]
    [InlineData("export const x = ;", "script.syntax", 1)]
    public void Finds(string source, string rule, int line)
    {
        var findings = Admission.Check(new Dictionary<string, string> { ["main.js"] = source, ["lib/a.js"] = "export default 1;" });
        Assert.Contains(findings, f => f.Rule == rule && f.Line == line && f.File == "main.js" && f.Remedy.Length > 0);
    }

    [Fact]
    public void Finds_a_missing_main_and_too_much_source()
    {
        Assert.Equal("script.main", Assert.Single(Admission.Check(new Dictionary<string, string> { ["lib/a.js"] = "" })).Rule);
        Assert.Equal("script.size", Assert.Single(Admission.Check(new Dictionary<string, string> { ["main.js"] = new string(' ', 262_145) })).Rule);
        var dense = string.Concat(Enumerable.Repeat("a;", 40_000));
        Assert.Contains(Admission.Check(new Dictionary<string, string> { ["main.js"] = "const a = 1;" + dense }), f => f.Rule == "script.nodes");
    }

    [Fact]
    public void Survives_deep_nesting()
    {
        foreach (var source in (string[])[$"const a = {new string('[', 50_000)}{new string(']', 50_000)};", string.Concat(Enumerable.Repeat("a=>", 30_000)) + "1",
            string.Concat(Enumerable.Repeat("if(1)", 30_000)) + ";"])
            Assert.NotEmpty(Admission.Check(new Dictionary<string, string> { ["main.js"] = source }));
    }

    [Fact]
    public void Passes_plain_modules() => Assert.Empty(Admission.Check(new Dictionary<string, string>
    {
        ["main.js"] = "import { a } from './lib/a.js'; export { b } from './lib/b.js'; export async function f({ input }, ctx) { return await a(input, ctx, Math.max(1, 2)); }",
        ["lib/a.js"] = "import { b } from './b.js'; export const a = (x) => [x, b, undefined, NaN, globalThis === undefined];",
        ["lib/b.js"] = "export const b = 1;",
    }));

    [Fact]
    public async Task Is_asked_again_before_a_first_call()
    {
        var outcome = await Runs.Of(Runs.Script("export function f() { return 1n; }"), Runs.Call());
        Assert.Equal((Verdict.NotAdmitted, "script.bigint", "main.js:1"), (outcome.Verdict, outcome.Refusal!.Facts["rule"], outcome.Refusal.Facts["at"]));
    }
}

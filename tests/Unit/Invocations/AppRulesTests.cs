using System.Text;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;
using Xunit;

namespace Marketplace.Tests.Unit.Invocations;

/// <summary>A scope names one function of another app, and whether it is asked or done.</summary>
public sealed class AppRulesTests
{
    [Theory]
    [InlineData("read:app.function:auto.oee.monthOutput", "auto/oee", "monthOutput", true)]
    [InlineData("invoke:app.function:jialing-soft.tool-life.mount", "jialing-soft/tool-life", "mount", false)]
    public void Says_which_function_and_goes_back(string scope, string app, string function, bool isRead)
    {
        Assert.Equal(new AppLink(app, function, isRead), AppRules.Link(scope));
        Assert.Equal(scope, AppRules.Scope(new AppLink(app, function, isRead)));
    }

    [Theory]
    [InlineData("read:app.function"), InlineData("read:app.function:auto.oee"), InlineData("read:app.function:oee.monthOutput"), InlineData("read:app.function:Auto.oee.x"), InlineData("read:app.function:auto.oee.x.y")]
    [InlineData("subscribe:app.event:auto.oee"), InlineData("invoke:device.command"), InlineData("write:app.function:auto.oee.x"), InlineData("read:app.functions:auto.oee.x"), InlineData("read:app.function:auto.oee.constructor")]
    public void Nothing_else_is_a_link(string scope) => Assert.Null(AppRules.Link(scope));

    [Theory]
    [InlineData("read:app.function:auto.oee", "", "manifest.appFunction")]
    [InlineData("read:app.function:demo.asks.ask", "", "manifest.appFunction")]
    [InlineData("read:app.function:auto.oee.x", "invoke:app.function:auto.oee.x", "manifest.appFunction")]
    [InlineData("read:app.function:auto.oee.x", "read:app.function:demo.oee.y", "manifest.appFunction")]
    [InlineData("read:app.function:auto.oee.x", "invoke:app.function:auto.oee.y", "")]
    public void A_manifest_names_each_once(string one, string other, string rule)
    {
        var second = other.Length == 0 ? "" : $$""", { "scope": "{{other}}", "purpose": { "zh-CN": "问", "en": "ask" } }""";
        var read = ManifestReader.Read(Encoding.UTF8.GetBytes($$"""
            { "id": "demo/asks", "version": "1.0.0", "name": "app.name", "summary": "app.summary", "sectors": ["auto"], "categories": ["tools"], "runtime": { "compatibility": "2026-01-01" },
              "functions": { "ask": { "label": "word" } }, "support": "s@demo.example", "permissions": [{ "scope": "{{one}}", "purpose": { "zh-CN": "问", "en": "ask" } }{{second}}] }
            """));
        Assert.Equal(rule.Length == 0 ? [] : [rule], read.Findings.Select(static one => one.Rule).Distinct());
    }

    [Theory]
    [InlineData("sums", true, "sums", "")]
    [InlineData("adds", false, "add", "")]
    [InlineData("adds", true, "", "effect.readOnly")]
    [InlineData("sums", false, "sums", "")]
    [InlineData("add", false, "", "function.unknown")]
    [InlineData("hidden", true, "", "function.unknown")]
    public void Only_what_is_exposed_is_called_and_only_what_reads_is_asked(string exposed, bool isRead, string function, string code)
    {
        var manifest = ManifestReader.Read("""
            { "id": "demo/told", "version": "1.0.0", "name": "app.name", "summary": "app.summary", "sectors": ["auto"], "categories": ["tools"], "runtime": { "compatibility": "2026-01-01" },
              "functions": { "sums": { "label": "word", "readOnly": true }, "add": { "label": "word" }, "hidden": { "label": "word", "readOnly": true } }, "exposes": { "sums": "sums", "adds": "add" }, "support": "s@demo.example" }
            """u8.ToArray()).Manifest!;
        var answer = AppRules.Exposed(manifest, new AppLink("demo/told", exposed, isRead));
        Assert.Equal((function, code), (answer.Value ?? "", answer.Refusal?.Code ?? ""));
    }
}

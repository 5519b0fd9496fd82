using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Insight;
using Marketplace.Domain.Invocations;
using Xunit;

namespace Marketplace.Tests.Unit.Insight;

/// <summary>A record leaves under a grant with its purpose, with the declared fields, and an indicator's with its month and its amounts.</summary>
public sealed class ShareRulesTests
{
    private static readonly string[] granted = ["share:delivery.onTime:purpose=index"];

    [Theory]
    [InlineData("""{"month":"2026-10","onTime":9,"due":10}""", "")]
    [InlineData("""{"month":"2026-10","onTime":"9.5","due":10}""", "")]
    [InlineData("""{"month":"2026-10","onTime":9,"due":10,"customer":"WJ"}""", "customer is not among the fields")]
    [InlineData("""{"month":"2026-13","onTime":9,"due":10}""", "month is YYYY-MM")]
    [InlineData("""{"onTime":9,"due":10}""", "month is YYYY-MM")]
    [InlineData("""{"month":"2026-10","onTime":-1,"due":10}""", "onTime is a number from 0")]
    [InlineData("""{"month":"2026-10","onTime":9}""", "due is a number from 0")]
    [InlineData("""{"month":"2026-10","onTime":1e30,"due":10}""", "onTime is a number from 0")]
    [InlineData("""{"month":"2026-10","onTime":{},"due":10}""", "onTime is a number, true, false or a text of at most 60 characters")]
    [InlineData("""{"month":"2026-10","onTime":null,"due":10}""", "onTime is a number, true, false or a text of at most 60 characters")]
    [InlineData("[]", "a record is an object")]
    public void Holds_a_record_to_what_was_declared(string record, string rule)
    {
        var refused = Check(granted, "delivery.onTime", record);
        Assert.Equal(rule, refused?.Facts["rule"] ?? "");
    }

    [Theory]
    [InlineData("share:delivery.onTime:purpose=index", "index")]
    [InlineData("share:delivery.onTime", "")]
    [InlineData("share:delivery.onTimes:purpose=index", null)]
    [InlineData("share:delivery:purpose=index", null)]
    [InlineData("read:delivery.onTime:purpose=index", null)]
    public void Needs_a_grant_for_the_dataset(string grant, string? purpose)
    {
        Assert.Equal(purpose, ShareRules.Purpose([grant], "delivery.onTime"));
        Assert.Equal(purpose is null ? Codes.GrantMissing : null, Check([grant], "delivery.onTime", """{"month":"2026-10","onTime":9,"due":10}""")?.Code);
    }

    [Fact]
    public void Lets_nothing_go_that_is_not_declared() =>
        Assert.Equal("dataset machine.utilisation is not in shares", Check(["share:machine.utilisation:purpose=index"], "machine.utilisation", "{}")?.Facts["rule"]);

    [Theory]
    [InlineData("\"fields\": [\"month\", \"onTime\", \"due\"]", "share:delivery.onTime:purpose=index", "")]
    [InlineData("\"fields\": [\"month\", \"onTime\"]", "share:delivery.onTime:purpose=index", "manifest.shareField")]
    [InlineData("\"fields\": [\"month\", \"onTime\", \"due\"]", "share:delivery.onTime", "manifest.permissionNeeded")]
    [InlineData("\"fields\": [\"month\", \"onTime\", \"due\"]", "share:delivery.other:purpose=index", "manifest.permissionNeeded")]
    public void A_manifest_asks_for_what_it_shares(string fields, string scope, string rule)
    {
        var found = ManifestReader.Read(System.Text.Encoding.UTF8.GetBytes(Manifest(fields, scope))).Findings.Select(static one => one.Rule);
        Assert.Equal(rule.Length == 0 ? [] : [rule], found);
    }

    private static Refusal? Check(string[] grants, string dataset, string record) => EffectRules.Check(
        ManifestReader.Read(System.Text.Encoding.UTF8.GetBytes(Manifest("\"fields\": [\"month\", \"onTime\", \"due\"]", granted[0]))).Manifest!,
        new FunctionSpec { Handler = "f" }, grants, [new Effect.Share("s", dataset, record)], 9);

    private static string Manifest(string fields, string scope) => $$"""
        {
          "id": "demo/share-rules", "version": "1.0.0", "name": "app.name", "summary": "app.summary", "sectors": ["auto"], "categories": ["tools"],
          "runtime": { "compatibility": "2026-01-01" }, "functions": { "f": {} },
          "permissions": [{ "scope": "{{scope}}", "purpose": { "zh-CN": "算", "en": "index" } }],
          "shares": [{ "dataset": "delivery.onTime", {{fields}}, "level": "month", "purpose": { "zh-CN": "算", "en": "index" } }],
          "plans": [{ "id": "free", "kind": "free", "price": 0 }], "support": "s@demo.example"
        }
        """;
}

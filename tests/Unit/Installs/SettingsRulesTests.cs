using System.Text;
using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Xunit;

namespace Marketplace.Tests.Unit.Installs;

/// <summary>What a firm may set of an app, and what it is told of what it may not.</summary>
public sealed class SettingsRulesTests
{
    private const string Schema = """
        { "type": "object", "additionalProperties": false, "required": ["percent", "erp"], "properties": {
          "percent": { "type": "integer", "minimum": 150, "maximum": 1000, "default": 150, "title": "set.percent" },
          "shift": { "enum": ["day", "night"], "type": "string" },
          "erp": { "type": "string", "secret": true, "title": "set.erp" },
          "mail": { "type": "object", "additionalProperties": false, "required": ["to", "word"], "properties": { "to": { "type": "string", "maxLength": 20 }, "word": { "type": "string", "secret": true } } },
          "lines": { "type": "array", "items": { "type": "object", "properties": { "key": { "type": "string", "secret": true } }, "required": ["key"] } } } }
        """;

    [Theory]
    [InlineData("""{"percent":150}""")]
    [InlineData("""{ "percent": 1000, "shift": "night" }""")]
    [InlineData("""{"percent":200,"mail":{"to":"a"}}""")]
    [InlineData("""{"percent":200,"lines":[{}]}""")]
    public void Takes_what_fits_without_asking_for_secrets(string settings)
    {
        using var wanted = JsonDocument.Parse(settings);
        using var kept = JsonDocument.Parse(Decide(settings).Must());
        Assert.True(JsonElement.DeepEquals(wanted.RootElement, kept.RootElement));
    }

    [Theory]
    [InlineData("{}", "/percent", "required")]
    [InlineData("""{"percent":149}""", "/percent", "minimum")]
    [InlineData("""{"percent":"150"}""", "/percent", "type")]
    [InlineData("""{"percent":150,"shift":"noon"}""", "/shift", "enum")]
    [InlineData("""{"percent":150,"perzent":1}""", "/perzent", "additionalProperties")]
    [InlineData("""{"percent":150,"erp":"word"}""", "/erp", "secret")]
    [InlineData("""{"percent":150,"mail":{"to":"a","word":"w"}}""", "/mail/word", "secret")]
    [InlineData("""{"percent":150,"percent":160}""", "", "json")]
    [InlineData("""{"percent":150""", "", "json")]
    [InlineData("[]", "", "type")]
    [InlineData("null", "", "type")]
    [InlineData("", "", "json")]
    public void Says_which_field_breaks_which_rule(string settings, string pointer, string rule)
    {
        var no = Decide(settings).Refusal!;
        Assert.Equal((Codes.InputInvalid, pointer, rule), (no.Code, no.Facts["pointer"], no.Facts["rule"]));
        Assert.DoesNotContain("word", no.Facts.GetValueOrDefault("message", ""), StringComparison.Ordinal);
    }

    [Fact]
    public void Has_bounds()
    {
        Assert.Equal(Codes.BodyTooLarge, Decide($$"""{"percent":150,"shift":"{{new string('a', SettingsRules.Bytes)}}"}""").Refusal!.Code);
        Assert.Equal("json", Decide($"{{\"percent\":150,\"lines\":{new string('[', 40)}{new string(']', 40)}}}").Refusal!.Facts["rule"]);
    }

    [Fact]
    public void An_app_without_settings_takes_none()
    {
        Assert.Equal("{}", Encoding.UTF8.GetString(SettingsRules.Decide(default, "{}"u8.ToArray()).Must()));
        var no = SettingsRules.Decide(default, """{"a/b":1}"""u8.ToArray()).Refusal!;
        Assert.Equal(("/a~1b", "none"), (no.Facts["pointer"], no.Facts["rule"]));
        Assert.Empty(SettingsRules.Fields(default));
    }

    [Fact]
    public void A_form_is_told_what_there_is()
    {
        using var schema = JsonDocument.Parse(Schema);
        var fields = SettingsRules.Fields(schema.RootElement);
        Assert.Equal(["percent integer required", "shift string", "erp string required secret", "mail json", "lines json"],
            fields.Select(static f => $"{f.Name} {f.Kind}{(f.IsRequired ? " required" : "")}{(f.IsSecret ? " secret" : "")}"));
        Assert.Equal("150 1000 150 set.percent", $"{fields[0].Bounds["minimum"]} {fields[0].Bounds["maximum"]} {fields[0].Bounds["default"]} {fields[0].Title}");
        Assert.Equal(["day", "night"], fields[1].Choices);
    }

    private static Answer<byte[]> Decide(string settings)
    {
        using var schema = JsonDocument.Parse(Schema);
        return SettingsRules.Decide(schema.RootElement, Encoding.UTF8.GetBytes(settings));
    }
}

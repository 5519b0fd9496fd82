using System.Text.Json;
using Marketplace.Domain.Schemas;

namespace Marketplace.Sandbox.Specs;

/// <summary>The form of a spec file, so that a mistyped key is told with its line instead of being passed over.</summary>
internal static class SpecShape
{
    private const string Given = """
        "given": { "type": "object", "additionalProperties": false, "properties": {
          "now": { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})$" },
          "user": { "type": "object", "additionalProperties": false, "required": ["id"], "properties": { "id": { "type": "string" }, "roles": { "type": "array", "items": { "type": "string" } } } },
          "secondSigner": { "type": "string" }, "settings": { "type": "object" },
          "records": { "type": "object", "additionalProperties": { "type": "array", "items": { "type": "object" } } } } }
        """;

    // What stands under "expect" is looked at word by word later, because there it can be said what there is instead.
    private const string Step = """
        "call": { "type": "object", "additionalProperties": false, "required": ["function"], "properties": { "function": { "type": "string" }, "input": {} } },
        "expect": { "type": "object", "properties": {
          "refused": { "type": "object", "additionalProperties": false, "required": ["code"], "properties": { "code": { "type": "string" }, "facts": { "type": "object" } } },
          "effects": { "type": "array", "items": { "type": "object" } }, "effectsInclude": { "type": "array", "items": { "type": "object" } },
          "bill": { "type": "object", "additionalProperties": { "type": "integer" } } } }
        """;

    private static readonly JsonSchema One = Schema($$"""
        { "type": "object", "additionalProperties": false, "required": ["call", "expect"], "properties": { "name": { "type": "string" }, {{Given}}, {{Step}} } }
        """);

    private static readonly JsonSchema Many = Schema($$"""
        { "type": "object", "additionalProperties": false, "properties": { "name": { "type": "string" }, {{Given}}, "steps": { "type": "array", "minItems": 1,
          "items": { "type": "object", "additionalProperties": false, "required": ["call", "expect"], "properties": { {{Given}}, {{Step}} } } } } }
        """);

    /// <summary>What is wrong with a file as a spec, with its line, or null.</summary>
    public static string? Fault(ReadOnlyMemory<byte> utf8)
    {
        var (root, error) = LocatedReader.Read(utf8);
        if (root is null) return $"line {error!.Line}: {error.Message}";
        var wrong = (root["steps"] is null ? One : Many).Check(root.Element()).FirstOrDefault();
        return wrong is null ? null : $"line {root.At(wrong.Pointer).Line}{(wrong.Pointer.Length > 0 ? $" at {wrong.Pointer}" : "")}: {wrong.Message}";
    }

    private static JsonSchema Schema(string text) => JsonSchema.Parse(JsonElement.Parse(text)).Must();
}

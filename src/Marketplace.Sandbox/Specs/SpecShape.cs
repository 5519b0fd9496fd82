using System.Text.Json;
using Marketplace.Domain.Schemas;

namespace Marketplace.Sandbox.Specs;

/// <summary>The form of a spec file, so that a mistyped key is told with its line instead of being passed over.</summary>
internal static class SpecShape
{
    private const string Given = $$"""
        "given": {{GivenSchema}}
        """;

    private const string GivenSchema = """
        { "type": "object", "additionalProperties": false, "properties": {
          "now": { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})$" },
          "user": { "type": "object", "additionalProperties": false, "required": ["id"], "properties": { "id": { "type": "string" }, "roles": { "type": "array", "items": { "type": "string" } } } },
          "secondSigner": { "type": "string" },
          "http": { "type": "array", "items": { "type": "object", "additionalProperties": false, "required": ["url"], "properties": { "url": { "type": "string" }, "method": { "type": "string" },
            "status": { "type": "integer" }, "headers": { "type": "object" }, "json": {}, "text": { "type": "string" }, "refused": { "type": "string" } } } }, "settings": { "type": "object" },
          "shared": { "type": "array", "items": { "type": ["object", "string"], "additionalProperties": false, "required": ["service", "on", "command"], "properties": { "service": { "type": "string" },
            "on": { "type": "string" }, "command": { "type": "string" }, "by": { "type": "string" }, "roles": { "type": "array", "items": { "type": "string" } }, "input": { "type": "object" } } } },
          "apps": { "type": "array", "items": { "type": "object", "additionalProperties": false, "required": ["call"], "properties": { "call": { "type": "string" }, "input": {}, "result": {}, "refused": { "type": "string" } } } },
          "records": { "type": "object", "additionalProperties": { "type": "array" } } } }
        """;

    // What stands under "expect" is looked at word by word later, because there it can be said what there is instead.
    private const string Step = """
        "call": { "type": "object", "additionalProperties": false, "required": ["function"], "properties": { "function": { "type": "string" }, "input": {} } },
        "expect": { "type": "object", "properties": {
          "refused": { "type": "object", "additionalProperties": false, "required": ["code"], "properties": { "code": { "type": "string" }, "facts": { "type": "object" } } },
          "effects": { "type": "array", "items": { "type": "object" } }, "effectsInclude": { "type": "array", "items": { "type": "object" } },
          "bill": { "type": "object", "additionalProperties": { "type": "integer" } } } }
        """;

    private static readonly JsonSchema GivenAlone = Schema(GivenSchema);

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
        var element = root.Element();
        if (element.ValueKind != JsonValueKind.Array) return Fault(root, element, "");
        return element.GetArrayLength() == 0 ? "line 1: the list holds no spec"
            : element.EnumerateArray().Select((spec, n) => Fault(root, spec, $"/{n}")).FirstOrDefault(static fault => fault is not null);
    }

    /// <summary>What is wrong with a <c>given</c> that stands by itself, or null.</summary>
    public static (string Pointer, string Message)? GivenFault(JsonElement given) =>
        GivenAlone.Check(given).FirstOrDefault() is { } wrong ? (wrong.Pointer, wrong.Message) : null;

    private static string? Fault(Located root, JsonElement spec, string at)
    {
        var wrong = (spec.ValueKind == JsonValueKind.Object && spec.TryGetProperty("steps", out _) ? Many : One).Check(spec).FirstOrDefault();
        if (wrong is null) return null;
        var pointer = at + wrong.Pointer;
        return $"line {root.At(pointer).Line}{(pointer.Length > 0 ? $" at {pointer}" : "")}: {wrong.Message}";
    }

    private static JsonSchema Schema(string text) => JsonSchema.Parse(JsonElement.Parse(text)).Must();
}

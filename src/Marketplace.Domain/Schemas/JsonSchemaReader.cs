using System.Text.Json;
using System.Text.RegularExpressions;

namespace Marketplace.Domain.Schemas;

/// <summary>Turns a schema's JSON into a <see cref="JsonSchema"/>, or says which keyword at which pointer is not of the subset.</summary>
internal static class JsonSchemaReader
{
    private const int Deepest = 24;
    private const int LongestPattern = 200;

    public static Answer<JsonSchema> Read(JsonElement schema)
    {
        try
        {
            return One(schema, "", 0);
        }
        catch (Broken broken)
        {
            return Refusal.Of(Codes.InputInvalid, ("pointer", broken.Pointer), ("rule", broken.Rule), ("message", broken.Message));
        }
    }

    private sealed class Broken(string pointer, string rule, string message) : Exception(message)
    {
        public string Pointer => pointer;
        public string Rule => rule;
    }

    private static JsonSchema One(JsonElement schema, string pointer, int depth)
    {
        if (depth > Deepest) throw new Broken(pointer, "depth", $"A schema is at most {Deepest} levels deep.");
        if (schema.ValueKind != JsonValueKind.Object) throw new Broken(pointer, "type", "A schema is an object.");
        var parts = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in schema.EnumerateObject())
        {
            if (!JsonText.TryRead(member, out var name) || !JsonSchema.Keywords.Contains(name))
                throw new Broken(JsonPointer.Child(pointer, name), "keyword",
                    $"\"{name}\" is not in this host's subset of JSON Schema.{Catalogue.Nearest.DidYouMean(name, JsonSchema.Keywords)}");
            parts[name] = member.Value;
        }
        return new JsonSchema
        {
            Type = TypesOf(parts, pointer),
            Properties = PropertiesOf(parts, pointer, depth),
            Required = parts.TryGetValue("required", out var required) ? Texts(required, JsonPointer.Child(pointer, "required")) : [],
            Additional = AdditionalOf(parts, pointer, depth),
            Items = parts.TryGetValue("items", out var items) ? One(items, JsonPointer.Child(pointer, "items"), depth + 1) : null,
            MinItems = Count(parts, "minItems", pointer),
            MaxItems = Count(parts, "maxItems", pointer),
            Enum = parts.TryGetValue("enum", out var words) ? ListOf(words, JsonPointer.Child(pointer, "enum")) : null,
            Const = parts.TryGetValue("const", out var constant) ? constant.Clone() : null,
            Minimum = Limit(parts, "minimum", pointer),
            Maximum = Limit(parts, "maximum", pointer),
            MinLength = Count(parts, "minLength", pointer),
            MaxLength = Count(parts, "maxLength", pointer),
            Pattern = PatternOf(parts, pointer),
            OneOf = parts.TryGetValue("oneOf", out var choices) ? Choices(choices, JsonPointer.Child(pointer, "oneOf"), depth) : [],
        };
    }

    private static IReadOnlyList<string> TypesOf(Dictionary<string, JsonElement> parts, string pointer)
    {
        if (!parts.TryGetValue("type", out var type)) return [];
        var at = JsonPointer.Child(pointer, "type");
        var words = type.ValueKind == JsonValueKind.String ? [Text(type, at)] : Texts(type, at);
        foreach (var word in words)
            if (!JsonSchema.Types.Contains(word))
                throw new Broken(at, "type", $"\"{word}\" is no type.{Catalogue.Nearest.DidYouMean(word, JsonSchema.Types)}");
        return words;
    }

    private static Dictionary<string, JsonSchema> PropertiesOf(Dictionary<string, JsonElement> parts, string pointer, int depth)
    {
        var map = new Dictionary<string, JsonSchema>(StringComparer.Ordinal);
        if (!parts.TryGetValue("properties", out var properties)) return map;
        var at = JsonPointer.Child(pointer, "properties");
        if (properties.ValueKind != JsonValueKind.Object) throw new Broken(at, "properties", "\"properties\" is an object of schemas.");
        foreach (var member in properties.EnumerateObject())
        {
            if (!JsonText.TryRead(member, out var name)) throw new Broken(at, "text", "A property's name is no valid Unicode.");
            map[name] = One(member.Value, JsonPointer.Child(at, name), depth + 1);
        }
        return map;
    }

    private static JsonSchema? AdditionalOf(Dictionary<string, JsonElement> parts, string pointer, int depth) =>
        !parts.TryGetValue("additionalProperties", out var more) ? null : more.ValueKind switch
        {
            JsonValueKind.True => null,
            JsonValueKind.False => JsonSchema.Nothing,
            _ => One(more, JsonPointer.Child(pointer, "additionalProperties"), depth + 1),
        };

    private static List<JsonSchema> Choices(JsonElement choices, string pointer, int depth)
    {
        var list = ListOf(choices, pointer);
        return [.. list.Select((choice, i) => One(choice, JsonPointer.Child(pointer, i), depth + 1))];
    }

    private static Regex? PatternOf(Dictionary<string, JsonElement> parts, string pointer)
    {
        if (!parts.TryGetValue("pattern", out var value)) return null;
        var at = JsonPointer.Child(pointer, "pattern");
        var pattern = Patterns.Read(Text(value, at));
        return pattern.Ok ? pattern.Value : throw new Broken(at, "pattern", pattern.Refusal!.Facts["message"]);
    }

    private static int? Count(Dictionary<string, JsonElement> parts, string keyword, string pointer) =>
        !parts.TryGetValue(keyword, out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var n) && n >= 0 ? n
        : throw new Broken(JsonPointer.Child(pointer, keyword), keyword, $"\"{keyword}\" is a whole number from 0.");

    private static decimal? Limit(Dictionary<string, JsonElement> parts, string keyword, string pointer) =>
        !parts.TryGetValue(keyword, out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var n) ? n
        : throw new Broken(JsonPointer.Child(pointer, keyword), keyword, $"\"{keyword}\" is a number.");

    private static List<JsonElement> ListOf(JsonElement value, string pointer) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() is > 0 and <= 1000
            ? [.. value.EnumerateArray().Select(v => v.Clone())]
            : throw new Broken(pointer, "type", "A list with 1 to 1,000 entries stands here.");

    private static List<string> Texts(JsonElement value, string pointer) =>
        value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select((v, i) => Text(v, JsonPointer.Child(pointer, i)))]
            : throw new Broken(pointer, "type", "A list of strings stands here.");

    private static string Text(JsonElement value, string pointer) =>
        value.ValueKind == JsonValueKind.String && JsonText.TryRead(value, out var text) ? text
            : throw new Broken(pointer, "type", "A string stands here.");
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Talent;

namespace Marketplace.Web.Talent;

/// <summary>One field of a form, from the schema of a command.</summary>
/// <param name="Name">Its name in the form: <c>site.lat</c> for a part.</param>
/// <param name="Word">What its label is found by.</param>
/// <param name="Type">An input type of HTML.</param>
/// <param name="Required">True when it must be filled.</param>
internal sealed record ShiftField(string Name, string Word, string Type, bool Required);

/// <summary>Forms of shared work, from the schemas of the commands: what is asked, and what was filled in as the command's input. Times are
/// those of the brain's zone; money is filled in in yuan.</summary>
internal static class ShiftForm
{
    private static readonly TalentService service = new();

    /// <summary>The fields of a command; none for one that takes nothing or may go without.</summary>
    public static IReadOnlyList<ShiftField> Fields(string collection, string command)
    {
        if (Schema(collection, command) is not { } schema) return [];
        var required = Required(schema);
        List<ShiftField> fields = [];
        foreach (var one in schema.GetProperty("properties").EnumerateObject())
        {
            var must = required.Contains(one.Name);
            switch (one.Value.GetProperty("type").GetString())
            {
                case "object":
                    foreach (var part in one.Value.GetProperty("properties").EnumerateObject()) fields.Add(new($"{one.Name}.{part.Name}", $"{one.Name}.{part.Name}", Kind(part), must));
                    break;
                case "array" when one.Value.GetProperty("items").TryGetProperty("properties", out var parts):
                    foreach (var part in parts.EnumerateObject()) fields.Add(new($"{one.Name}.{part.Name}", $"{one.Name}.{part.Name}", Kind(part), false));
                    break;
                default:
                    fields.Add(new(one.Name, one.Name, Kind(one), must));
                    break;
            }
        }
        return fields;
    }

    /// <summary>What was filled in, as the command's input.</summary>
    public static string Input(string collection, string command, Func<string, string> filled)
    {
        JsonObject input = [];
        if (Schema(collection, command) is not { } schema) return "{}";
        foreach (var one in schema.GetProperty("properties").EnumerateObject())
        {
            switch (one.Value.GetProperty("type").GetString())
            {
                case "object":
                    input[one.Name] = Parts(one.Name, one.Value.GetProperty("properties"), filled);
                    break;
                case "array" when one.Value.GetProperty("items").TryGetProperty("properties", out var parts):
                    if (Parts(one.Name, parts, filled) is { Count: > 0 } item) input[one.Name] = new JsonArray(item);
                    break;
                case "array":
                    input[one.Name] = new JsonArray([.. filled(one.Name).Split([',', '，', ' ', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(static word => (JsonNode?)JsonValue.Create(word))]);
                    break;
                default:
                    if (Value(one, filled(one.Name)) is { } value) input[one.Name] = value;
                    break;
            }
        }
        return input.ToJsonString();
    }

    private static JsonObject Parts(string name, JsonElement parts, Func<string, string> filled)
    {
        JsonObject made = [];
        foreach (var part in parts.EnumerateObject()) if (Value(part, filled($"{name}.{part.Name}")) is { } value) made[part.Name] = value;
        return made;
    }

    /// <summary>A number that cannot be read goes on as its text: the schema says what is wrong with it.</summary>
    private static JsonNode? Value(JsonProperty property, string text)
    {
        text = text.Trim();
        if (text.Length == 0) return null;
        if (IsMoney(property.Name) && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var yuan) && Math.Abs(yuan) < 1e12m) return JsonValue.Create((long)(yuan * 100));
        var kind = Kind(property);
        if (kind == "number" && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)) return JsonValue.Create(number);
        return JsonValue.Create(kind == "datetime-local" ? $"{text}+08:00" : text);
    }

    private static string Kind(JsonProperty property) => property.Value.GetProperty("type").GetString() switch
    {
        "integer" or "number" => "number",
        "string" when property.Value.TryGetProperty("pattern", out var pattern) && pattern.GetString()!.StartsWith("^[0-9]{4}", StringComparison.Ordinal) => pattern.GetString()!.Contains('T') ? "datetime-local" : "date",
        _ => "text",
    };

    /// <summary>True for money, which is filled in in yuan.</summary>
    public static bool IsMoney(string name) => name.EndsWith("fen", StringComparison.OrdinalIgnoreCase);

    private static HashSet<string> Required(JsonElement schema) => [.. schema.GetProperty("required").EnumerateArray().Select(static one => one.GetString()!)];

    private static JsonElement? Schema(string collection, string command) => ResourceRules.Schema(service, collection, command) is { } text ? JsonElement.Parse(text) : null;
}

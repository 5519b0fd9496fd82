using System.Globalization;
using System.Text.Json;

namespace Marketplace.Domain.Schemas;

/// <summary>One walk of one value against one schema.</summary>
internal sealed class JsonSchemaCheck
{
    private const int MostErrors = 20;
    private const decimal LargestInteger = 9_007_199_254_740_991m;
    private readonly List<SchemaError> _errors = [];

    public IReadOnlyList<SchemaError> Errors => _errors;

    public void Run(JsonSchema schema, JsonElement value, string at)
    {
        if (_errors.Count >= MostErrors) return;
        if (schema == JsonSchema.Nothing)
        {
            Add(at, "additionalProperties", "This property is not in the schema.");
            return;
        }
        if (schema.Type.Count > 0 && !schema.Type.Any(t => Is(t, value)))
        {
            Add(at, "type", $"Expected {string.Join(" or ", schema.Type)}, found {Named(value)}.");
            return;
        }
        if (schema.Enum is { } words && !words.Any(w => JsonText.Same(w, value)))
            Add(at, "enum", $"The value is none of {string.Join(", ", words.Take(12).Select(w => w.GetRawText()))}.");
        if (schema.Const is { } constant && !JsonText.Same(constant, value)) Add(at, "const", $"The value is not {constant.GetRawText()}.");
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Members(schema, value, at);
                break;
            case JsonValueKind.Array:
                Items(schema, value, at);
                break;
            case JsonValueKind.String:
                Text(schema, value, at);
                break;
            case JsonValueKind.Number:
                Number(schema, value, at);
                break;
        }
        if (schema.OneOf.Count > 0) Choice(schema, value, at);
    }

    private void Members(JsonSchema schema, JsonElement value, string at)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            if (!JsonText.TryRead(member, out var name))
            {
                Add(at, "text", "A property's name is no valid Unicode.");
                continue;
            }
            seen.Add(name);
            if (schema.Properties.TryGetValue(name, out var known)) Run(known, member.Value, JsonPointer.Child(at, name));
            else if (schema.Additional is { } more) Run(more, member.Value, JsonPointer.Child(at, name));
        }
        foreach (var name in schema.Required)
            if (!seen.Contains(name)) Add(JsonPointer.Child(at, name), "required", $"\"{name}\" is missing.");
    }

    private void Items(JsonSchema schema, JsonElement value, string at)
    {
        var count = value.GetArrayLength();
        if (count < schema.MinItems) Add(at, "minItems", $"{count} items; at least {schema.MinItems} are needed.");
        if (count > schema.MaxItems) Add(at, "maxItems", $"{count} items; at most {schema.MaxItems} are allowed.");
        if (schema.Items is not { } each) return;
        var i = 0;
        foreach (var item in value.EnumerateArray()) Run(each, item, JsonPointer.Child(at, i++));
    }

    private void Text(JsonSchema schema, JsonElement value, string at)
    {
        if (schema.Type.Count == 0 && schema is { MinLength: null, MaxLength: null, Pattern: null }) return;
        if (!JsonText.TryRead(value, out var text))
        {
            Add(at, "text", "The text is no valid Unicode.");
            return;
        }
        if (schema.MinLength is not null || schema.MaxLength is not null)
        {
            var length = text.EnumerateRunes().Count();
            if (length < schema.MinLength) Add(at, "minLength", $"{length} characters; at least {schema.MinLength} are needed.");
            if (length > schema.MaxLength) Add(at, "maxLength", $"{length} characters; at most {schema.MaxLength} are allowed.");
        }
        if (schema.Pattern is { } pattern && !pattern.IsMatch(text)) Add(at, "pattern", $"The text does not match {pattern}.");
    }

    private void Number(JsonSchema schema, JsonElement value, string at)
    {
        if (schema.Minimum is { } low && Compare(value, low) < 0)
            Add(at, "minimum", $"The number is below {low.ToString(CultureInfo.InvariantCulture)}.");
        if (schema.Maximum is { } high && Compare(value, high) > 0)
            Add(at, "maximum", $"The number is above {high.ToString(CultureInfo.InvariantCulture)}.");
    }

    private void Choice(JsonSchema schema, JsonElement value, string at)
    {
        var matches = schema.OneOf.Count(choice => choice.Check(value).Count == 0);
        if (matches != 1) Add(at, "oneOf", $"The value fits {matches} of the {schema.OneOf.Count} choices; exactly one must fit.");
    }

    private static bool Is(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && IsInteger(value),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind == JsonValueKind.Null,
    };

    // Crossing form of an integer: a whole number within 2^53 - 1, whatever its spelling (1, 1.0, 1e0).
    // Tiny fractions round to a whole decimal, so the double must agree.
    private static bool IsInteger(JsonElement value) =>
        value.TryGetDecimal(out var n) && decimal.Truncate(n) == n && decimal.Abs(n) <= LargestInteger
        && value.GetDouble() == (double)n;

    private static int Compare(JsonElement value, decimal limit) =>
        value.TryGetDecimal(out var n) ? n.CompareTo(limit) : value.GetDouble().CompareTo((double)limit);

    private static string Named(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        var kind => kind.ToString().ToLowerInvariant(),
    };

    private void Add(string pointer, string rule, string message)
    {
        if (_errors.Count < MostErrors) _errors.Add(new(pointer, rule, message));
    }
}

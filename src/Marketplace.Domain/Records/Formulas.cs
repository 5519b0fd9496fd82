using System.Runtime.CompilerServices;
using System.Text.Json;
using Marketplace.Domain.Expressions;

namespace Marketplace.Domain.Records;

/// <summary>Fields that are computed when a record is written, from its stored fields. A number is rounded to the digits of its
/// field; a formula that comes to no value of its field's type refuses the write.</summary>
internal static class Formulas
{
    private static readonly ConditionalWeakTable<Field, Expression> Parsed = [];
    private static readonly JsonElement Yes = JsonElement.Parse("true"u8), No = JsonElement.Parse("false"u8);

    /// <summary>Whether any field of the entity is computed.</summary>
    public static bool Has(Entity entity) => entity.Fields.Values.Any(static field => field.Formula.Length > 0);

    /// <summary>The values by field, or the field whose formula failed.</summary>
    public static (Dictionary<string, JsonElement> Values, Field? Failed) Of(Entity entity, JsonElement body)
    {
        Dictionary<string, JsonElement> values = new(StringComparer.Ordinal);
        HashSet<string> decimals = [.. entity.Fields.Values.Where(static field => field.Type == FieldType.Decimal).Select(static field => field.Name)];
        foreach (var field in entity.Fields.Values.Where(static field => field.Formula.Length > 0))
        {
            var value = Parsed.GetValue(field, static f => Expression.Parse(f.Formula).Must()).Evaluate(body, decimals);
            if (value.Kind is ExpressionKind.Refused or ExpressionKind.Json) return (values, field);
            if (value.Kind != ExpressionKind.Null) values[field.Name] = Crossing(field, value);
        }
        return (values, null);
    }

    private static JsonElement Crossing(Field field, ExpressionValue value) => value.Kind switch
    {
        ExpressionKind.Boolean => value.Boolean ? Yes : No,
        ExpressionKind.Number when field.Type == FieldType.Decimal => Words(Exact.Text(Exact.Round(value.Number, field.Scale))),
        ExpressionKind.Number => JsonElement.Parse(Exact.Text(Exact.Round(value.Number, 0))),
        _ => Words(value.Text),
    };

    private static JsonElement Words(string text) => JsonElement.Parse($"\"{JsonEncodedText.Encode(text)}\"");
}

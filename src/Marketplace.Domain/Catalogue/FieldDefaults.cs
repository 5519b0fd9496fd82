using System.Globalization;
using System.Text.Json;
using Marketplace.Domain.Records;

namespace Marketplace.Domain.Catalogue;

/// <summary>Whether a manifest's default or limit is written in the crossing form of its field type. Records are checked
/// again, in full, when they are written.</summary>
internal static class FieldDefaults
{
    private const long Largest = 9_007_199_254_740_991;

    /// <summary>What is wrong with the default, or null.</summary>
    public static string? Fault(Field field)
    {
        var value = field.Default;
        var fits = field.Type switch
        {
            FieldType.Text or FieldType.LongText => value.ValueKind == JsonValueKind.String,
            FieldType.Choice => value.ValueKind == JsonValueKind.String && field.Enum.Contains(value.GetString()!),
            FieldType.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            FieldType.Integer or FieldType.Money or FieldType.Duration =>
                value.ValueKind == JsonValueKind.Number && IsLimit(field.Type, value.GetRawText()),
            FieldType.Decimal or FieldType.Date or FieldType.DateTime =>
                value.ValueKind == JsonValueKind.String && IsLimit(field.Type, value.GetString()!),
            FieldType.Json => true,
            _ => false,
        };
        return fits ? null : field.Type == FieldType.Choice ? "is not one of its choices"
            : $"is no {field.Type.ToString().ToLowerInvariant()}";
    }

    /// <summary>Whether a text is a value of a type that has an order.</summary>
    public static bool IsLimit(FieldType type, string text) => type switch
    {
        FieldType.Integer or FieldType.Money or FieldType.Duration =>
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) && Math.Abs(n) <= Largest,
        FieldType.Decimal =>
            decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _),
        FieldType.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        _ => DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
    };
}

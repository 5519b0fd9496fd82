using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Marketplace.Domain.Records;

/// <summary>The crossing forms of the app format: what a value of each field type looks like in JavaScript, HTTP and specs, and
/// the comparable value behind it. Every method answers with the name of the broken rule, or an empty string.</summary>
public static partial class Forms
{
    /// <summary>The largest integer that survives JavaScript.</summary>
    public const long LargestInteger = 9_007_199_254_740_991;

    /// <summary>Decimals are compared and stored at six digits.</summary>
    public const int DecimalDigits = 6;

    /// <summary>Lengths in Unicode scalar values where the manifest says nothing. An indexed text is shorter, because a key of
    /// either engine must fit a page.</summary>
    public const int TextLength = 1_000, LongTextLength = 100_000, IndexedLength = 200;

    /// <summary>How deep a json field may nest: a list of records inside an answer must stay readable by any parser.</summary>
    public const int JsonDepth = 32;

    /// <summary>Reads a value that is not null.</summary>
    public static string Read(Field field, JsonElement value, out Cell cell)
    {
        cell = Cell.Nothing;
        switch (field.Type)
        {
            case FieldType.Text or FieldType.LongText or FieldType.Reference or FieldType.Choice:
                return Text(value, out cell);
            case FieldType.Integer or FieldType.Money or FieldType.Duration:
                return Integer(value, out cell);
            case FieldType.Decimal:
                return value.ValueKind == JsonValueKind.String ? Decimal(Words(value), field.Scale, out cell) : "type";
            case FieldType.Boolean:
                if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) return "type";
                cell = Cell.Of(value.ValueKind == JsonValueKind.True ? 1 : 0);
                return "";
            case FieldType.Date or FieldType.DateTime:
                return value.ValueKind == JsonValueKind.String ? Time(field.Type, Words(value), out cell) : "type";
            case FieldType.Attachment:
                return Attachment(value);
            default:
                return JsonText.Depth(JsonMarshal.GetRawUtf8Value(value)) > JsonDepth ? "depth" : "";
        }
    }

    /// <summary>Reads a value to compare with, for which the field's scale is no limit; throws on what <see cref="QueryReader"/> would refuse.</summary>
    public static Cell Operand(Field field, JsonElement value) =>
        Predicates.Operand(field, value, out var cell).Length == 0 ? cell : throw new ArgumentException($"Not a value of {field.Name}.", nameof(value));

    /// <summary>Reads a bound of the manifest (<c>min</c>, <c>max</c>) in the field's own form.</summary>
    public static bool Bound(Field field, string? words, out Cell cell)
    {
        cell = Cell.Nothing;
        if (words is null) return false;
        switch (field.Type)
        {
            case FieldType.Decimal:
                return Decimal(words, DecimalDigits, out cell).Length == 0;
            case FieldType.Date or FieldType.DateTime:
                return Time(field.Type, words, out cell).Length == 0;
            case FieldType.Integer or FieldType.Money or FieldType.Duration:
                if (!long.TryParse(words, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return false;
                cell = Cell.Of(number);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Writes a value that <see cref="Read"/> accepted, in its canonical form.</summary>
    public static void Write(Utf8JsonWriter writer, Field field, JsonElement value, Cell cell)
    {
        switch (field.Type)
        {
            case FieldType.Json or FieldType.Attachment:
                writer.WriteRawValue(JsonText.Minified(JsonMarshal.GetRawUtf8Value(value)), skipInputValidation: true);
                break;
            default:
                WriteCell(writer, field, cell);
                break;
        }
    }

    /// <summary>Writes a comparable value in the field's crossing form.</summary>
    public static void WriteCell(Utf8JsonWriter writer, Field field, Cell cell)
    {
        if (!cell.IsPresent) writer.WriteNullValue();
        else if (cell.Text is { } text) writer.WriteStringValue(text);
        else switch (field.Type)
            {
                case FieldType.Boolean: writer.WriteBooleanValue(cell.Number != 0); break;
                case FieldType.Decimal: writer.WriteStringValue(DecimalText(cell.Number, field.Scale)); break;
                case FieldType.Date: writer.WriteStringValue(DateOnly.FromDayNumber((int)cell.Number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
                case FieldType.DateTime: writer.WriteStringValue(TimeText(DateTimeOffset.FromUnixTimeMilliseconds(cell.Number))); break;
                default: writer.WriteNumberValue(cell.Number); break;
            }
    }

    /// <summary>A decimal of six digits as a string of <paramref name="scale"/> digits after the point.</summary>
    public static string DecimalText(long micro, int scale)
    {
        var value = new decimal(micro) / 1_000_000m;
        return value.ToString(scale == 0 ? "0" : "0." + new string('0', scale), CultureInfo.InvariantCulture);
    }

    /// <summary>The one datetime form: UTC, milliseconds, <c>Z</c>.</summary>
    public static string TimeText(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Text(JsonElement value, out Cell cell)
    {
        cell = Cell.Nothing;
        if (value.ValueKind != JsonValueKind.String) return "type";
        if (!JsonText.TryRead(value, out var text)) return "surrogate";
        if (text.Contains('\0')) return "nul";
        cell = Cell.Of(text);
        return "";
    }

    private static string Integer(JsonElement value, out Cell cell)
    {
        cell = Cell.Nothing;
        if (value.ValueKind != JsonValueKind.Number) return "type";
        if (!value.TryGetInt64(out var number)) return value.TryGetDouble(out var real) && double.IsInteger(real) ? "range" : "type";
        if (number is > LargestInteger or < -LargestInteger) return "range";
        cell = Cell.Of(number);
        return "";
    }

    private static string Decimal(string text, int scale, out Cell cell)
    {
        cell = Cell.Nothing;
        if (!DecimalForm().IsMatch(text)) return "form";
        var point = text.IndexOf('.');
        if (point >= 0 && text.Length - point - 1 > scale) return "scale";
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number is > 9_000_000_000_000m or < -9_000_000_000_000m) return "range";
        cell = Cell.Of((long)(number * 1_000_000m));
        return "";
    }

    private static string Time(FieldType type, string text, out Cell cell)
    {
        cell = Cell.Nothing;
        if (type == FieldType.Date)
        {
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return "form";
            cell = Cell.Of(day.DayNumber);
            return "";
        }
        if (!DateTime.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)) return "form";
        cell = Cell.Of(new DateTimeOffset(time).ToUnixTimeMilliseconds());
        return "";
    }

    private static readonly string[] TimeForms =
        ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.f'Z'", "yyyy-MM-dd'T'HH:mm:ss.ff'Z'", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"];

    private static string Attachment(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) return "type";
        var seen = 0;
        foreach (var part in value.EnumerateObject())
        {
            var bit = part.NameEquals("id"u8) ? 1 : part.NameEquals("name"u8) ? 2 : part.NameEquals("type"u8) ? 4
                : part.NameEquals("size"u8) ? 8 : part.NameEquals("sha256"u8) ? 16 : 0;
            if (bit == 0) return "unknown";
            if ((seen & bit) != 0) return "duplicate";
            seen |= bit;
            var rule = bit == 8 ? Integer(part.Value, out _) : Text(part.Value, out _);
            if (rule.Length > 0) return rule;
        }
        return seen == 31 ? "" : "form";
    }

    private static string Words(JsonElement value) => JsonText.TryRead(value, out var text) ? text : "";

    [GeneratedRegex(@"^-?(0|[1-9][0-9]{0,12})(\.[0-9]{1,18})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalForm();
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Marketplace.Domain.Records;

namespace Marketplace.Domain.Imports;

/// <summary>A field's value as people write it in a sheet, and the crossing form behind it. Numbers go digit by digit and never through
/// a double; amounts of money are in yuan; times without a zone are the firm's.</summary>
public static partial class CellText
{
    /// <summary>How a cell begins that holds a spreadsheet's error value; the rest is the error.</summary>
    public const string Broken = "\0#";

    private const int MoneyDigits = 6;

    /// <summary>Writes the value of a cell that is not empty, or answers the rule that it breaks and writes nothing.</summary>
    public static string Write(Utf8JsonWriter writer, Field field, string cell, TimeZoneInfo zone)
    {
        if (cell.StartsWith(Broken, StringComparison.Ordinal)) return "cell";
        switch (field.Type)
        {
            case FieldType.Text or FieldType.LongText or FieldType.Reference:
                return Said(writer, SheetText.Unguarded(cell));
            case FieldType.Choice:
                return Said(writer, SheetText.Unguarded(cell.Trim()));
            case FieldType.Integer:
                if (Number(cell) is not { } whole || Scaled(whole, 0) is not { } count) return "integer";
                return Counted(writer, count);
            case FieldType.Decimal:
                if (Number(cell) is not { } exact) return "decimal";
                if (Scaled(exact, field.Scale) is null) return "scale";
                writer.WriteStringValue(Shortened(exact, field.Scale));
                return "";
            case FieldType.Money:
                if (Number(cell.Trim().TrimStart('¥', '￥')) is not { } yuan || Scaled(yuan, MoneyDigits) is not { } micro) return "money";
                return Counted(writer, micro);
            case FieldType.Boolean:
                if (YesOrNo(Plain(cell)) is not { } yes) return "boolean";
                writer.WriteBooleanValue(yes);
                return "";
            case FieldType.Duration:
                if (Span(Plain(cell)) is not { } span) return "duration";
                return Counted(writer, span);
            case FieldType.Date:
                if (Moment(Plain(cell)) is not { Rest: 0, Offset: null } day) return "date";
                writer.WriteStringValue(day.Local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                return "";
            case FieldType.DateTime:
                if (Moment(Plain(cell)) is not { } moment || Utc(moment, zone) is not { } time) return "datetime";
                writer.WriteStringValue(Forms.TimeText(time));
                return "";
            default:
                return Raw(writer, cell) ? "" : field.Type == FieldType.Attachment ? "attachment" : "json";
        }
    }

    /// <summary>The cell of a value in its crossing form: what <see cref="Write"/> reads back as the same value.</summary>
    public static string Of(Field field, JsonElement value, TimeZoneInfo zone) => field.Type switch
    {
        FieldType.Text or FieldType.LongText or FieldType.Reference or FieldType.Choice => SheetText.Guarded(value.GetString()!),
        FieldType.Decimal or FieldType.Date => value.GetString()!,
        FieldType.Money => Yuan(value.GetInt64()),
        FieldType.DateTime => Local(value.GetString()!, zone),
        _ => value.GetRawText(),
    };

    /// <summary>An amount of micro-yuan in yuan, two decimals at least.</summary>
    public static string Yuan(long micro) => (micro / 1_000_000m).ToString("0.00####", CultureInfo.InvariantCulture);

    private static string Said(Utf8JsonWriter writer, string text)
    {
        if (text.Contains('\0')) return "text";
        for (var i = 0; i < text.Length; i++)
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i]))) return "text";
        writer.WriteStringValue(text);
        return "";
    }

    private static string Counted(Utf8JsonWriter writer, long number)
    {
        if (number is > Forms.LargestInteger or < -Forms.LargestInteger) return "range";
        writer.WriteNumberValue(number);
        return "";
    }

    private static bool Raw(Utf8JsonWriter writer, string cell)
    {
        try
        {
            using var parsed = JsonDocument.Parse(cell);
            writer.WriteRawValue(cell.Trim(), skipInputValidation: true);
            return true;
        }
        catch (Exception unfit) when (unfit is JsonException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>A number as sign, digits and decimals, without grouping, plus sign and leading zeros; null for anything else.</summary>
    private static string? Number(string cell)
    {
        var match = NumberForm().Match(Plain(cell));
        if (!match.Success) return null;
        var whole = match.Groups["whole"].Value.Replace(",", "", StringComparison.Ordinal).TrimStart('0');
        var part = match.Groups["part"].Value;
        return (match.Groups["sign"].Value == "-" ? "-" : "") + (whole.Length == 0 ? "0" : whole) + (part.Length > 0 ? "." + part : "");
    }

    /// <summary>The number times ten to the <paramref name="digits"/>; null when it has more decimals, or more digits than fit.</summary>
    private static long? Scaled(string number, int digits)
    {
        var point = number.IndexOf('.', StringComparison.Ordinal);
        var part = point < 0 ? "" : number[(point + 1)..].TrimEnd('0');
        if (part.Length > digits) return null;
        var all = (point < 0 ? number : number[..point]) + part.PadRight(digits, '0');
        return long.TryParse(all, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var scaled) ? scaled : all.Length > 18 && digits == 0 ? long.MaxValue : null;
    }

    private static string Shortened(string number, int scale)
    {
        var point = number.IndexOf('.', StringComparison.Ordinal);
        if (point < 0) return Signless(number);
        var part = number[(point + 1)..].TrimEnd('0');
        return Signless(part.Length == 0 ? number[..point] : $"{number[..point]}.{part}");
    }

    private static string Signless(string number) => number == "-0" ? "0" : number;

    private static bool? YesOrNo(string cell) => cell.ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "Y" or "1" or "是" or "真" or "√" or "有" => true,
        "FALSE" or "NO" or "N" or "0" or "否" or "假" or "×" or "无" => false,
        _ => null,
    };

    private static long? Span(string cell)
    {
        if (long.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)) return milliseconds;
        var match = SpanForm().Match(cell);
        if (!match.Success) return null;
        long Part(string name) => match.Groups[name].Success ? long.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture) : 0;
        var fraction = match.Groups["ms"].Success ? long.Parse(match.Groups["ms"].Value.PadRight(3, '0'), CultureInfo.InvariantCulture) : 0;
        return ((Part("h") * 60 + Part("m")) * 60 + Part("s")) * 1000 + fraction;
    }

    /// <summary>A moment as it is written: <paramref name="Rest"/> is the milliseconds after midnight.</summary>
    private readonly record struct Written(DateTime Local, int Rest, TimeSpan? Offset);

    private static Written? Moment(string cell)
    {
        var match = MomentForm().Match(cell);
        if (!match.Success) match = DigitsForm().Match(cell);
        if (!match.Success) return null;
        int Part(string name) => match.Groups[name].Success ? int.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture) : 0;
        var (year, month, day) = (Part("y"), Part("mo"), Part("d"));
        var (hour, minute, second) = (Part("h"), Part("mi"), Part("s"));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return null;
        var ms = match.Groups["ms"].Success ? int.Parse(match.Groups["ms"].Value.PadRight(3, '0'), CultureInfo.InvariantCulture) : 0;
        var rest = ((hour * 60 + minute) * 60 + second) * 1000 + ms;
        return new Written(new DateTime(year, month, day).AddMilliseconds(rest), rest, Offset(match.Groups["z"].Value));
    }

    private static TimeSpan? Offset(string zone)
    {
        if (zone.Length == 0) return null;
        if (zone is "Z" or "z") return TimeSpan.Zero;
        var digits = zone[1..].Replace(":", "", StringComparison.Ordinal);
        var span = new TimeSpan(int.Parse(digits.AsSpan(0, 2), CultureInfo.InvariantCulture), int.Parse(digits.AsSpan(2), CultureInfo.InvariantCulture), 0);
        return zone[0] == '-' ? -span : span;
    }

    private static DateTimeOffset? Utc(Written moment, TimeZoneInfo zone)
    {
        // An hour that a clock change left out never was.
        if (moment.Offset is null && zone.IsInvalidTime(moment.Local)) return null;
        var ticks = moment.Local.Ticks - (moment.Offset ?? zone.GetUtcOffset(moment.Local)).Ticks;
        return ticks < 0 || ticks > DateTime.MaxValue.Ticks ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    private static string Local(string utc, TimeZoneInfo zone)
    {
        var time = DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        DateTime local;
        try
        {
            local = TimeZoneInfo.ConvertTime(time, zone).DateTime;
        }
        catch (ArgumentOutOfRangeException)
        {
            // The first and last hours of the calendar have no local time.
            return utc;
        }
        // Of an hour that a clock change repeated, local time does not say which it was.
        return zone.IsAmbiguousTime(local) || local.Year != time.Year && local.Year is 1 or 9999 ? utc
            : local.ToString(local.Millisecond > 0 ? "yyyy-MM-dd HH:mm:ss.fff" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>Without spaces around it, full-width digits, letters and signs as their narrow ones.</summary>
    private static string Plain(string cell)
    {
        var text = cell.AsSpan().Trim();
        if (!text.ContainsAnyInRange('\uFF01', '\uFF5E')) return text.ToString();
        var plain = new StringBuilder(text.Length);
        foreach (var c in text) plain.Append(c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c);
        return plain.ToString();
    }

    [GeneratedRegex(@"^(?<sign>[+-]?)(?<whole>[0-9]{1,3}(,[0-9]{3})+|[0-9]{1,30})(\.(?<part>[0-9]{0,30}))?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NumberForm();

    [GeneratedRegex(@"^(?<h>[0-9]{1,6}):(?<m>[0-5][0-9])(:(?<s>[0-5][0-9])(\.(?<ms>[0-9]{1,3}))?)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex SpanForm();

    [GeneratedRegex(@"^(?<y>[0-9]{4})([-/.年])(?<mo>[0-9]{1,2})([-/.月])(?<d>[0-9]{1,2})日?(([T ]|\s+)?(?<h>[0-9]{1,2})[:时点](?<mi>[0-9]{1,2})分?(:?(?<s>[0-9]{1,2})秒?(\.(?<ms>[0-9]{1,3}))?)?(?<z>Z|z|[+-][0-9]{2}:?[0-9]{2})?)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex MomentForm();

    [GeneratedRegex(@"^(?<y>[0-9]{4})(?<mo>[0-9]{2})(?<d>[0-9]{2})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DigitsForm();
}

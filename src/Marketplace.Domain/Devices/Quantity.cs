using System.Globalization;
using System.Numerics;
using System.Text;

namespace Marketplace.Domain.Devices;

/// <summary>Numbers of devices, exact: at most 12 digits before the point and 9 after it, so that sums of up to 10⁷ of them are exact too, in
/// whatever order.</summary>
public static class Quantity
{
    private const int Whole = 12, Fraction = 9;

    /// <summary>The number that a reading's JSON is: a JSON number, or a text that holds one (<c>"12.50"</c>); null for anything else and for what
    /// has more digits than are kept.</summary>
    public static decimal? Read(ReadOnlySpan<byte> json)
    {
        if (json.Length >= 2 && json[0] == '"' && json[^1] == '"') json = json[1..^1];
        if (json.Length is 0 or > 40) return null;
        var at = json[0] == '-' ? 1 : 0;
        var digits = new StringBuilder();
        var point = -1;
        for (; at < json.Length && json[at] is (>= (byte)'0' and <= (byte)'9') or (byte)'.'; at++)
        {
            if (json[at] != '.') digits.Append((char)json[at]);
            else if (point >= 0 || digits.Length == 0) return null;
            else point = digits.Length;
        }
        if (digits.Length == 0 || point == digits.Length) return null;
        if (point < 0) point = digits.Length;
        if (at < json.Length)
        {
            if (json[at] is not ((byte)'e' or (byte)'E')
                || !int.TryParse(json[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) || Math.Abs(exponent) > 40) return null;
            point += exponent;
        }
        return Of(digits.ToString(), point, json[0] == '-');
    }

    /// <summary>The number as text, without needless zeros.</summary>
    public static string Text(decimal value) => value == 0 ? "0" : value.ToString("0.#########", CultureInfo.InvariantCulture);

    /// <summary>A sum over a count, rounded half away from zero to nine places.</summary>
    public static decimal Mean(decimal sum, long count)
    {
        var scaled = new BigInteger(sum * 1_000_000_000m);
        var twice = ((2 * BigInteger.Abs(scaled)) + count) / (2 * count);
        return (decimal)twice * sum.CompareTo(0m) / 1_000_000_000m;
    }

    /// <summary>The digits with the point before the digit at <paramref name="point"/>, which may lie outside them.</summary>
    private static decimal? Of(string digits, int point, bool isNegative)
    {
        var leading = digits.Length - digits.TrimStart('0').Length;
        var kept = digits.Trim('0');
        if (kept.Length == 0) return 0m;
        point -= leading;
        if (point > Whole || kept.Length - point > Fraction) return null;
        var value = decimal.Parse(kept, NumberStyles.None, CultureInfo.InvariantCulture);
        for (var power = point - kept.Length; power > 0; power--) value *= 10m;
        for (var power = point - kept.Length; power < 0; power++) value /= 10m;
        return isNegative ? -value : value;
    }
}

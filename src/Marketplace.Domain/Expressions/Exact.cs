using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Marketplace.Domain.Expressions;

/// <summary>The arithmetic of expressions: decimals with 12 places, rounded half away from zero, below 10^15 in size. Small enough
/// to be exact in <see cref="decimal"/>, and simple enough that the browser's twin comes to the same digits.</summary>
internal static class Exact
{
    public const int Places = 12;
    private const decimal Size = 1_000_000_000_000_000m;
    private static readonly BigInteger Unit = BigInteger.Pow(10, Places);
    private static readonly BigInteger Bound = BigInteger.Pow(10, 27);

    /// <summary>The product, or null when it is too large.</summary>
    public static decimal? Times(decimal left, decimal right) => Back(Divide(Fixed(left) * Fixed(right), Unit));

    /// <summary>The quotient, or null when it is too large; the divisor is not zero.</summary>
    public static decimal? Over(decimal left, decimal right) => Back(Divide(Fixed(left) * Unit, Fixed(right)));

    /// <summary>The number itself, or null when it is too large.</summary>
    public static decimal? Within(decimal number) => decimal.Abs(number) < Size ? number : null;

    /// <summary>Rounds half away from zero.</summary>
    public static decimal Round(decimal number, int places) => decimal.Round(number, places, MidpointRounding.AwayFromZero);

    /// <summary>A number in plain decimal form (<c>-12.50</c>): at most 15 digits, 12 after the point, no exponent; otherwise null.</summary>
    public static decimal? FromText(string text)
    {
        var digits = text.StartsWith('-') ? text.AsSpan(1) : text;
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var rest = point < 0 ? [] : digits[(point + 1)..];
        if (whole.Length is 0 or > 15 || rest.Length > Places || (point >= 0 && rest.Length == 0)) return null;
        if (whole.IndexOfAnyExceptInRange('0', '9') >= 0 || rest.IndexOfAnyExceptInRange('0', '9') >= 0) return null;
        return decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
    }

    /// <summary>A JSON number, rounded to 12 places, or null when it is too large.</summary>
    public static decimal? FromJson(JsonElement number)
    {
        if (number.TryGetDecimal(out var n)) return Within(Round(n, Places));
        return Math.Abs(number.GetDouble()) < 1e-13 ? 0m : null;
    }

    /// <summary>Without needless zeros.</summary>
    public static string Text(decimal number)
    {
        var text = number.ToString("0.############", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }

    // In two halves: the whole times 10^12 would not fit a decimal.
    private static BigInteger Fixed(decimal number)
    {
        var whole = decimal.Truncate(number);
        return (new BigInteger(whole) * Unit) + new BigInteger((number - whole) * 1_000_000_000_000m);
    }

    private static BigInteger Divide(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(BigInteger.Abs(dividend), BigInteger.Abs(divisor), out var rest);
        if (rest * 2 >= BigInteger.Abs(divisor)) quotient += 1;
        return dividend.Sign * divisor.Sign < 0 ? -quotient : quotient;
    }

    private static decimal? Back(BigInteger number)
    {
        if (BigInteger.Abs(number) >= Bound) return null;
        var whole = BigInteger.DivRem(number, Unit, out var rest);
        return (decimal)whole + ((decimal)rest / 1_000_000_000_000m);
    }
}

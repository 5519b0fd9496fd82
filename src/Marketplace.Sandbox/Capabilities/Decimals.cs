using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Runtime;
using Marketplace.Sandbox.Engines;

namespace Marketplace.Sandbox.Capabilities;

/// <summary><c>ctx.decimal</c>: exact arithmetic on decimal texts, up to 28 digits. Rounding is commercial: halves go away from zero.</summary>
internal static class Decimals
{
    private const int QuotientScale = 6;
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    public static readonly Capability Decimal = new("Decimals", "Exact decimal arithmetic on texts such as \"12.50\"; whole numbers may be given as numbers.",
        new HostFunction("add", HostKind.Local, "a: Decimal, b: Decimal", "string", "a + b.", (s, a) => Of(s, a, decimal.Add)),
        new HostFunction("sub", HostKind.Local, "a: Decimal, b: Decimal", "string", "a - b.", (s, a) => Of(s, a, decimal.Subtract)),
        new HostFunction("mul", HostKind.Local, "a: Decimal, b: Decimal", "string", "a * b.", (s, a) => Of(s, a, decimal.Multiply)),
        new HostFunction("div", HostKind.Local, "a: Decimal, b: Decimal, scale?: number", "string", "a / b, rounded to `scale` digits (6 when not said).",
            (s, a) => Of(s, a, (x, y) => decimal.Round(decimal.Divide(x, y), Scale(s, a, 2, QuotientScale), MidpointRounding.AwayFromZero))),
        new HostFunction("cmp", HostKind.Local, "a: Decimal, b: Decimal", "number", "-1, 0 or 1.",
            (s, a) => JsNumber.Create(Number(s, a, 0).CompareTo(Number(s, a, 1)))),
        new HostFunction("abs", HostKind.Local, "a: Decimal", "string", "The size without the sign.", (s, a) => Text(Math.Abs(Number(s, a, 0)))),
        new HostFunction("round", HostKind.Local, "a: Decimal, scale?: number", "string", "Rounded to `scale` digits (0 when not said).",
            (s, a) => Text(decimal.Round(Number(s, a, 0), Scale(s, a, 1, 0), MidpointRounding.AwayFromZero))),
        new HostFunction("isValid", HostKind.Local, "a: unknown", "boolean", "Whether this is a decimal text or a whole number.",
            (s, a) => Read(a.At(0)) is null ? JsBoolean.False : JsBoolean.True));

    private static JsValue Of(HostScope scope, JsValue[] args, Func<decimal, decimal, decimal> work)
    {
        try
        {
            return Text(work(Number(scope, args, 0), Number(scope, args, 1)));
        }
        catch (DivideByZeroException)
        {
            throw ScriptErrors.Range(scope.Run.Engine, "Division by zero");
        }
        catch (OverflowException)
        {
            throw ScriptErrors.Range(scope.Run.Engine, "More than 28 digits");
        }
    }

    private static decimal Number(HostScope scope, JsValue[] args, int index) =>
        Read(args.At(index)) ?? throw ScriptErrors.Type(scope.Run.Engine, "A decimal is a text such as \"12.50\" or a whole number");

    private static decimal? Read(JsValue value)
    {
        if (value.IsNumber() && value.AsNumber() is var n && n == Math.Floor(n) && Math.Abs(n) <= 9_007_199_254_740_991) return (decimal)n;
        return value.IsString() && value.ToString() is { Length: > 0 and <= 40 } text
            && decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out var read) ? read : null;
    }

    private static JsValue Text(decimal value) => new JsString(value.ToString(CultureInfo.InvariantCulture));

    private static int Scale(HostScope scope, JsValue[] args, int index, int otherwise)
    {
        if (args.At(index).IsUndefined()) return otherwise;
        var scale = args.At(index).IsNumber() ? args.At(index).AsNumber() : -1;
        return scale is >= 0 and <= 28 && scale == Math.Floor(scale) ? (int)scale : throw ScriptErrors.Range(scope.Run.Engine, "A scale is 0 to 28");
    }
}

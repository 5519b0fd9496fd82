using Jint;
using Jint.Native;
using Jint.Runtime;

namespace Marketplace.Sandbox.Capabilities;

/// <summary><c>ctx.code</c>: the codes of the trade, checked and taken apart natively.</summary>
internal static class TradeCodes
{
    private const string CreditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static readonly int[] CreditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    public static readonly Capability Code = new("Codes", "GS1 and Chinese trade codes.",
        new HostFunction("gs1CheckDigit", HostKind.Local, "digits: string", "string | null", "The GS1 check digit of the digits before it, or null when they are not digits.",
            (s, a) => CheckDigit(a.Text(0, s, "digits")) is { } digit ? new JsString(digit) : JsValue.Null),
        new HostFunction("isGtin", HostKind.Local, "code: string", "boolean", "Whether this is a GTIN of 8, 12, 13 or 14 digits with a valid check digit.",
            (s, a) => IsChecked(a.Text(0, s, "code"), 8, 12, 13, 14) ? JsBoolean.True : JsBoolean.False),
        new HostFunction("isSscc", HostKind.Local, "code: string", "boolean", "Whether this is an SSCC of 18 digits with a valid check digit.",
            (s, a) => IsChecked(a.Text(0, s, "code"), 18) ? JsBoolean.True : JsBoolean.False),
        new HostFunction("parseDigitalLink", HostKind.Local, "uri: string", "DigitalLink | null",
            "The GS1 Digital Link URI taken apart: `gtin`, `serial`, `lot` and every key in `ai`; null when it is none or its check digit is wrong.",
            DigitalLink),
        new HostFunction("isCreditCode", HostKind.Local, "code: string", "boolean", "Whether this is a valid unified social credit code (统一社会信用代码).",
            (s, a) => IsCreditCode(a.Text(0, s, "code")) ? JsBoolean.True : JsBoolean.False));

    /// <summary>The GS1 modulo-10 check digit.</summary>
    public static string? CheckDigit(string digits)
    {
        if (digits.Length is 0 or > 30 || digits.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0) return null;
        var sum = 0;
        for (var i = 0; i < digits.Length; i++) sum += (digits[^(i + 1)] - '0') * (i % 2 == 0 ? 3 : 1);
        return ((10 - sum % 10) % 10).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Whether the last digit checks the others, for one of the lengths.</summary>
    public static bool IsChecked(string code, params ReadOnlySpan<int> lengths) =>
        lengths.Contains(code.Length) && CheckDigit(code[..^1]) is { } digit && code[^1..] == digit;

    /// <summary>GB 32100-2015: 18 characters, the last checks the others modulo 31.</summary>
    public static bool IsCreditCode(string code)
    {
        if (code.Length != 18) return false;
        var sum = 0;
        for (var i = 0; i < 17; i++)
        {
            var value = CreditAlphabet.IndexOf(code[i]);
            if (value < 0) return false;
            sum += value * CreditWeights[i];
        }
        return code[17] == CreditAlphabet[(31 - sum % 31) % 31];
    }

    private static JsValue DigitalLink(HostScope scope, JsValue[] args)
    {
        var text = args.Text(0, scope, "uri");
        if (text.Length > 2048 || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) return JsValue.Null;
        var parts = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var start = Array.FindIndex(parts, p => p is "01" or "gtin");
        if (start < 0 || start + 1 >= parts.Length || (parts.Length - start) % 2 != 0) return JsValue.Null;
        var keys = new JsObject(scope.Run.Engine);
        for (var i = start; i + 1 < parts.Length; i += 2) keys.CreateDataProperty(parts[i] == "gtin" ? "01" : parts[i], Uri.UnescapeDataString(parts[i + 1]));
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            if (pair.IndexOf('=') is var at and > 0 && pair[..at].All(char.IsAsciiDigit))
                keys.CreateDataProperty(pair[..at], Uri.UnescapeDataString(pair[(at + 1)..]));
        var gtin = keys.Get("01").ToString().PadLeft(14, '0');
        if (!IsChecked(gtin, 14)) return JsValue.Null;
        var link = new JsObject(scope.Run.Engine);
        link.CreateDataProperty("gtin", gtin);
        link.CreateDataProperty("serial", OrNull(keys.Get("21")));
        link.CreateDataProperty("lot", OrNull(keys.Get("10")));
        link.CreateDataProperty("ai", keys);
        return link;
    }

    private static JsValue OrNull(JsValue value) => value.IsUndefined() ? JsValue.Null : value;
}

using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime;
using Marketplace.Sandbox.Budgets;

namespace Marketplace.Sandbox.Engines;

/// <summary>String built-ins that look at the size of their answer before they make it. The stock ones make 537 MB in one
/// statement and are told afterwards.</summary>
internal static class BoundedStrings
{
    private const int CompatibilityGrowth = 18;
    private const int CanonicalGrowth = 4;

    public static void Place(Engine engine)
    {
        var text = Lockdown.Prototype(engine.Global, "String");
        Lockdown.Put(text, "repeat", 1, (self, args) => Repeat(engine, self, args.At(0)));
        Lockdown.Put(text, "padStart", 1, (self, args) => Pad(engine, self, args, atStart: true));
        Lockdown.Put(text, "padEnd", 1, (self, args) => Pad(engine, self, args, atStart: false));
        Lockdown.Put(text, "concat", 1, (self, args) => Concat(engine, self, args));
        PlaceNormalize(engine, text);
        foreach (var name in (string[])["anchor", "fontcolor", "fontsize", "link"]) PlaceMarkup(engine, text, name);
        PlaceSplit(engine, text);
        foreach (var name in (string[])["encodeURI", "encodeURIComponent", "escape"]) PlaceEncoder(engine, name);
    }

    /// <summary>The receiver as text, as every method of String.prototype takes it.</summary>
    public static string Text(Engine engine, JsValue self, string method)
    {
        if (self.IsUndefined() || self.IsNull()) throw ScriptErrors.Type(engine, $"String.prototype.{method} called on null or undefined");
        return TypeConverter.ToString(self);
    }

    public static void Fits(Engine engine, double length)
    {
        if (length > Ceilings.StringLength) throw ScriptErrors.Range(engine, "Invalid string length");
    }

    private static JsValue Repeat(Engine engine, JsValue self, JsValue count)
    {
        var text = Text(engine, self, "repeat");
        var times = TypeConverter.ToIntegerOrInfinity(count);
        if (times < 0 || double.IsInfinity(times)) throw ScriptErrors.Range(engine, "Invalid count value");
        if (text.Length == 0 || times == 0) return JsString.Empty;
        Fits(engine, text.Length * times);
        return new JsString(string.Create(text.Length * (int)times, text, static (span, piece) =>
        {
            for (var i = 0; i < span.Length; i += piece.Length) piece.CopyTo(span[i..]);
        }));
    }

    private static JsValue Pad(Engine engine, JsValue self, JsValue[] args, bool atStart)
    {
        var text = Text(engine, self, atStart ? "padStart" : "padEnd");
        var length = TypeConverter.ToLength(args.At(0));
        if (length <= (ulong)text.Length) return new JsString(text);
        var filler = args.At(1).IsUndefined() ? " " : TypeConverter.ToString(args.At(1));
        if (filler.Length == 0) return new JsString(text);
        Fits(engine, length);
        var start = atStart ? 0 : text.Length;
        var missing = (int)length - text.Length;
        return new JsString(string.Create((int)length, (text, filler, start, missing), static (span, state) =>
        {
            state.text.CopyTo(span[(state.start == 0 ? state.missing : 0)..]);
            for (var i = 0; i < state.missing; i++) span[state.start + i] = state.filler[i % state.filler.Length];
        }));
    }

    private static JsValue Concat(Engine engine, JsValue self, JsValue[] args)
    {
        var parts = new string[args.Length + 1];
        parts[0] = Text(engine, self, "concat");
        double length = parts[0].Length;
        for (var i = 0; i < args.Length; i++) length += (parts[i + 1] = TypeConverter.ToString(args[i])).Length;
        Fits(engine, length);
        return new JsString(string.Concat(parts));
    }

    /// <summary>Old methods that write their argument as an attribute, each quotation mark as six characters.</summary>
    private static void PlaceMarkup(Engine engine, ObjectInstance text, string name)
    {
        var original = Lockdown.Original(text, name);
        Lockdown.Put(text, name, 1, (self, args) =>
        {
            var (value, attribute) = (Text(engine, self, name), TypeConverter.ToString(args.At(0)));
            Fits(engine, value.Length + attribute.Length + 5.0 * attribute.AsSpan().Count('"') + 64);
            return original.On(new JsString(value), new JsString(attribute));
        });
    }

    private static void PlaceNormalize(Engine engine, ObjectInstance text)
    {
        var original = Lockdown.Original(text, "normalize");
        Lockdown.Put(text, "normalize", 0, (self, args) =>
        {
            var value = Text(engine, self, "normalize");
            var form = args.At(0).IsUndefined() ? "NFC" : TypeConverter.ToString(args.At(0));
            Fits(engine, (double)value.Length * (form.Contains('K') ? CompatibilityGrowth : CanonicalGrowth));
            return original.On(new JsString(value), new JsString(form));
        });
    }

    private static void PlaceSplit(Engine engine, ObjectInstance text)
    {
        var original = Lockdown.Original(text, "split");
        Lockdown.Put(text, "split", 2, (self, args) =>
        {
            var by = BoundedSearch.Plain(args.At(0), GlobalSymbolRegistry.Split);
            if (by is not JsString separator) return original.On(self, args);
            var value = Text(engine, self, "split");
            BoundedSearch.Fits(engine, value, separator.Length);
            if (args.At(1).IsNumber()) return original.On(new JsString(value), by, args.At(1));
            var pieces = separator.Length == 0 ? value.Length : Occurrences(value, separator.ToString()) + 1;
            if (pieces > Ceilings.ArrayLength) throw ScriptErrors.Range(engine, "Invalid array length");
            return original.On(new JsString(value), by, args.At(1));
        });
    }

    private static void PlaceEncoder(Engine engine, string name)
    {
        var original = Lockdown.Original(engine.Global, name);
        Lockdown.Put(engine.Global, name, 1, (self, args) =>
        {
            var value = TypeConverter.ToString(args.At(0));
            if (value.Length > Ceilings.StringLength / 9)
            {
                double length = 0;
                foreach (var c in value) length += c < 0x80 ? char.IsAsciiLetterOrDigit(c) ? 1 : 3 : c < 0x800 ? 6 : 9;
                Fits(engine, length);
            }
            return original.On(self, new JsString(value));
        });
    }

    /// <summary>Non-overlapping occurrences of a piece in a text.</summary>
    public static long Occurrences(string text, string piece)
    {
        if (piece.Length == 0) return text.Length + 1L;
        long count = 0;
        for (var at = text.IndexOf(piece, StringComparison.Ordinal); at >= 0;
             at = text.IndexOf(piece, at + piece.Length, StringComparison.Ordinal)) count++;
        return count;
    }
}

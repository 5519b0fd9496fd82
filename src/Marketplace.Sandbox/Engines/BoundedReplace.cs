using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime;
using Marketplace.Sandbox.Budgets;

namespace Marketplace.Sandbox.Engines;

/// <summary><c>replace</c> and <c>replaceAll</c> with a text as replacement can multiply: the answer's size is bounded before it is
/// made. A function as replacement runs statements, so the ordinary limits see it.</summary>
internal static class BoundedReplace
{
    public static void Place(Engine engine, ObjectInstance text)
    {
        var match = Lockdown.Original(text, "match");
        foreach (var name in (string[])["replace", "replaceAll"])
        {
            var original = Lockdown.Original(text, name);
            var all = name == "replaceAll";
            Lockdown.Put(text, name, 2, (self, args) =>
            {
                var pattern = BoundedSearch.Plain(args.At(0), GlobalSymbolRegistry.Replace);
                if (args.At(1).IsCallable() && pattern is not JsString) return original.On(self, args);
                var value = BoundedStrings.Text(engine, self, name);
                if (pattern is JsString piece) BoundedSearch.Fits(engine, value, piece.Length);
                if (args.At(1).IsCallable()) return original.On(new JsString(value), pattern, args.At(1));
                var by = TypeConverter.ToString(args.At(1));
                if (Worst(value, by, value.Length + 1L) > Ceilings.StringLength)
                    BoundedStrings.Fits(engine, Worst(value, by, Count(value, pattern, all, match)));
                return original.On(new JsString(value), pattern, new JsString(by));
            });
        }
        PlaceOnExpressions(engine, match);
    }

    private static void PlaceOnExpressions(Engine engine, Jint.Native.Function.Function match)
    {
        var symbols = (ObjectInstance)engine.Global.Get("Symbol");
        var replace = symbols.Get("replace");
        var expressions = Lockdown.Prototype(engine.Global, "RegExp");
        var original = (Jint.Native.Function.Function)expressions.Get(replace);
        var bounded = new Jint.Runtime.Interop.ClrFunction(engine, "[Symbol.replace]", (self, args) =>
        {
            if (args.At(1).IsCallable()) return original.On(self, args);
            var value = TypeConverter.ToString(args.At(0));
            var by = TypeConverter.ToString(args.At(1));
            if (Worst(value, by, value.Length + 1L) > Ceilings.StringLength)
                BoundedStrings.Fits(engine, Worst(value, by, Count(value, self, all: false, match)));
            return original.On(self, new JsString(value), new JsString(by));
        }, 2, Jint.Runtime.Descriptors.PropertyFlag.Configurable);
        expressions.FastSetProperty(replace, new(bounded, Jint.Runtime.Descriptors.PropertyFlag.NonEnumerable));
    }

    private static long Count(string value, JsValue pattern, bool all, Jint.Native.Function.Function match)
    {
        if (pattern is not ObjectInstance)
            return all ? BoundedStrings.Occurrences(value, TypeConverter.ToString(pattern)) : 1;
        if (pattern.IsRegExp() && !TypeConverter.ToString(((ObjectInstance)pattern).Get("flags")).Contains('g')) return 1;
        return match.On(new JsString(value), pattern) is JsArray found ? found.Length : 1;
    }

    /// <summary>The longest the answer can be. <c>$`</c> and <c>$'</c> may each bring the whole text for each match; every other
    /// <c>$</c> brings part of a match, and all matches together are no longer than the text.</summary>
    private static double Worst(string value, string by, long matches)
    {
        long whole = 0, part = 0;
        for (var i = by.IndexOf('$'); i >= 0 && i + 1 < by.Length; i = by.IndexOf('$', i + 1))
        {
            if (by[i + 1] is '`' or '\'') whole++;
            else part++;
        }
        return value.Length * (1.0 + part) + matches * (by.Length + whole * (double)value.Length);
    }
}

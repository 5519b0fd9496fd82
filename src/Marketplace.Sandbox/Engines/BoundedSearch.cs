using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace Marketplace.Sandbox.Engines;

/// <summary>Searching is one step for every limit and can take minutes: a long text for a long piece that nearly fits everywhere, or a
/// long list for a long text. The first is refused beyond a size, the second looks at the budgets on its way.</summary>
internal static class BoundedSearch
{
    /// <summary>Characters compared at worst: some 20 ms forwards, where the machine compares many at once; backwards it does not.</summary>
    private const double MostForwards = 256e6;
    private const double MostBackwards = 32e6;

    /// <summary>Texts below this length are compared in no time.</summary>
    private const int LongText = 256;

    public static void Place(Engine engine, Action checkpoint)
    {
        var text = Lockdown.Prototype(engine.Global, "String");
        Text(engine, text, "indexOf", MostForwards);
        Text(engine, text, "includes", MostForwards);
        Text(engine, text, "lastIndexOf", MostBackwards);
        var list = Lockdown.Prototype(engine.Global, "Array");
        List(list, "indexOf", checkpoint, last: false);
        List(list, "lastIndexOf", checkpoint, last: true);
        List(list, "includes", checkpoint, last: false);
    }

    /// <summary>Refuses to look for a long piece in a long text.</summary>
    public static void Fits(Engine engine, string text, int piece, double most = MostForwards)
    {
        if ((double)text.Length * piece > most) throw ScriptErrors.Range(engine, "The text is too long to look for so long a piece");
    }

    /// <summary>The text of an object that has no method of its own for the work; anything else as it is.</summary>
    public static JsValue Plain(JsValue pattern, JsValue method) =>
        pattern is ObjectInstance other && (other.Get(method) is var own && (own.IsUndefined() || own.IsNull())) ? new JsString(TypeConverter.ToString(other)) : pattern;

    private static void Text(Engine engine, ObjectInstance target, string name, double most)
    {
        var original = Lockdown.Original(target, name);
        Lockdown.Put(target, name, 1, (self, args) =>
        {
            var wanted = args.At(0);
            if (wanted is ObjectInstance other && !other.IsRegExp())
            {
                var text = BoundedStrings.Text(engine, self, name);
                wanted = new JsString(TypeConverter.ToString(other));
                return Sized(text, (JsString)wanted).On(new JsString(text), wanted, args.At(1));
            }
            return (wanted is JsString { Length: > LongText } piece ? Sized(BoundedStrings.Text(engine, self, name), piece) : original).On(self, args);
        });

        Jint.Native.Function.Function Sized(string text, JsString piece)
        {
            Fits(engine, text, piece.Length, most);
            return original;
        }
    }

    private static void List(ObjectInstance target, string name, Action checkpoint, bool last)
    {
        var original = Lockdown.Original(target, name);
        Lockdown.Put(target, name, 1, (self, args) =>
        {
            if (self is not JsArray list || args.At(0) is not JsString { Length: > LongText } wanted || args.Length > 1) return original.On(self, args);
            var found = Find(list, wanted.ToString(), checkpoint, last);
            return name == "includes" ? found >= 0 ? JsBoolean.True : JsBoolean.False : JsNumber.Create(found);
        });
    }

    private static double Find(JsArray list, string wanted, Action checkpoint, bool last)
    {
        for (uint n = 0; n < list.Length; n++)
        {
            checkpoint();
            var at = last ? list.Length - 1 - n : n;
            if (list[at] is JsString item && item.Length == wanted.Length && string.Equals(item.ToString(), wanted, StringComparison.Ordinal)) return at;
        }
        return -1;
    }
}

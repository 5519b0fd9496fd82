using System.Runtime.CompilerServices;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Marketplace.Sandbox.Budgets;
using Marketplace.Sandbox.Crossing;

namespace Marketplace.Sandbox.Engines;

/// <summary><c>join</c> that stops at the string ceiling and looks at the budgets on its way.</summary>
internal static class BoundedJoin
{
    public static void Place(Engine engine, ObjectInstance prototype, Action checkpoint)
    {
        var open = new List<ObjectInstance>();
        Lockdown.Put(prototype, "join", 1, (self, args) => Join(engine, self, args.At(0), open, checkpoint));
        Lockdown.Put(prototype, "toLocaleString", 0, (self, _) => Join(engine, self, JsValue.Undefined, open, checkpoint));
    }

    private static JsValue Join(Engine engine, JsValue self, JsValue separator, List<ObjectInstance> open, Action checkpoint)
    {
        if (self is not ObjectInstance list)
            list = (ObjectInstance)((Jint.Native.Function.Function)engine.Global.Get("Object")).On(JsValue.Undefined, self);
        var length = list is JsArray array ? array.Length : TypeConverter.ToLength(list.Get("length"));
        var between = separator.IsUndefined() ? "," : TypeConverter.ToString(separator);
        if (open.Contains(list)) return JsString.Empty;
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw ScriptErrors.Range(engine, "Maximum call stack size exceeded");
        checkpoint(); // a list may hold another twice, and that one a third
        open.Add(list);
        try
        {
            return new JsString(Text(engine, list, length, between, checkpoint));
        }
        finally
        {
            open.RemoveAt(open.Count - 1);
        }
    }

    private static string Text(Engine engine, ObjectInstance list, ulong length, string between, Action checkpoint)
    {
        var text = new TextSink(Ceilings.StringLength, () => ScriptErrors.Range(engine, "Invalid string length"));
        for (ulong i = 0; i < length; i++)
        {
            if (i > 0) text.Add(between);
            var item = list is JsArray dense ? dense[(uint)i] : list.Get(JsNumber.Create((double)i));
            if (!item.IsUndefined() && !item.IsNull()) text.Add(TypeConverter.ToString(item));
            if ((i & 63) == 63) checkpoint();
        }
        return text.ToString();
    }
}

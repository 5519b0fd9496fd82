using Jint;
using Jint.Native;
using Jint.Runtime;
using Marketplace.Sandbox.Budgets;

namespace Marketplace.Sandbox.Engines;

/// <summary><c>flat</c> beyond one level: the built-in one follows a cycle, or a list that holds itself twice, without looking at any
/// limit. The answer is a plain array even for a subclass.</summary>
internal static class BoundedFlat
{
    public static void Place(Engine engine, Action checkpoint)
    {
        var list = Lockdown.Prototype(engine.Global, "Array");
        var original = Lockdown.Original(list, "flat");
        Lockdown.Put(list, "flat", 0, (self, args) =>
        {
            var depth = args.At(0).IsUndefined() ? 1 : TypeConverter.ToIntegerOrInfinity(args.At(0));
            if (depth <= 1 || self is not JsArray array) return original.On(self, JsNumber.Create(Math.Min(depth, 1)));
            var found = new List<JsValue>();
            Gather(engine, array, depth, 0, found, checkpoint);
            return new JsArray(engine, [.. found]);
        });
    }

    private static void Gather(Engine engine, JsArray from, double depth, int level, List<JsValue> into, Action checkpoint)
    {
        if (level > Ceilings.FlatDepth) throw ScriptErrors.Range(engine, "Maximum call stack size exceeded");
        checkpoint();
        for (uint i = 0; i < from.Length; i++)
        {
            if ((i & 1023) == 1023) checkpoint();
            var item = from[i];
            if (item is JsArray inner && level < depth) Gather(engine, inner, depth, level + 1, into, checkpoint);
            else if (!item.IsUndefined() || from.HasProperty(JsNumber.Create((double)i))) into.Add(item);
            if (into.Count > Ceilings.ArrayLength) throw ScriptErrors.Range(engine, "Invalid array length");
        }
    }
}

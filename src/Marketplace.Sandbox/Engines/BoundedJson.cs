using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Marketplace.Sandbox.Crossing;

namespace Marketplace.Sandbox.Engines;

/// <summary><c>JSON.stringify</c> over the bounded writer; raw JSON is gone.</summary>
internal static class BoundedJson
{
    private const int WidestGap = 10;

    public static void Place(Engine engine, Action checkpoint)
    {
        var json = (ObjectInstance)engine.Global.Get("JSON");
        Lockdown.Put(json, "stringify", 3, (_, args) => Stringify(engine, args.At(0), args.At(1), args.At(2), checkpoint));
        Lockdown.Drop(json, ["rawJSON", "isRawJSON"]);
    }

    private static JsValue Stringify(Engine engine, JsValue value, JsValue replacer, JsValue space, Action checkpoint)
    {
        var writer = new JsonText(engine, JsonLimits.Inside(engine), checkpoint)
        {
            Replacer = replacer.IsCallable() ? replacer : null,
            Keys = !replacer.IsCallable() && replacer.IsArray() ? List((ObjectInstance)replacer) : null,
            Gap = Gap(space),
        };
        return writer.Write(value) ? new JsString(writer.Out.ToString()) : JsValue.Undefined;
    }

    private static List<JsValue> List(ObjectInstance replacer)
    {
        var keys = new List<JsValue>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var length = TypeConverter.ToLength(replacer.Get("length"));
        for (ulong i = 0; i < length && i < Budgets.Ceilings.ArrayLength; i++)
        {
            var item = replacer.Get(JsNumber.Create((double)i));
            var isKey = item.IsString() || item.IsNumber() || item is IJsPrimitive { Type: Types.String or Types.Number };
            if (isKey && TypeConverter.ToString(item) is var key && seen.Add(key)) keys.Add(new JsString(key));
        }
        return keys;
    }

    private static string Gap(JsValue space)
    {
        if (space is IJsPrimitive { Type: Types.Number }) space = TypeConverter.ToJsNumber(space);
        else if (space is IJsPrimitive { Type: Types.String }) space = new JsString(TypeConverter.ToString(space));
        if (space.IsNumber()) return new string(' ', (int)Math.Clamp(TypeConverter.ToIntegerOrInfinity(space), 0, WidestGap));
        if (!space.IsString()) return "";
        var text = space.ToString();
        return text.Length > WidestGap ? text[..WidestGap] : text;
    }
}

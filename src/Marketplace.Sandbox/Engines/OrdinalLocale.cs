using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace Marketplace.Sandbox.Engines;

/// <summary>There is no locale inside a script: comparison is ordinal and every <c>toLocale*</c> is the plain form, in UTC. Chinese
/// order comes from <c>orderBy</c>, words from <c>ctx.t</c>, so a replay on another machine cannot differ.</summary>
internal static class OrdinalLocale
{
    public static void Place(Engine engine)
    {
        var text = Lockdown.Prototype(engine.Global, "String");
        Lockdown.Put(text, "localeCompare", 1, (self, args) => JsNumber.Create(Math.Sign(string.CompareOrdinal(
            BoundedStrings.Text(engine, self, "localeCompare"), TypeConverter.ToString(args.At(0))))));
        Plain(text, "toLocaleUpperCase", "toUpperCase");
        Plain(text, "toLocaleLowerCase", "toLowerCase");
        Plain(Lockdown.Prototype(engine.Global, "Number"), "toLocaleString", "toString");
        var date = Lockdown.Prototype(engine.Global, "Date");
        Lockdown.Drop(date, ["toTemporalInstant"]);
        Put(engine, date, "toLocaleString", "yyyy-MM-dd HH:mm:ss");
        Put(engine, date, "toLocaleDateString", "yyyy-MM-dd");
        Put(engine, date, "toLocaleTimeString", "HH:mm:ss");
    }

    private static void Plain(ObjectInstance target, string name, string original)
    {
        var plain = Lockdown.Original(target, original);
        Lockdown.Put(target, name, 0, (self, _) => plain.On(self));
    }

    private static void Put(Engine engine, ObjectInstance date, string name, string format) =>
        Lockdown.Put(date, name, 0, (self, _) =>
        {
            if (self is not JsDate value) throw ScriptErrors.Type(engine, "this is not a Date object.");
            return double.IsNaN(value.DateValue) || Math.Abs(value.DateValue) > 6e13
                ? new JsString("Invalid Date")
                : new JsString(DateTimeOffset.FromUnixTimeMilliseconds((long)value.DateValue).ToString(format, CultureInfo.InvariantCulture));
        });
}

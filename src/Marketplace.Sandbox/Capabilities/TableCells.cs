using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Marketplace.Sandbox.Engines;

namespace Marketplace.Sandbox.Capabilities;

/// <summary>Values of rows: keys that can be told apart, and copies of rows.</summary>
internal static class TableCells
{
    private const int MostKey = 1_000;

    /// <summary>A field as a key; what a row does not have is null.</summary>
    public static JsValue Key(HostScope scope, ObjectInstance row, string field)
    {
        var value = row.Get(field);
        if (value.IsUndefined() || value.IsNull()) return JsValue.Null;
        if (value.IsString() || value.IsBoolean() || (value.IsNumber() && double.IsFinite(value.AsNumber()))) return value;
        throw ScriptErrors.Type(scope.Run.Engine, $"'{field}' must hold texts, finite numbers, booleans or null");
    }

    /// <summary>Keys as one text; kinds and lengths keep different keys apart.</summary>
    public static string Text(HostScope scope, ReadOnlySpan<JsValue> keys)
    {
        var text = "";
        foreach (var key in keys)
        {
            var one = key.IsNumber() ? (key.AsNumber() + 0.0).ToString("R", CultureInfo.InvariantCulture) : key.IsNull() ? "" : TypeConverter.ToString(key);
            if (one.Length > MostKey) throw ScriptErrors.Range(scope.Run.Engine, $"A key has at most {MostKey} characters");
            text += string.Create(CultureInfo.InvariantCulture, $"{(int)key.Type}:{one.Length}:{one}");
        }
        return text;
    }

    /// <summary>A copy of a row's own fields with one more.</summary>
    public static JsObject With(HostScope scope, ObjectInstance row, string name, JsValue value)
    {
        var copy = new JsObject(scope.Run.Engine);
        var count = 0;
        foreach (var key in row.GetOwnPropertyKeys(Types.String))
        {
            if ((++count & 63) == 0) scope.Run.Checkpoint();
            if (row.GetOwnProperty(key).Enumerable) copy.CreateDataProperty(key, row.Get(key));
        }
        copy.CreateDataProperty(name, value);
        scope.Run.Checkpoint();
        return copy;
    }
}

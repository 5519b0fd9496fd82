using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Marketplace.Sandbox.Engines;

namespace Marketplace.Sandbox.Capabilities;

/// <summary>Lists, rows and numbers that a script hands to a native helper. Each item is asked for once and counted as a row, so what a helper
/// does is bounded and billed by what it was given; getters run inside the call's budgets like anything else of the script.</summary>
internal static class HostLists
{
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    /// <summary>A list's items.</summary>
    public static JsValue[] Items(HostScope scope, JsValue value, string name)
    {
        if (value is not JsArray list) throw ScriptErrors.Type(scope.Run.Engine, $"{name} must be a list");
        var length = list.Length;
        scope.Run.Charge(length);
        var items = new JsValue[length];
        for (uint i = 0; i < length; i++)
        {
            items[i] = list[i];
            if ((i & 63) == 63) scope.Run.Checkpoint();
        }
        return items;
    }

    /// <summary>A list of numbers; decimals may be texts, as fields hold them.</summary>
    public static double[] Numbers(HostScope scope, JsValue value, string name)
    {
        var items = Items(scope, value, name);
        var numbers = new double[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            numbers[i] = Number(scope, items[i], name);
            if ((i & 63) == 63) scope.Run.Checkpoint();
        }
        return numbers;
    }

    /// <summary>A list of rows, which are objects.</summary>
    public static ObjectInstance[] Rows(HostScope scope, JsValue value, string name) =>
        [.. Items(scope, value, name).Select(item => item is ObjectInstance row && !row.IsCallable()
            ? row
            : throw ScriptErrors.Type(scope.Run.Engine, $"Each row of {name} must be an object"))];

    /// <summary>Names of fields: a short list of texts, or one text.</summary>
    public static string[] Names(HostScope scope, JsValue value, string name)
    {
        if (value.IsUndefined()) return [];
        var items = value.IsString() ? [value] : Items(scope, value, name);
        if (items.Length > 20) throw ScriptErrors.Range(scope.Run.Engine, $"{name} names at most 20 fields");
        return [.. items.Select(item => item.IsString() && item.ToString() is { Length: <= 100 } text
            ? text
            : throw ScriptErrors.Type(scope.Run.Engine, $"{name} must be names of fields"))];
    }

    /// <summary>A finite number of at most 10^15 in size, or a decimal's text.</summary>
    public static double Number(HostScope scope, JsValue value, string name)
    {
        var number = value.IsNumber() ? value.AsNumber()
            : value.IsString() && value.ToString() is { Length: > 0 and <= 40 } text && double.TryParse(text, Plain, CultureInfo.InvariantCulture, out var read) ? read
            : double.NaN;
        if (!double.IsFinite(number)) throw ScriptErrors.Type(scope.Run.Engine, $"{name} must hold finite numbers or decimals as text");
        return Math.Abs(number) <= 1e15 ? number : throw ScriptErrors.Range(scope.Run.Engine, $"{name} holds a number beyond 10^15");
    }

    /// <summary>A member of an optional object of options.</summary>
    public static JsValue Option(this JsValue options, string name) => options is ObjectInstance given ? given.Get(name) : JsValue.Undefined;

    /// <summary>A number for a script; null where there is none.</summary>
    public static JsValue Js(double? number) => number is { } known ? JsNumber.Create(known) : JsValue.Null;

    /// <summary>A list for a script.</summary>
    public static JsArray Js(HostScope scope, IEnumerable<JsValue> items) => new(scope.Run.Engine, [.. items]);

    /// <summary>An object for a script.</summary>
    public static JsObject Js(HostScope scope, params ReadOnlySpan<(string Name, JsValue Value)> members)
    {
        var made = new JsObject(scope.Run.Engine);
        foreach (var (name, value) in members) made.CreateDataProperty(name, value);
        return made;
    }
}

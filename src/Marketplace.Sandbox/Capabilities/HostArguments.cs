using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Marketplace.Sandbox.Budgets;
using Marketplace.Sandbox.Engines;

namespace Marketplace.Sandbox.Capabilities;

/// <summary>Arguments of host functions, with errors that name the argument.</summary>
internal static class HostArguments
{
    public static string Text(this JsValue[] args, int index, HostScope scope, string name)
    {
        var value = args.At(index);
        return value.IsString() ? value.ToString() : throw ScriptErrors.Type(scope.Run.Engine, $"{name} must be a string");
    }

    /// <summary>A short text: an id, or the name of something.</summary>
    public static string Name(this JsValue[] args, int index, HostScope scope, string name)
    {
        var text = args.Text(index, scope, name);
        return text.Length <= Ceilings.NameLength ? text : throw ScriptErrors.Type(scope.Run.Engine, $"{name} has at most {Ceilings.NameLength} characters");
    }

    public static ObjectInstance Object(this JsValue[] args, int index, HostScope scope, string name) =>
        args.At(index) is ObjectInstance value && !value.IsCallable() && !value.IsArray()
            ? value
            : throw ScriptErrors.Type(scope.Run.Engine, $"{name} must be an object");

    /// <summary>A value's JSON; an error when it has none.</summary>
    public static string Json(this JsValue[] args, int index, HostScope scope, string name) =>
        scope.Run.Json(args.At(index)) ?? throw ScriptErrors.Type(scope.Run.Engine, $"{name} has no JSON form");

    /// <summary>A whole number out of an optional object of options.</summary>
    public static long Option(this JsValue[] args, int index, HostScope scope, string name)
    {
        if (args.At(index) is not ObjectInstance options) return 0;
        var value = options.Get(name);
        if (value.IsUndefined()) return 0;
        var number = value.IsNumber() ? value.AsNumber() : double.NaN;
        return number is >= 0 and <= 9_007_199_254_740_991 && number == Math.Floor(number)
            ? (long)number
            : throw ScriptErrors.Type(scope.Run.Engine, $"{name} must be a whole number, 0 or more");
    }
}

using Jint;
using Jint.Native.Error;
using Jint.Runtime;

namespace Marketplace.Sandbox.Engines;

/// <summary>Errors of the language that our built-ins throw.</summary>
internal static class ScriptErrors
{
    /// <summary>A RangeError, or a plain Error where a script has taken the global away.</summary>
    public static JavaScriptException Range(Engine engine, string message)
    {
        var descriptor = engine.Global.GetOwnProperty("RangeError");
        var made = descriptor.IsDataDescriptor() ? descriptor.Value as ErrorConstructor : null;
        return new JavaScriptException(made ?? engine.Intrinsics.Error, message);
    }

    /// <summary>A TypeError.</summary>
    public static JavaScriptException Type(Engine engine, string message) => new(engine.Intrinsics.TypeError, message);
}

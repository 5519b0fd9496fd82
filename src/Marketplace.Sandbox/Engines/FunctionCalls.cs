using Jint;
using Jint.Native;

namespace Marketplace.Sandbox.Engines;

/// <summary>Calls with the receiver first. Jint's own short overloads take the first value as an argument.</summary>
internal static class FunctionCalls
{
    public static JsValue On(this JsValue function, JsValue self, params JsValue[] args) => function.Call(self, args);
}

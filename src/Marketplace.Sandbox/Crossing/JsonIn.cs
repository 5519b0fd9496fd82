using Jint;
using Jint.Native;
using Jint.Native.Json;
using Marketplace.Sandbox.Budgets;

namespace Marketplace.Sandbox.Crossing;

/// <summary>JSON into a script as plain objects of its own realm. The bytes have passed <see cref="JsonBounds"/> already.</summary>
internal static class JsonIn
{
    public static JsValue Read(Engine engine, byte[] json) =>
        json.Length == 0 ? JsValue.Undefined : new JsonParser(engine, Ceilings.CrossingDepth).Parse((ReadOnlySpan<byte>)json);
}

using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Marketplace.Sandbox.Budgets;

namespace Marketplace.Sandbox.Engines;

/// <summary>Array buffers and typed arrays with a byte ceiling. They are wrapped when a script first touches one: few do, and
/// wrapping all of them would cost every call.</summary>
internal static class BoundedBuffers
{
    private static readonly (string Name, int Size)[] Arrays =
    [
        ("Int8Array", 1), ("Uint8Array", 1), ("Uint8ClampedArray", 1), ("Int16Array", 2), ("Uint16Array", 2), ("Float16Array", 2),
        ("Int32Array", 4), ("Uint32Array", 4), ("Float32Array", 4), ("Float64Array", 8),
    ];

    public static void Place(Engine engine, Action checkpoint)
    {
        var global = engine.Global;
        var buffers = new Lazy<JsValue>(() => Buffer(engine), LazyThreadSafetyMode.None);
        var shared = new Lazy<bool>(() => Shared(engine, checkpoint), LazyThreadSafetyMode.None);
        Lazily(global, "ArrayBuffer", () => buffers.Value);
        Lockdown.Drop(Lockdown.Prototype(global, "DataView"), ["getBigInt64", "getBigUint64", "setBigInt64", "setBigUint64"]);
        foreach (var (name, size) in Arrays)
            Lazily(global, name, () =>
            {
                _ = buffers.Value;
                _ = shared.Value;
                return Wrap(engine, TypedArray(engine, name), name, args => Typed(engine, args, size));
            });
    }

    private static void Lazily(ObjectInstance global, string name, Func<JsValue> make) =>
        global.FastSetProperty(name, PropertyDescriptor.CreateLazy(make, PropertyFlag.NonEnumerable));

    private static Constructor TypedArray(Engine engine, string name) => name switch
    {
        "Int8Array" => engine.Intrinsics.Int8Array,
        "Uint8Array" => engine.Intrinsics.Uint8Array,
        "Uint8ClampedArray" => engine.Intrinsics.Uint8ClampedArray,
        "Int16Array" => engine.Intrinsics.Int16Array,
        "Uint16Array" => engine.Intrinsics.Uint16Array,
        "Float16Array" => engine.Intrinsics.Float16Array,
        "Int32Array" => engine.Intrinsics.Int32Array,
        "Uint32Array" => engine.Intrinsics.Uint32Array,
        "Float32Array" => engine.Intrinsics.Float32Array,
        _ => engine.Intrinsics.Float64Array,
    };

    private static JsValue Buffer(Engine engine)
    {
        var inner = engine.Intrinsics.ArrayBuffer;
        var prototype = (ObjectInstance)inner.Get("prototype");
        foreach (var name in (string[])["transfer", "transferToFixedLength", "transferToImmutable"])
        {
            var original = Lockdown.Original(prototype, name);
            Lockdown.Put(prototype, name, 0, (self, args) =>
                args.At(0).IsUndefined() ? original.On(self) : original.On(self, Size(engine, args.At(0), 1)));
        }
        return Wrap(engine, inner, "ArrayBuffer", args =>
        {
            var length = Size(engine, args.At(0), 1);
            if (args.At(1) is not ObjectInstance options) return [length];
            var most = options.Get("maxByteLength");
            if (most.IsUndefined()) return [length];
            var bounded = new JsObject(engine);
            bounded.Set("maxByteLength", Size(engine, most, 1));
            return [length, bounded];
        });
    }

    private static bool Shared(Engine engine, Action checkpoint)
    {
        var parent = engine.Intrinsics.Uint8Array.Prototype!;
        BoundedJoin.Place(engine, (ObjectInstance)parent.Get("prototype"), checkpoint);
        return true;
    }

    private static BoundedConstructor Wrap(Engine engine, Constructor inner, string name, Func<JsValue[], JsValue[]> check)
    {
        var outer = new BoundedConstructor(engine, inner, name, check);
        ((ObjectInstance)inner.Get("prototype")).FastSetProperty("constructor", new PropertyDescriptor(outer, PropertyFlag.NonEnumerable));
        return outer;
    }

    private static JsValue[] Typed(Engine engine, JsValue[] args, int size)
    {
        if (args.Length == 0) return args;
        if (args[0] is not ObjectInstance from) return [Size(engine, args[0], size)];
        if (from is JsArray or JsTypedArray or JsArrayBuffer) return args;
        var length = from.Get("length");
        if (length.IsNumber() && length.AsNumber() * size > Ceilings.BufferBytes) throw ScriptErrors.Range(engine, "Invalid typed array length");
        return args;
    }

    private static JsValue Size(Engine engine, JsValue value, int size)
    {
        var length = TypeConverter.ToIntegerOrInfinity(value);
        if (length < 0 || length * size > Ceilings.BufferBytes) throw ScriptErrors.Range(engine, "Invalid array buffer length");
        return JsNumber.Create(length);
    }
}

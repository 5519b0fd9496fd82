using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using Marketplace.Sandbox.Budgets;

namespace Marketplace.Sandbox.Engines;

/// <summary>Takes away what can hurt the host or make two runs differ, and puts bounded built-ins in place of unbounded ones.
/// All of it from the host side: no script of ours runs before the app's.</summary>
internal static class Lockdown
{
    /// <summary>Globals that are gone. Published: libraries that need them do not run here.</summary>
    public static readonly string[] Removed =
    [
        "Proxy", "Reflect", "Atomics", "SharedArrayBuffer", "ShadowRealm", "WeakRef", "FinalizationRegistry",
        "DisposableStack", "AsyncDisposableStack", "Iterator", "AsyncIterator", "Generator", "TypedArray",
        "BigInt", "BigInt64Array", "BigUint64Array", "Intl", "Temporal", "eval", "Function",
    ];

    private static readonly string[] IteratorHelpers =
    [
        "chunks", "drop", "every", "filter", "find", "flatMap", "forEach", "includes", "join", "map", "reduce", "some", "take",
        "toArray", "windows", "constructor",
    ];

    private static readonly string[] AsyncIteratorHelpers =
        ["drop", "every", "filter", "find", "flatMap", "forEach", "map", "reduce", "some", "take", "toArray", "constructor"];

    /// <summary>The steps of hardening in their order. The globals go last: the steps before read them.</summary>
    public static readonly IReadOnlyList<(string Name, Action<Engine, Action, SeededRandom> Do)> Steps =
    [
        ("iterators", static (engine, _, _) =>
        {
            Drop(Prototype(engine.Global, "Iterator"), IteratorHelpers);
            Drop(Prototype(engine.Global, "AsyncIterator"), AsyncIteratorHelpers);
        }),
        ("strings", static (engine, _, _) => BoundedStrings.Place(engine)),
        ("replace", static (engine, _, _) => BoundedReplace.Place(engine, Prototype(engine.Global, "String"))),
        ("search", static (engine, checkpoint, _) => BoundedSearch.Place(engine, checkpoint)),
        ("join", static (engine, checkpoint, _) => BoundedJoin.Place(engine, Prototype(engine.Global, "Array"), checkpoint)),
        ("flat", static (engine, checkpoint, _) => BoundedFlat.Place(engine, checkpoint)),
        ("buffers", static (engine, checkpoint, _) => BoundedBuffers.Place(engine, checkpoint)),
        ("json", static (engine, checkpoint, _) => BoundedJson.Place(engine, checkpoint)),
        ("locale", static (engine, _, _) => OrdinalLocale.Place(engine)),
        ("chance", static (engine, _, random) => Put((ObjectInstance)engine.Global.Get("Math"), "random", 0, (_, _) => JsNumber.Create(random.Next()))),
        ("globals", static (engine, _, _) => Drop(engine.Global, Removed)),
    ];

    /// <summary>Hardens a fresh engine.</summary>
    public static void Apply(Engine engine, EngineLimits limits, SeededRandom random)
    {
        var checkpoint = Checkpoint(limits.Meter, limits.Cpu);
        foreach (var (name, step) in Steps)
            if (name != limits.Without) step(engine, checkpoint, random);
    }

    /// <summary>What long native work calls every so often.</summary>
    public static Action Checkpoint(CallMeter meter, CpuLimit cpu) => () =>
    {
        meter.CheckMemory();
        cpu.Check();
    };

    /// <summary>Puts a function in place of a built-in, hidden from enumeration like the one it replaces.</summary>
    public static void Put(ObjectInstance target, string name, int length, Func<JsValue, JsValue[], JsValue> body) =>
        target.FastSetProperty(name, new PropertyDescriptor(
            new ClrFunction(target.Engine, name, body, length, PropertyFlag.Configurable), PropertyFlag.NonEnumerable));

    public static ObjectInstance Prototype(ObjectInstance global, string name) =>
        (ObjectInstance)((ObjectInstance)global.Get(name)).Get("prototype");

    public static Function Original(ObjectInstance target, string name) => (Function)target.Get(name);

    public static void Drop(ObjectInstance target, string[] names)
    {
        foreach (var name in names) target.Delete(name);
    }
}

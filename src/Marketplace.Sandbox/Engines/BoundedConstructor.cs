using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace Marketplace.Sandbox.Engines;

/// <summary>A constructor that checks its arguments and then lets the built-in one work. It shares the built-in's prototype object,
/// whose <c>constructor</c> points here, so the built-in itself cannot be reached.</summary>
internal sealed class BoundedConstructor : Constructor
{
    private readonly Constructor _inner;
    private readonly Func<JsValue[], JsValue[]> _check;

    public BoundedConstructor(Engine engine, Constructor inner, string name, Func<JsValue[], JsValue[]> check) : base(engine, name)
    {
        _inner = inner;
        _check = check;
        foreach (var key in inner.GetOwnPropertyKeys(Types.String | Types.Symbol))
            if (!key.IsString() || key.ToString() is not "name") DefineOwnProperty(key, inner.GetOwnProperty(key));
        // %TypedArray% for typed arrays: `from` and `of` are inherited from it and construct through us.
        Prototype = inner.Prototype;
    }

    public override ObjectInstance Construct(JsValue[] arguments, JsValue newTarget) =>
        _inner.Construct(_check(arguments), ReferenceEquals(newTarget, this) ? _inner : newTarget);
}

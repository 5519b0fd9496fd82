using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Marketplace.Domain;

namespace Marketplace.Sandbox.Calls;

/// <summary>The refusals that a script holds in its hands as error objects with <c>code</c>, <c>message</c> and <c>facts</c>. Which of
/// them ends the call is decided by identity, so a script cannot make one up.</summary>
internal sealed class HostErrors
{
    private Dictionary<ObjectInstance, Refusal>? _made;

    /// <summary>An error object for a refusal.</summary>
    public ObjectInstance Make(Engine engine, Refusal refusal)
    {
        var error = engine.Intrinsics.Error.Construct(refusal.Code);
        var facts = new JsObject(engine);
        foreach (var (name, value) in refusal.Facts) facts.CreateDataProperty(name, value);
        error.CreateDataProperty("code", refusal.Code);
        error.CreateDataProperty("facts", facts);
        (_made ??= new(ReferenceEqualityComparer.Instance))[error] = refusal;
        return error;
    }

    /// <summary>The same, ready to throw into the script.</summary>
    public JavaScriptException Throw(Engine engine, Refusal refusal) => new(Make(engine, refusal));

    /// <summary>The refusal behind a value, or null.</summary>
    public Refusal? Find(JsValue value) =>
        value is ObjectInstance error && _made is not null && _made.TryGetValue(error, out var refusal) ? refusal : null;
}

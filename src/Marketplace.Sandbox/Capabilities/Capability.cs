using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using Marketplace.Sandbox.Calls;

namespace Marketplace.Sandbox.Capabilities;

/// <summary>One part of <c>ctx</c>: a named set of functions, described once. The object's layout is shared by all engines; its
/// functions come into being when a script first touches them.</summary>
internal sealed class Capability
{
    private readonly JsObjectShape _shape;

    public Capability(string name, string doc, params HostFunction[] functions)
    {
        Name = name;
        Doc = doc;
        Functions = functions;
        var builder = new JsObjectShape.Builder();
        foreach (var function in functions) Declare(builder, function);
        _shape = builder.Build();
    }

    public string Name { get; }
    public string Doc { get; }
    public IReadOnlyList<HostFunction> Functions { get; }

    /// <summary>The object for one call.</summary>
    public ObjectInstance For(HostScope scope) => Of(_shape, scope);

    /// <summary>Adds a function to a shape whose instances carry their scope.</summary>
    public static void Declare(JsObjectShape.Builder builder, HostFunction function) =>
        builder.PerRealmSlot(function.Name, self => Make(self, function), enumerable: true, writable: false, configurable: false);

    /// <summary>An object of a shape, bound to a call.</summary>
    public static ObjectInstance Of(JsObjectShape shape, HostScope scope)
    {
        var made = shape.Instantiate(scope.Run.Engine);
        JsObjectShape.SetHostState(made, scope);
        return made;
    }

    /// <summary>The scope behind an object made by <see cref="Of"/>.</summary>
    public static HostScope ScopeOf(ObjectInstance self) => (HostScope)JsObjectShape.GetHostState(self)!;

    private static ClrFunction Make(ObjectInstance self, HostFunction function)
    {
        var scope = ScopeOf(self);
        return new ClrFunction(self.Engine, function.Name, (_, args) => function.Body(scope, args), 0, PropertyFlag.Configurable);
    }
}

/// <summary>What a host function works on: its call and, under <c>ctx.records</c>, an entity.</summary>
internal sealed record HostScope(CallRun Run, string Entity = "");

using Jint.Native;
using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Capabilities;

/// <summary><c>ctx.device</c>: commands down to the firm's machines. Needs the scope <c>invoke:device.command</c>.</summary>
internal static class Devices
{
    public const string Scope = "invoke:device.command";

    public static readonly Capability Device = new("Device", "Commands down to the firm's devices.",
        new HostFunction("send", HostKind.Effect, "device: string, command: string, payload: unknown", "string",
            "Sends a command to a device by its code after the call has been committed, and says the command's id. What the device answers comes as a reading.",
            Send));

    private static JsValue Send(HostScope scope, JsValue[] args)
    {
        scope.Run.MustWrite("device.send");
        scope.Run.MustHold(Scope);
        var payload = args.Json(2, scope, "the payload");
        var id = scope.Run.NextId();
        scope.Run.Propose(new Effect.DeviceSend(id, args.Name(0, scope, "device"), args.Name(1, scope, "command"), payload), payload);
        return id;
    }
}

using Jint;
using Jint.Native;
using Jint.Runtime;
using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Capabilities;

/// <summary><c>ctx.job</c>: later calls of the app's own functions.</summary>
internal static class Jobs
{
    public static readonly Capability Job = new("Job", "Later calls of the app's own functions.",
        new HostFunction("start", HostKind.Effect, "functionName: string, input?: unknown, options?: { delayMs?: number }", "string",
            "Calls a function of this app after the commit, at the earliest after `delayMs`, and says the job's id.", Start));

    private static JsValue Start(HostScope scope, JsValue[] args)
    {
        scope.Run.MustWrite("job.start");
        var input = args.At(1).IsUndefined() ? "null" : args.Json(1, scope, "the input");
        var id = scope.Run.NextId();
        scope.Run.Propose(new Effect.JobStart(id, args.Name(0, scope, "functionName"), input, args.Option(2, scope, "delayMs")), input);
        return id;
    }
}

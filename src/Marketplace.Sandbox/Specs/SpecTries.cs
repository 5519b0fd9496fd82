using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Specs;

/// <summary>A clock can stop an honest call on a busy machine, and a spec that failed so would leave its release red for ever. What a
/// clock or the host ended is tried again, with no other such spec beside it, before it counts.</summary>
internal static class SpecTries
{
    private const int Most = 3;
    private static readonly SemaphoreSlim Alone = new(1, 1);

    public static async Task<Outcome> Run(ICallRunner runner, Script script, Call call, IHostBroker broker, CancellationToken cancel)
    {
        var outcome = await runner.Run(script, call, broker, cancel);
        if (!IsOfAClock(outcome.Verdict)) return outcome;
        await Alone.WaitAsync(cancel);
        try
        {
            for (var tries = 1; tries < Most && IsOfAClock(outcome.Verdict); tries++)
                outcome = await runner.Run(script, call, broker, cancel);
            return outcome;
        }
        finally
        {
            Alone.Release();
        }
    }

    private static bool IsOfAClock(Verdict verdict) => verdict is Verdict.Cpu or Verdict.Regex or Verdict.Deadline or Verdict.HostFault;
}

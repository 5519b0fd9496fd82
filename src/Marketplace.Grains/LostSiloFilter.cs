using Orleans;
using Orleans.Runtime;

namespace Marketplace.Grains;

/// <summary>A call that a dying or leaving silo sent back is sent again, to wherever its grain is now. Every method of ours may be
/// repeated: a command carries an operation id that settles it, the rest are reads or the same when done twice. Its patience covers the
/// time until a silent silo is voted out.</summary>
internal sealed class LostSiloFilter(TimeProvider time) : IOutgoingGrainCallFilter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15), Longest = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.TargetId.IsSystemTarget() || context.TargetId.IsClient())
        {
            await context.Invoke();
            return;
        }
        var since = time.GetTimestamp();
        for (var wait = TimeSpan.FromMilliseconds(50); ; wait = wait + wait < Longest ? wait + wait : Longest)
        {
            try
            {
                await context.Invoke();
                return;
            }
            catch (OrleansMessageRejectionException) when (time.GetElapsedTime(since) < Patience)
            {
                // Not done, or not known to be done: asked again after a moment.
            }
            await Task.Delay(wait, time);
        }
    }
}

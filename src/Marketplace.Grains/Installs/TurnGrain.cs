using Marketplace.Contracts.Installs;
using Marketplace.Domain;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Grains.Installs;

/// <summary>Hands out turns in order of arrival. It holds nothing that is stored, so it may be reentrant: waiting callers are a queue
/// in memory, and a turn that is never given back lapses. Two activations would hand out two turns; the head then decides.</summary>
[Reentrant]
internal sealed class TurnGrain(TimeProvider time) : Grain, ITurnGrain
{
    private static readonly TimeSpan Lapse = TimeSpan.FromSeconds(15);
    private readonly Queue<TaskCompletionSource<long>> waiting = new();
    private long last;
    private long held;
    private DateTimeOffset since;

    public Task<long> Take(Caller caller)
    {
        if (held == 0 || time.GetUtcNow() - since > Lapse) return Task.FromResult(Hold());
        var place = new TaskCompletionSource<long>();
        waiting.Enqueue(place);
        return place.Task.WaitAsync(Lapse, time);
    }

    public Task Release(Caller caller, long turn)
    {
        if (turn != held) return Task.CompletedTask;
        held = 0;
        while (held == 0 && waiting.TryDequeue(out var next))
        {
            var mine = Hold();
            if (!next.TrySetResult(mine)) held = 0;
        }
        return Task.CompletedTask;
    }

    private long Hold()
    {
        (held, since) = (++last, time.GetUtcNow());
        return held;
    }
}

using Marketplace.Domain.Invocations;
using Microsoft.Extensions.Logging;

namespace Marketplace.Sandbox.Runners;

/// <summary>One runner that is warm and takes no calls, for the moment when one that does has died.</summary>
internal sealed class Standby(Func<Task<RunnerLink>> begin, TimeProvider time, ILogger log) : IAsyncDisposable
{
    /// <summary>The next standby waits so long with its start: it would take the cores from the runner that was just put in its place.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private Task<RunnerLink>? waiting;
    private long taken;

    /// <summary>Starts one, unless one is there, on its way, or not due yet.</summary>
    public async Task Mend()
    {
        var now = waiting;
        if (now is not null && (!now.IsCompleted || (now.IsCompletedSuccessfully && (await now).Alive))) return;
        if (now?.Exception is { } failed) log.StandbyFailed(failed);
        if (Volatile.Read(ref taken) is var at and not 0 && time.GetElapsedTime(at) < Pause) return;
        if (Interlocked.CompareExchange(ref waiting, null, now) == now) waiting = begin();
    }

    /// <summary>The runner that waits, once it is warm.</summary>
    public async Task<RunnerLink?> Ready() => waiting is { IsCompletedSuccessfully: true } ready ? await ready : null;

    /// <summary>Has it prepare what it has not prepared yet.</summary>
    public async Task Learn(IReadOnlyList<Script> scripts)
    {
        if (await Ready() is not { } link) return;
        foreach (var script in scripts)
            if (link.Alive) await link.Prepare(script);
    }

    /// <summary>The runner, as soon as it is warm, or a fresh one.</summary>
    public async Task<RunnerLink> Take()
    {
        var mine = Interlocked.Exchange(ref waiting, null);
        try
        {
            if (mine is not null && await mine is { Alive: true } warm) return warm;
        }
        catch (Exception failed) // one that did not come up in time, too; where the pool is closed the next one says so
        {
            log.StandbyFailed(failed);
        }
        finally
        {
            Volatile.Write(ref taken, time.GetTimestamp());
        }
        return await begin();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (waiting is not { } last) return;
        await last.ContinueWith(static _ => { }, TaskScheduler.Default);
        if (last.IsCompletedSuccessfully) await (await last).DisposeAsync();
    }
}

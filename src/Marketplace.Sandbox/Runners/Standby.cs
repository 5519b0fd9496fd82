using Microsoft.Extensions.Logging;

namespace Marketplace.Sandbox.Runners;

/// <summary>One runner that is warm and takes no calls, for the moment when one that does has died.</summary>
internal sealed class Standby(Func<Task<RunnerLink>> begin, ILogger log) : IAsyncDisposable
{
    private Task<RunnerLink>? waiting;

    /// <summary>Starts one, unless one is there or on its way.</summary>
    public async Task Mend()
    {
        var now = waiting;
        if (now is not null && (!now.IsCompleted || (now.IsCompletedSuccessfully && (await now).Alive))) return;
        if (now?.Exception is { } failed) log.StandbyFailed(failed);
        if (Interlocked.CompareExchange(ref waiting, null, now) == now) waiting = begin();
    }

    /// <summary>The runner, as soon as it is warm, or a fresh one; the next standby is on its way.</summary>
    public async Task<RunnerLink> Take()
    {
        var taken = Interlocked.Exchange(ref waiting, null);
        try
        {
            if (taken is not null && await taken is { Alive: true } warm) return warm;
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            log.StandbyFailed(failed);
        }
        finally
        {
            await Mend();
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

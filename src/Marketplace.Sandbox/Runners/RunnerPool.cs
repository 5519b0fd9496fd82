using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Microsoft.Extensions.Logging;

namespace Marketplace.Sandbox.Runners;

/// <summary>Runs calls in child processes. A runner that dies takes no call with it: the innocent go to the next runner with their
/// journal, the suspects run once more, alone. Who kills a runner alone takes a strike; two strikes and the release is quarantined on
/// this silo.</summary>
public sealed class RunnerPool : ICallRunner, IAsyncDisposable
{
    private const int Deaths = 24;
    private const int Killed = 128 + 9;
    private readonly RunnerPoolOptions options;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly FairQueue queue;
    private readonly RunnerLink?[] active;
    private readonly Strikes strikes = new();
    private readonly Familiar familiar = new();
    private readonly SemaphoreSlim replacing = new(1, 1);
    private readonly SemaphoreSlim alone = new(1, 1);
    private readonly CancellationTokenSource stopping = new();
    private readonly Standby standby;
    private readonly IDisposable meter;
    private RunnerLink? solo;
    private Task watch = Task.CompletedTask;
    private long calls, deaths, kills, retries, next;

    /// <summary>A pool that has not started yet.</summary>
    public RunnerPool(RunnerPoolOptions options, TimeProvider time, ILogger<RunnerPool> log)
    {
        (this.options, this.time, this.log) = (options, time, log);
        queue = new FairQueue(options.Runners * options.InFlight);
        active = new RunnerLink?[options.Runners];
        standby = new Standby(() => Begin(options, stopping.Token), time, log);
        meter = RunnerTelemetry.Meter(() => Stats);
    }

    /// <summary>What the pool has seen so far.</summary>
    public RunnerPoolStats Stats => new(Volatile.Read(ref calls), Volatile.Read(ref deaths), Volatile.Read(ref kills), Volatile.Read(ref retries),
        queue.Held, queue.Waiting, strikes.Quarantined);

    /// <summary>Process ids of the runners that take calls.</summary>
    public IReadOnlyList<int> ProcessIds => [.. active.Where(a => a is { Alive: true }).Select(a => a!.ProcessId)];

    /// <summary>Starts the runners and their standby.</summary>
    public async Task Start(CancellationToken cancel)
    {
        for (var i = 0; i < active.Length; i++) active[i] = await Begin(options, cancel);
        await standby.Mend();
        watch = Watch(stopping.Token);
    }

    /// <inheritdoc />
    public async Task<Outcome> Run(Script script, Call call, IHostBroker broker, CancellationToken cancel)
    {
        if (strikes.IsOut(script.Digest)) return Endings.Quarantined(call);
        using var scope = log.BeginScope("invocation:{Invocation}", call.Invocation);
        using var span = RunnerTelemetry.Calling(script.Digest, call);
        // Who waits for this call holds a place; were this one to wait for another, a full house of such would wait for each other.
        if (!call.IsAwaited) await queue.Enter(call.Tenant);
        try
        {
            var outcome = await RunToItsEnd(script, call, new CallJournal(broker), cancel);
            RunnerTelemetry.Ended(span, outcome);
            return outcome;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            log.NoRunner(fault);
            return Endings.NoRunner();
        }
        finally
        {
            if (!call.IsAwaited) queue.Leave(call.Tenant);
            Interlocked.Increment(ref calls);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested) return;
        await stopping.CancelAsync();
        meter.Dispose();
        await watch;
        foreach (var link in active.Append(solo))
            if (link is not null) await link.DisposeAsync();
        await standby.DisposeAsync();
    }

    private async Task<Outcome> RunToItsEnd(Script script, Call call, CallJournal journal, CancellationToken cancel)
    {
        for (var death = 0; death < Deaths; death++)
        {
            if (strikes.IsNamed(script.Digest)) return await Alone(script, call, journal, cancel);
            var link = await Pick(cancel);
            try
            {
                var outcome = await link.Run(script, call, journal);
                familiar.Meet(script); // not before: what ends a runner must not end its standby too
                return outcome;
            }
            catch (RunnerDiedException died)
            {
                Interlocked.Increment(ref retries);
                if (died.Named)
                {
                    strikes.Name(script.Digest);
                    familiar.Forget(script.Digest);
                }
                // The first time, a death by somebody else's hand makes nobody wait for a runner of their own.
                if (died.Suspect && !(death == 0 && await WasKilledFromOutside(link, died))) return await Alone(script, call, journal, cancel);
            }
        }
        return Endings.NoRunner();
    }

    private static async Task<bool> WasKilledFromOutside(RunnerLink link, RunnerDiedException died) => !died.Named && await link.Ended == Killed;

    private async Task<RunnerLink> Pick(CancellationToken cancel)
    {
        var start = (int)(Interlocked.Increment(ref next) % active.Length);
        for (var i = 0; i < active.Length; i++)
            if (active[(start + i) % active.Length] is { Alive: true } link) return link;
        await replacing.WaitAsync(cancel);
        try
        {
            if (active[start] is not { Alive: true }) active[start] = await standby.Take();
            return active[start]!;
        }
        finally
        {
            replacing.Release();
        }
    }

    private async Task<RunnerLink> Begin(RunnerPoolOptions how, CancellationToken cancel)
    {
        stopping.Token.ThrowIfCancellationRequested();
        var link = await RunnerLink.Start(how, time, log, cancel);
        _ = Bury(link);
        return link;
    }

    /// <summary>Sees a runner to its end, whoever ended it.</summary>
    private async Task Bury(RunnerLink link)
    {
        await link.Ended;
        if (!stopping.IsCancellationRequested)
        {
            Interlocked.Increment(ref deaths);
            if (link.WasCondemned) Interlocked.Increment(ref kills);
            log.RunnerDied(link.ProcessId);
        }
    }

    private async Task<Outcome> Alone(Script script, Call call, CallJournal journal, CancellationToken cancel)
    {
        await alone.WaitAsync(cancel);
        try
        {
            // Its likes may have been found guilty while this one waited.
            if (strikes.IsOut(script.Digest)) return Endings.Quarantined(call);
            for (var first = true; ; first = false)
                if (await Solitary(script, call, journal, first, cancel) is { } outcome) return outcome;
        }
        finally
        {
            alone.Release();
        }
    }

    /// <summary>No outcome means: the runner was killed, and not for this call: no sign of guilt the first time.</summary>
    private async Task<Outcome?> Solitary(Script script, Call call, CallJournal journal, bool first, CancellationToken cancel)
    {
        if (solo is not { Alive: true }) solo = await Begin(options with { Threads = 1 }, cancel);
        var link = solo;
        try
        {
            var outcome = await link.Run(script, call, journal);
            strikes.Clear(script.Digest);
            return outcome;
        }
        catch (RunnerDiedException died)
        {
            if (first && await WasKilledFromOutside(link, died)) return null;
            var count = strikes.Add(script.Digest);
            log.Strike(script.Digest, call.Function, count);
            return strikes.IsOut(script.Digest) ? Endings.Quarantined(call) : Endings.Lethal(call);
        }
    }

    /// <summary>Ends a runner that has said nothing for too long: stopped, swapped out, or out of its mind. While the silo itself did not
    /// run, nobody was silent.</summary>
    private async Task Watch(CancellationToken stop)
    {
        var (every, learning) = (TimeSpan.FromMilliseconds(100), Task.CompletedTask);
        while (!stop.IsCancellationRequested)
        {
            var before = time.GetTimestamp();
            await Task.Delay(every, time, stop).ContinueWith(static _ => { }, TaskScheduler.Default);
            if (time.GetElapsedTime(before) > options.Silence / 2)
            {
                await Task.Delay(options.Silence / 2, time, CancellationToken.None);
                continue;
            }
            foreach (var link in active.Append(solo).Append(await standby.Ready()))
            {
                if (link is not { Alive: true } || link.Silent < options.Silence) continue;
                log.RunnerSilent(link.ProcessId, (long)link.Silent.TotalMilliseconds);
                await link.Condemn(TimeSpan.Zero);
            }
            await ReplaceTheDead(stop);
            if (stop.IsCancellationRequested) return;
            await standby.Mend();
            // Not awaited: a standby that does not listen must not keep this watch from looking at the others.
            if (learning.IsCompleted) learning = standby.Learn(familiar.Scripts);
        }
    }

    /// <summary>A dead runner's place is taken at once, not when the next call comes.</summary>
    private async Task ReplaceTheDead(CancellationToken stop)
    {
        for (var place = 0; place < active.Length; place++)
        {
            if (active[place] is { Alive: true } || !await replacing.WaitAsync(0, CancellationToken.None)) continue;
            try
            {
                if (active[place] is not { Alive: true }) active[place] = await standby.Take();
            }
            catch (Exception failed) when (!stop.IsCancellationRequested)
            {
                log.NoRunner(failed);
                await Task.Delay(TimeSpan.FromSeconds(1), time, CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                return; // the pool is being closed
            }
            finally
            {
                replacing.Release();
            }
        }
    }
}

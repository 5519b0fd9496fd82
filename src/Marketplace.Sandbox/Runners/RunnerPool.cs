using System.Collections.Concurrent;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Microsoft.Extensions.Logging;

namespace Marketplace.Sandbox.Runners;

/// <summary>Runs calls in child processes. A runner that dies takes no call with it: those that waited for the host go to the next
/// runner with their journal, those that were on a thread are suspects and run once more, alone. Who kills a runner alone takes a
/// strike; two strikes and the release is quarantined on this silo.</summary>
public sealed class RunnerPool(RunnerPoolOptions options, TimeProvider time, ILogger<RunnerPool> log) : ICallRunner, IAsyncDisposable
{
    private const int Strikes = 2;
    private static readonly TimeSpan Neighbours = TimeSpan.FromMilliseconds(100);
    private readonly FairQueue queue = new(options.Runners * options.InFlight);
    private readonly RunnerLink?[] active = new RunnerLink?[options.Runners];
    private readonly ConcurrentDictionary<string, int> strikes = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim replacing = new(1, 1);
    private readonly SemaphoreSlim alone = new(1, 1);
    private readonly CancellationTokenSource stopping = new();
    private Task<RunnerLink>? standby;
    private RunnerLink? solo;
    private Task watch = Task.CompletedTask;
    private long calls, deaths, kills, retries, next;

    /// <summary>What the pool has seen so far.</summary>
    public RunnerPoolStats Stats => new(Volatile.Read(ref calls), Volatile.Read(ref deaths), Volatile.Read(ref kills), Volatile.Read(ref retries),
        queue.Held, queue.Waiting, strikes.Count(s => s.Value >= Strikes));

    /// <summary>Process ids of the runners that take calls.</summary>
    public IReadOnlyList<int> ProcessIds => [.. active.Where(a => a is { Alive: true }).Select(a => a!.ProcessId)];

    /// <summary>Starts the runners and their standby.</summary>
    public async Task Start(CancellationToken cancel)
    {
        for (var i = 0; i < active.Length; i++) active[i] = await RunnerLink.Start(options, time, cancel);
        standby = RunnerLink.Start(options, time, stopping.Token);
        watch = Watch(stopping.Token);
    }

    /// <inheritdoc />
    public async Task<Outcome> Run(Script script, Call call, IHostBroker broker, CancellationToken cancel)
    {
        if (strikes.GetValueOrDefault(script.Digest) >= Strikes) return Quarantined(call);
        await queue.Enter(call.Tenant);
        try
        {
            var journal = new CallJournal(broker);
            while (true)
            {
                try
                {
                    return await (await Pick(cancel)).Run(script, call, journal);
                }
                catch (RunnerDiedException death)
                {
                    Interlocked.Increment(ref retries);
                    if (death.WasRunning) return await Alone(script, call, journal, cancel);
                }
            }
        }
        finally
        {
            queue.Leave();
            Interlocked.Increment(ref calls);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested) return;
        await stopping.CancelAsync();
        await watch;
        foreach (var link in active.Append(solo))
            if (link is not null) await link.DisposeAsync();
        if (standby is { } waiting)
        {
            await waiting.ContinueWith(static _ => { }, TaskScheduler.Default);
            if (waiting.IsCompletedSuccessfully) await (await waiting).DisposeAsync();
        }
    }

    private async Task<RunnerLink> Pick(CancellationToken cancel)
    {
        var start = (int)(Interlocked.Increment(ref next) % active.Length);
        for (var i = 0; i < active.Length; i++)
            if (active[(start + i) % active.Length] is { Alive: true } link) return link;
        await replacing.WaitAsync(cancel);
        try
        {
            for (var i = 0; i < active.Length; i++)
                if (active[i] is not { Alive: true }) await Replace(i, cancel);
            return active[start]!;
        }
        finally
        {
            replacing.Release();
        }
    }

    private async Task Replace(int place, CancellationToken cancel)
    {
        if (active[place] is { } gone)
        {
            Interlocked.Increment(ref deaths);
            log.RunnerDied(gone.ProcessId);
            await gone.DisposeAsync();
        }
        var warm = Interlocked.Exchange(ref standby, null);
        active[place] = warm is null ? await RunnerLink.Start(options, time, cancel) : await Warm(warm, cancel);
        if (!stopping.IsCancellationRequested) standby = RunnerLink.Start(options, time, stopping.Token);
    }

    private async Task<RunnerLink> Warm(Task<RunnerLink> warm, CancellationToken cancel)
    {
        try
        {
            var link = await warm;
            if (link.Alive) return link;
            await link.DisposeAsync();
        }
        catch (Exception failed) when (failed is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            log.StandbyFailed(failed);
        }
        return await RunnerLink.Start(options, time, cancel);
    }

    private async Task<Outcome> Alone(Script script, Call call, IHostBroker journal, CancellationToken cancel)
    {
        await alone.WaitAsync(cancel);
        try
        {
            if (solo is not { Alive: true })
            {
                if (solo is { } gone) await gone.DisposeAsync();
                solo = await RunnerLink.Start(options with { Threads = 1 }, time, cancel);
            }
            return await solo.Run(script, call, journal);
        }
        catch (RunnerDiedException)
        {
            Interlocked.Increment(ref deaths);
            var count = strikes.AddOrUpdate(script.Digest, 1, static (_, known) => known + 1);
            log.Strike(script.Digest, call.Function, count);
            return count >= Strikes ? Quarantined(call) : Lethal(call);
        }
        finally
        {
            alone.Release();
        }
    }

    /// <summary>Kills a runner whose thread a script has held for far longer than its budget while the process burned CPU. Wall time
    /// alone never condemns: on a busy machine honest calls wait.</summary>
    private async Task Watch(CancellationToken stop)
    {
        var burned = new Dictionary<RunnerLink, (TimeSpan Cpu, TimeSpan Held)>();
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, stop).ContinueWith(static _ => { }, TaskScheduler.Default);
            foreach (var link in active.Append(solo))
            {
                if (link is not { Alive: true }) continue;
                var (held, cpuMs) = link.Longest();
                var limit = TimeSpan.FromMilliseconds(3 * Math.Max(cpuMs, 20));
                if (held < limit)
                {
                    burned.Remove(link);
                    continue;
                }
                if (!burned.TryGetValue(link, out var before)) burned[link] = (link.Cpu(), held);
                else if (link.Cpu() - before.Cpu > limit && held > before.Held)
                {
                    await Task.Delay(Neighbours, time, CancellationToken.None);
                    if (link.Longest().Held < held) continue;
                    log.WatchdogKills(link.ProcessId, (long)held.TotalMilliseconds);
                    Interlocked.Increment(ref kills);
                    burned.Remove(link);
                    link.Kill();
                }
            }
        }
    }

    private static Outcome Quarantined(Call call) => new()
    {
        Verdict = Verdict.NotAdmitted,
        Refusal = Refusal.Of(Codes.AppQuarantined, ("app", call.App), ("function", call.Function), ("why", "it ended its runner process twice")),
    };

    private static Outcome Lethal(Call call) => new()
    {
        Verdict = Verdict.Deadline,
        Refusal = Refusal.Of(Codes.LimitDeadline, ("app", call.App), ("function", call.Function), ("why", "it ended its runner process")),
    };
}

/// <summary>What the pool logs: digests and process ids, never a value.</summary>
internal static partial class RunnerLog
{
    [LoggerMessage(4101, LogLevel.Warning, "Runner {ProcessId} ended; the standby takes its place")]
    public static partial void RunnerDied(this ILogger log, int processId);

    [LoggerMessage(4102, LogLevel.Warning, "The watchdog kills runner {ProcessId}: a script held its thread for {HeldMs} ms")]
    public static partial void WatchdogKills(this ILogger log, int processId, long heldMs);

    [LoggerMessage(4103, LogLevel.Error, "Release {Digest} ended its runner alone in {Function}; strike {Count}")]
    public static partial void Strike(this ILogger log, string digest, string function, int count);

    [LoggerMessage(4104, LogLevel.Error, "The standby runner did not start")]
    public static partial void StandbyFailed(this ILogger log, Exception failed);
}

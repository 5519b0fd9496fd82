using Marketplace.Domain.Jobs;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Grains.Jobs;

/// <summary>This silo's hand on due work: woken by each commit that owes something, and once a second in any case. It claims rows
/// under a lease, so that a silo that dies loses them to the next. Nothing but the host's own end ends it: what is cancelled below (a
/// connection that died, a grain that was let go) is a failure like any other.</summary>
internal sealed class Sweeper(Database database, Deliveries deliveries, GrainOptions options, TimeProvider time, ILogger<Sweeper> log)
    : BackgroundService
{
    private const int Claimed = 64, Longest = 64;

    /// <summary>A pair with many messages lets the others have their turn after so long.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim wake = new(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        void Wake()
        {
            if (wake.CurrentCount == 0) wake.Release();
        }

        database.Woken += Wake;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await wake.WaitAsync(TimeSpan.FromSeconds(1), stop);
                while (await Sweep(stop)) { }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            log.SweeperStopped();
        }
        finally
        {
            database.Woken -= Wake;
        }
    }

    /// <summary>One round; true when there may be more to do at once.</summary>
    private async Task<bool> Sweep(CancellationToken stop)
    {
        try
        {
            var side = new ParallelOptions { MaxDegreeOfParallelism = options.Deliveries, CancellationToken = stop };
            var due = await DueFacts.Claim(database, Claimed, stop);
            await Parallel.ForEachAsync(due, side, async (item, _) => await Do(item, stop));
            var runs = await OutboxFacts.Claim(database, Claimed, Longest, stop);
            await Parallel.ForEachAsync(runs, side, async (run, _) => await Deliver(run, stop));
            return due.Count == Claimed || runs.Count == Claimed || runs.Any(static run => run.Messages.Count == Longest);
        }
        catch (Exception broken) when (broken is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            log.SweepFailed(broken);
            await Task.Delay(TimeSpan.FromSeconds(1), time, stop);
            return false;
        }
    }

    private async Task Do(DueItem item, CancellationToken stop)
    {
        var unit = new Unit();
        try
        {
            await deliveries.Apply(item.Id, item.Kind, item.Key, item.Payload);
            DueFacts.Done(unit, item.Id);
        }
        catch (DeliveryException paused) when (paused.Fate == Fate.Wait)
        {
            log.DeliveryWaits(item.Kind, item.Key, paused.Message);
            DueFacts.Wait(unit, item, paused.Message, time.GetUtcNow() + DeliveryRules.Pause(time.GetUtcNow() - item.At));
        }
        catch (DeliveryException final) when (final.Fate == Fate.Dead)
        {
            log.DeliveryDead(item.Kind, item.Key, final.Message);
            DueFacts.Bury(unit, item, final.Note);
        }
        catch (Exception broken) when (broken is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            log.DeliveryFailed(item.Kind, item.Key, broken.GetType().Name, broken.Message);
            // A clock that was given up would never tick again.
            if (item.Kind == Messages.TickKind && item.Tries + 2 >= Patience.Tries) DueFacts.Wait(unit, item, broken.Message, time.GetUtcNow() + DeliveryRules.Pause(TimeSpan.Zero));
            else DueFacts.Fail(unit, item, broken.Message, time.GetUtcNow());
        }
        await database.Commit(unit);
    }

    /// <summary>The messages of one pair, one after the other, until one fails or the others should have their turn.</summary>
    private async Task Deliver(MessageRun run, CancellationToken stop)
    {
        var (unit, applied, began) = (new Unit(), run.Done, time.GetTimestamp());
        foreach (var message in run.Messages)
        {
            try
            {
                await deliveries.Apply(message.Id, message.Kind, message.Target, message.Payload);
                applied = message.Seq;
            }
            catch (Exception broken) when (broken is not OperationCanceledException || !stop.IsCancellationRequested)
            {
                log.DeliveryFailed(message.Kind, message.Target, broken.GetType().Name, broken.Message);
                OutboxFacts.Fail(unit, run, message, broken.Message, time.GetUtcNow());
                await database.Commit(unit);
                return;
            }
            if (time.GetElapsedTime(began) > Turn) break;
        }
        OutboxFacts.Acknowledge(unit, run, applied, time.GetUtcNow());
        await database.Commit(unit);
    }
}

/// <summary>What the sweeper logs: kinds and keys, never payloads.</summary>
internal static partial class JobsLog
{
    [LoggerMessage(6101, LogLevel.Warning, "Delivery of {Kind} to {Key} failed and will be tried again: {Error} {Reason}")]
    public static partial void DeliveryFailed(this ILogger log, string kind, string key, string error, string reason);

    [LoggerMessage(6104, LogLevel.Debug, "Delivery of {Kind} to {Key} waits for the end of a pause: {Reason}")]
    public static partial void DeliveryWaits(this ILogger log, string kind, string key, string reason);

    [LoggerMessage(6105, LogLevel.Warning, "Delivery of {Kind} to {Key} was given up: {Reason}")]
    public static partial void DeliveryDead(this ILogger log, string kind, string key, string reason);

    [LoggerMessage(6102, LogLevel.Error, "Due work could not be read")]
    public static partial void SweepFailed(this ILogger log, Exception broken);

    [LoggerMessage(6103, LogLevel.Debug, "The sweeper stopped")]
    public static partial void SweeperStopped(this ILogger log);
}

using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Grains.Jobs;

/// <summary>This silo's hand on due work: woken by each commit that owes something, and once a second in any case. It claims rows
/// under a lease, so that a silo that dies loses them to the next.</summary>
internal sealed class Sweeper(Database database, Deliveries deliveries, GrainOptions options, TimeProvider time, ILogger<Sweeper> log)
    : BackgroundService
{
    private const int Claimed = 64;
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
                while (await Sweep(stop) == Claimed) { }
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

    private async Task<int> Sweep(CancellationToken stop)
    {
        try
        {
            var due = await DueFacts.Claim(database, Claimed, stop);
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = options.Deliveries, CancellationToken = stop },
                async (row, _) => await One(row.Id, row.Kind, row.Key, row.Payload, unit => DueFacts.Done(unit, row.Id), (unit, why) => DueFacts.Fail(unit, row, why, time.GetUtcNow())));
            var messages = await OutboxFacts.Claim(database, Claimed, stop);
            await Parallel.ForEachAsync(messages, new ParallelOptions { MaxDegreeOfParallelism = options.Deliveries, CancellationToken = stop },
                async (row, _) => await One(row.Id, row.Kind, row.Target, row.Payload, unit => OutboxFacts.Acknowledge(unit, row.Id), (unit, why) => OutboxFacts.Fail(unit, row, why, time.GetUtcNow())));
            return Math.Max(due.Count, messages.Count);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            log.SweepFailed(broken);
            await Task.Delay(TimeSpan.FromSeconds(1), time, stop);
            return 0;
        }
    }

    private async Task One(string id, string kind, string key, byte[] payload, Action<Unit> done, Action<Unit, string> failed)
    {
        try
        {
            await deliveries.Apply(id, kind, key, payload);
            var unit = new Unit();
            done(unit);
            await database.Commit(unit);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            log.DeliveryFailed(kind, key, broken.GetType().Name, broken.Message);
            var unit = new Unit();
            failed(unit, broken.Message);
            await database.Commit(unit);
        }
    }
}

/// <summary>What the sweeper logs: kinds and keys, never payloads.</summary>
internal static partial class JobsLog
{
    [LoggerMessage(6101, LogLevel.Warning, "Delivery of {Kind} to {Key} failed and will be tried again: {Error} {Reason}")]
    public static partial void DeliveryFailed(this ILogger log, string kind, string key, string error, string reason);

    [LoggerMessage(6102, LogLevel.Error, "Due work could not be read")]
    public static partial void SweepFailed(this ILogger log, Exception broken);

    [LoggerMessage(6103, LogLevel.Debug, "The sweeper stopped")]
    public static partial void SweeperStopped(this ILogger log);
}

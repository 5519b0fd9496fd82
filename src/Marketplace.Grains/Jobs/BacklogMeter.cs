using System.Diagnostics.Metrics;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Grains.Jobs;

/// <summary>Looks at what still has to be done every ten seconds, so that reading a metric never waits for the store. Each silo shows the
/// whole store's backlog: take the highest, not the sum.</summary>
internal sealed class BacklogMeter : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private readonly Database database;
    private readonly TimeProvider time;
    private readonly ILogger<BacklogMeter> log;
    private readonly Meter meter = new(GrainTelemetry.Name);
    private Backlog seen = new(0, TimeSpan.Zero, TimeSpan.Zero, 0);

    public BacklogMeter(Database database, TimeProvider time, ILogger<BacklogMeter> log)
    {
        (this.database, this.time, this.log) = (database, time, log);
        meter.CreateObservableGauge("marketplace.outbox.open", () => seen.Messages, "{message}", "Messages that have not arrived yet.");
        meter.CreateObservableGauge("marketplace.outbox.age", () => seen.OldestMessage.TotalSeconds, "s", "How long the oldest of them has waited.");
        meter.CreateObservableGauge("marketplace.due.age", () => seen.OldestDue.TotalSeconds, "s", "How long the most overdue work has been due.");
        meter.CreateObservableGauge("marketplace.dead", () => seen.Dead, "{message}", "Messages and due work given up after ten tries: somebody must look.");
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                seen = await Backlog.Read(database, stoppingToken);
            }
            catch (Exception broken) when (broken is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                log.SweepFailed(broken);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).AsTask().ContinueWith(static tick => tick is { IsCompletedSuccessfully: true, Result: true }, TaskScheduler.Default));
    }
}

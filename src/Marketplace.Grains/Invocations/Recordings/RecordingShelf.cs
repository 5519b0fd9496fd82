using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Marketplace.Domain.Invocations.Recordings;
using Marketplace.Storage;
using Marketplace.Storage.Invocations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Grains.Invocations.Recordings;

/// <summary>Takes recordings of calls that have ended and writes them behind everybody's back: no call waits for its recording, neither for
/// the work nor for the disk. A host that dies takes the last half second of them along; the calls themselves, their log and their bill are
/// committed before. When more comes than can be written, some are not kept, and are counted.</summary>
internal sealed class RecordingShelf : BackgroundService
{
    private const int Batch = 64;
    private const long MostWaiting = 32L * 1_048_576;

    /// <summary>So long a few are gathered: a commit of its own for each would make the calls' commits wait for the disk more often.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(250);

    private readonly Database database;
    private readonly RecordingSeal seal;
    private readonly ILogger<RecordingShelf> log;
    private readonly Channel<(Recording Recording, long Bytes)> waiting = Channel.CreateUnbounded<(Recording, long)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly System.Diagnostics.Metrics.Meter meter = new(GrainTelemetry.Name);
    private readonly Counter<long> kept, lost;
    private long held;

    public RecordingShelf(Database database, RecordingSeal seal, ILogger<RecordingShelf> log)
    {
        (this.database, this.seal, this.log) = (database, seal, log);
        kept = meter.CreateCounter<long>("marketplace.recordings.kept", "{recording}", "Recordings of calls that were written.");
        lost = meter.CreateCounter<long>("marketplace.recordings.lost", "{recording}", "Recordings that were not kept: too large, too many at once, or the store did not take them.");
    }

    /// <summary>Puts a recording down and returns at once.</summary>
    public void Put(Recording recording)
    {
        var bytes = 2_000L + recording.Call.Input.Length + recording.End.Result.Length + recording.End.Meter.BytesOut
            + recording.Answers.Sum(static one => (long)one.Args.Length + one.Json.Length);
        if (Interlocked.Add(ref held, bytes) <= MostWaiting && waiting.Writer.TryWrite((recording, bytes))) return;
        Interlocked.Add(ref held, -bytes);
        lost.Add(1);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    /// <summary>What is still here is written before the host ends.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        waiting.Writer.TryComplete();
        if (ExecuteTask is { } writing) await writing.WaitAsync(cancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            await Task.WhenAny(Task.Delay(Gather, CancellationToken.None), waiting.Reader.Completion);
            while (Next() is { Count: > 0 } batch)
            {
                foreach (var install in batch.GroupBy(static one => (one.Call.Tenant, one.Call.App))) await Write([.. install]);
            }
        }
    }

    private List<Recording> Next()
    {
        List<Recording> batch = [];
        while (batch.Count < Batch && waiting.Reader.TryRead(out var one))
        {
            Interlocked.Add(ref held, -one.Bytes);
            batch.Add(one.Recording);
        }
        return batch;
    }

    private async Task Write(List<Recording> recordings)
    {
        try
        {
            List<RecordingRow> rows = [];
            foreach (var recording in recordings)
                if (await seal.Close(recording) is { } row && row.Body.Length <= RecordingRules.LargestOne) rows.Add(row);
            lost.Add(recordings.Count - rows.Count);
            if (rows.Count == 0) return;
            var unit = new Unit();
            RecordingFacts.Add(unit, rows, database.Time.GetUtcNow());
            (await database.Commit(unit) is { Ok: true } ? kept : lost).Add(rows.Count);
        }
        catch (Exception broken)
        {
            lost.Add(recordings.Count);
            log.RecordingsLost(broken, recordings.Count);
        }
    }
}

/// <summary>What the shelf logs.</summary>
internal static partial class RecordingLog
{
    [LoggerMessage(6301, LogLevel.Warning, "{Count} recordings of calls could not be kept; the calls themselves are")]
    public static partial void RecordingsLost(this ILogger log, Exception broken, int count);
}

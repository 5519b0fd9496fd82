using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Marketplace.Storage;

/// <summary>What the store tells of its work. Spans carry counts and conflict codes, never a parameter's value; without a listener they
/// cost nothing.</summary>
internal static class StoreTelemetry
{
    /// <summary>The name under which both are collected.</summary>
    public const string Name = "Marketplace.Storage";

    private static readonly ActivitySource source = new(Name);
    private static readonly Meter meter = new(Name);
    private static readonly Histogram<int> batches = meter.CreateHistogram("marketplace.store.batch", "{unit}",
        "Units that one flush to the disk (SQLite) or one transaction (PostgreSQL) carried.",
        advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] });
    private static readonly Histogram<double> waits = meter.CreateHistogram("marketplace.store.commit", "s",
        "From handing a unit in to knowing how it ended, the wait for a place included.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] });

    /// <summary>A span for one trip to the store, or null when nobody listens.</summary>
    public static Activity? Begin(string name, int units = 0)
    {
        var span = source.StartActivity(name, ActivityKind.Client);
        if (units > 0) span?.SetTag("marketplace.units", units);
        return span;
    }

    /// <summary>How a unit ended.</summary>
    public static void Ended(Activity? span, Committed end)
    {
        if (!end.Ok) span?.SetTag("marketplace.conflict", end.Conflict);
    }

    /// <summary>One flush or transaction.</summary>
    public static void Batch(int units) => batches.Record(units);

    /// <summary>One caller's wait for his commit.</summary>
    public static void Waited(TimeSpan wait) => waits.Record(wait.TotalSeconds);
}

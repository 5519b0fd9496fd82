using System.Numerics;

namespace Marketplace.Load.Wire;

/// <summary>Counts times in buckets of equal ratio: 32 to each doubling, so that a quantile is right to within 3 %, from 1 µs to an hour.
/// Several threads may add.</summary>
internal sealed class Histogram
{
    private const int Fine = 5;
    private readonly long[] counts = new long[40 << Fine];
    private long most;

    /// <summary>How many times were added.</summary>
    public long Count => counts.Sum();

    /// <summary>The longest, in milliseconds.</summary>
    public double Most => Volatile.Read(ref most) / 1000.0;

    /// <summary>Adds one.</summary>
    public void Add(TimeSpan time)
    {
        var micros = Math.Max(0, (long)time.TotalMicroseconds);
        Interlocked.Increment(ref counts[Bucket(micros)]);
        for (var seen = Volatile.Read(ref most); micros > seen; seen = Volatile.Read(ref most))
            if (Interlocked.CompareExchange(ref most, micros, seen) == seen) return;
    }

    /// <summary>The time, in milliseconds, that this share of all did not exceed; 0 when there are none.</summary>
    public double At(double share)
    {
        var rank = (long)Math.Ceiling(share * Count);
        long passed = 0;
        for (var bucket = 0; bucket < counts.Length; bucket++)
            if ((passed += counts[bucket]) >= rank && rank > 0) return Math.Min(Most, Upper(bucket) / 1000.0);
        return 0;
    }

    /// <summary>How many were no longer than this.</summary>
    public long Within(TimeSpan time) => counts.Take(Bucket((long)time.TotalMicroseconds) + 1).Sum();

    /// <inheritdoc />
    public override string ToString() => FormattableString.Invariant(
        $"p50 {At(0.5),6:F1}  p95 {At(0.95),6:F1}  p99 {At(0.99),6:F1}  p99.9 {At(0.999),6:F1}  max {Most,6:F1} ms");

    private static int Bucket(long micros)
    {
        if (micros < 1 << Fine) return (int)micros;
        var power = BitOperations.Log2((ulong)micros);
        return Math.Min((power - Fine + 1 << Fine) + (int)(micros >> power - Fine & (1 << Fine) - 1), (40 << Fine) - 1);
    }

    private static long Upper(int bucket)
    {
        if (bucket < 1 << Fine) return bucket;
        var power = (bucket >> Fine) + Fine - 1;
        return ((1L << Fine) + (bucket & (1 << Fine) - 1) + 1 << power - Fine) - 1;
    }
}

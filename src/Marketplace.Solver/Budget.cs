using System.Diagnostics;

namespace Marketplace.Solver;

/// <summary>How much of the time box, or of the steps that were allowed, is spent. With steps given, nothing that the search does depends
/// on a clock, but for the box itself.</summary>
internal sealed class Budget(double seconds, long? steps, bool processorTime)
{
    private const int StepsPerLook = 8; // a look at the clock costs as much as a small step

    private readonly long began = Stopwatch.GetTimestamp();
    private readonly double before = processorTime ? 0 : AlreadyRun().TotalSeconds;
    private int untilLook;
    private double timeSpent;

    /// <summary>Steps so far.</summary>
    public long Steps { get; private set; }

    /// <summary>The share that is spent, from 0; 1 and more is over.</summary>
    public double Spent { get; private set; }

    /// <summary>Seconds of the box so far, read now.</summary>
    public double Seconds => processorTime ? Environment.CpuUsage.TotalTime.TotalSeconds : before + Stopwatch.GetElapsedTime(began).TotalSeconds;

    /// <summary>One more step.</summary>
    public void Step()
    {
        Steps++;
        if (--untilLook <= 0)
        {
            untilLook = StepsPerLook;
            timeSpent = Seconds / seconds;
        }
        Spent = steps is { } most && timeSpent < 1 ? (double)Steps / most : timeSpent;
    }

    private static TimeSpan AlreadyRun() => TimeProvider.System.GetUtcNow() - Process.GetCurrentProcess().StartTime.ToUniversalTime();
}

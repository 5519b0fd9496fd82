using System.Runtime.InteropServices;

namespace Marketplace.Sandbox.Budgets;

/// <summary>CPU time of a thread, in nanoseconds. Wall clock would charge a script for its neighbours: with 24 threads
/// on two cores more than half of honest calls missed a 50 ms wall limit.</summary>
internal static partial class ThreadClock
{
    private const int ThreadCpuTime = 3;

    /// <summary>Of the running thread.</summary>
    public static long Nanoseconds => Read(ThreadCpuTime);

    /// <summary>The clock of the running thread, for other threads to read while it lives.</summary>
    public static int OfThisThread() =>
        Clock(Self(), out var clock) == 0 ? clock : throw new InvalidOperationException("No clock for this thread.");

    /// <summary>A clock's time.</summary>
    public static long Read(int clock) =>
        Read(clock, out var time) == 0
            ? time.Seconds * 1_000_000_000 + time.Nanoseconds
            : throw new InvalidOperationException("No thread CPU clock.");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [SuppressGCTransition]
    private static partial int Read(int clock, out TimeSpec time);

    [LibraryImport("libc", EntryPoint = "pthread_self")]
    private static partial nint Self();

    [LibraryImport("libc", EntryPoint = "pthread_getcpuclockid")]
    private static partial int Clock(nint thread, out int clock);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}

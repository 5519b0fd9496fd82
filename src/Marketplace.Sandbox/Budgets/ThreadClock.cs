using System.Runtime.InteropServices;

namespace Marketplace.Sandbox.Budgets;

/// <summary>CPU time of the running thread, in nanoseconds. Wall clock would charge a script for its neighbours: with 24 threads
/// on two cores more than half of honest calls missed a 50 ms wall limit.</summary>
internal static partial class ThreadClock
{
    private const int ThreadCpuTime = 3;

    public static long Nanoseconds
    {
        get
        {
            if (Read(ThreadCpuTime, out var time) != 0) throw new InvalidOperationException("No thread CPU clock.");
            return time.Seconds * 1_000_000_000 + time.Nanoseconds;
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [SuppressGCTransition]
    private static partial int Read(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}

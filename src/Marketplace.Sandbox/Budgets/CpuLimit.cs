using System.Diagnostics;
using System.Runtime;
using Jint;
using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Budgets;

/// <summary>Thread CPU time of one call, over all its turns, without what the runtime took meanwhile for itself: compiling on this
/// thread, and collecting garbage, which is done on whichever thread asks for memory next and may be a neighbour's. A thread's CPU time never runs ahead of the wall clock, so the dear CPU clock is read only when enough wall time has passed for the
/// budget to be spent.</summary>
internal sealed class CpuLimit(int milliseconds) : Constraint
{
    private readonly long _budget = milliseconds * 1_000_000L;
    private long _spent;
    private long _turnStart;
    private long _overheadBefore;
    private long _nextLook;

    public override bool IsAmortizable => true;

    /// <summary>Nanoseconds spent in turns that have ended, compiling and collecting included.</summary>
    public long Spent { get; private set; }

    public void BeginTurn()
    {
        _overheadBefore = Overhead();
        _turnStart = ThreadClock.Nanoseconds;
        _nextLook = Stopwatch.GetTimestamp() + Ticks(_budget - _spent);
    }

    public void EndTurn()
    {
        var used = ThreadClock.Nanoseconds - _turnStart;
        Spent += used;
        _spent += Math.Max(0, used - (Overhead() - _overheadBefore));
    }

    public override void Check()
    {
        var now = Stopwatch.GetTimestamp();
        if (now < _nextLook) return;
        var left = _budget - _spent - (ThreadClock.Nanoseconds - _turnStart);
        if (left <= 0) left += Overhead() - _overheadBefore;
        if (left <= 0) throw new BudgetExceeded(Verdict.Cpu, "ms", _budget / 1_000_000);
        _nextLook = now + Ticks(left);
    }

    public override void Reset()
    {
        // One budget for the whole call: entering the engine again renews nothing.
    }

    /// <summary>What the just-in-time compiler has taken of this thread and the collector's pauses of the process so far. Compiling happens
    /// once for each method, and the pauses that a script can cause are bounded by its memory budget.</summary>
    private static long Overhead() => (JitInfo.GetCompilationTime(currentThread: true) + GC.GetTotalPauseDuration()).Ticks * 100;

    private static long Ticks(long nanoseconds) => (long)(nanoseconds * (Stopwatch.Frequency / 1e9));
}

using System.Diagnostics;
using Jint;
using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Budgets;

/// <summary>Thread CPU time of one call, over all its turns. A thread's CPU time never runs ahead of the wall clock, so the
/// dear CPU clock is read only when enough wall time has passed for the budget to be spent.</summary>
internal sealed class CpuLimit(int milliseconds) : Constraint
{
    private readonly long _budget = milliseconds * 1_000_000L;
    private long _spent;
    private long _turnStart;
    private long _nextLook;

    public override bool IsAmortizable => true;

    /// <summary>Nanoseconds spent in turns that have ended.</summary>
    public long Spent => _spent;

    public void BeginTurn()
    {
        _turnStart = ThreadClock.Nanoseconds;
        _nextLook = Stopwatch.GetTimestamp() + Ticks(_budget - _spent);
    }

    public void EndTurn() => _spent += ThreadClock.Nanoseconds - _turnStart;

    public override void Check()
    {
        var now = Stopwatch.GetTimestamp();
        if (now < _nextLook) return;
        var left = _budget - _spent - (ThreadClock.Nanoseconds - _turnStart);
        if (left <= 0) throw new BudgetExceeded(Verdict.Cpu, "ms", _budget / 1_000_000);
        _nextLook = now + Ticks(left);
    }

    public override void Reset()
    {
        // One budget for the whole call: entering the engine again renews nothing.
    }

    private static long Ticks(long nanoseconds) => (long)(nanoseconds * (Stopwatch.Frequency / 1e9));
}

using Jint;
using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Budgets;

/// <summary>Counts every statement of a call exactly, and what the call's thread allocates. Statements are billed, so they must
/// be the same on every machine; allocation is a limit only.</summary>
internal sealed class CallMeter(Budget budget) : Constraint
{
    private readonly long _memory = budget.MemoryMb * 1_048_576L;
    private long _allocated;
    private long _turnStart;
    private nint _stack;

    public long Statements { get; private set; }

    /// <summary>Bytes allocated in turns that have ended.</summary>
    public long Allocated => _allocated;

    public void BeginTurn()
    {
        _turnStart = GC.GetAllocatedBytesForCurrentThread();
        _stack = Here();
    }

    public void EndTurn() => _allocated += GC.GetAllocatedBytesForCurrentThread() - _turnStart;

    public override void Check()
    {
        if (++Statements > budget.Statements) throw new BudgetExceeded(Verdict.Statements, "statements", budget.Statements);
        if (_stack - Here() > Ceilings.DepthBytes) throw new BudgetExceeded(Verdict.Depth, "MB of stack", Ceilings.DepthBytes >> 20);
        if ((Statements & 31) == 0) CheckMemory();
    }

    /// <summary>For long work inside one statement.</summary>
    public void CheckMemory()
    {
        if (_allocated + GC.GetAllocatedBytesForCurrentThread() - _turnStart > _memory)
            throw new BudgetExceeded(Verdict.Memory, "MB", budget.MemoryMb);
    }

    public override void Reset()
    {
        // One budget for the whole call: entering the engine again renews nothing.
    }

    /// <summary>Where the stack is now. Calls through getters and conversions nest without counting as recursion, and each collection
    /// walks the whole stack: a deep one cost ten budgets before the clock was looked at.</summary>
    private static unsafe nint Here()
    {
        byte here;
        return (nint)(&here);
    }
}

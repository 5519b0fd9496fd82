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

    public long Statements { get; private set; }

    /// <summary>Bytes allocated in turns that have ended.</summary>
    public long Allocated => _allocated;

    public void BeginTurn() => _turnStart = GC.GetAllocatedBytesForCurrentThread();

    public void EndTurn() => _allocated += GC.GetAllocatedBytesForCurrentThread() - _turnStart;

    public override void Check()
    {
        if (++Statements > budget.Statements) throw new BudgetExceeded(Verdict.Statements, "statements", budget.Statements);
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
}

namespace Marketplace.Sandbox.Budgets;

/// <summary>What one script thread is doing now, so that another thread can see when it will not stop.</summary>
internal sealed class Seat
{
    private readonly Lock _gate = new();
    private readonly int _clock = ThreadClock.OfThisThread();
    private Work? _work;
    private long _since;

    public void Take(Work work)
    {
        lock (_gate) (_work, _since) = (work, ThreadClock.Nanoseconds);
    }

    /// <summary>Ends the work; says what CPU time it took.</summary>
    public long Leave()
    {
        lock (_gate)
        {
            _work = null;
            return ThreadClock.Nanoseconds - _since;
        }
    }

    /// <summary>The work that is far over what it may take, or null.</summary>
    public Work? Overrun()
    {
        lock (_gate) return _work is { MostCpu: > 0 } work && ThreadClock.Read(_clock) - _since > work.MostCpu ? work : null;
    }
}

using System.Diagnostics.CodeAnalysis;

namespace Marketplace.Sandbox.Budgets;

/// <summary>Work in line for the script threads: deficit round robin by tenant, in CPU time. Who sends a hundred long calls waits behind
/// his own hundred; a newcomer waits for one turn of each tenant before him.</summary>
internal sealed class FairWork
{
    private const long Quantum = 5_000_000;
    private readonly object _gate = new();
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private readonly Queue<Line> _turns = new();
    private bool _closed;

    public void Add(Work work)
    {
        lock (_gate)
        {
            if (!_lines.TryGetValue(work.Tenant, out var line)) _lines[work.Tenant] = line = new Line();
            if (line.Waiting.Count == 0) _turns.Enqueue(line);
            line.Waiting.Enqueue(work);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>The next work, or false when there will be no more.</summary>
    public bool Next([NotNullWhen(true)] out Work? work)
    {
        lock (_gate)
        {
            while (_turns.Count == 0 && !_closed) Monitor.Wait(_gate);
            work = _closed ? null : Take();
            return work is not null;
        }
    }

    /// <summary>Says what a tenant's work cost.</summary>
    public void Charge(Work work, long nanoseconds)
    {
        lock (_gate)
        {
            var line = _lines[work.Tenant];
            line.Credit -= nanoseconds;
            if (--line.Running == 0 && line.Waiting.Count == 0) _lines.Remove(work.Tenant);
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private Work Take()
    {
        var line = _turns.Dequeue();
        while (line.Credit <= 0)
        {
            line.Credit += Quantum;
            if (_turns.Count == 0) continue;
            _turns.Enqueue(line);
            line = _turns.Dequeue();
        }
        var work = line.Waiting.Dequeue();
        line.Running++;
        if (line.Waiting.Count > 0) _turns.Enqueue(line);
        return work;
    }

    private sealed class Line
    {
        public readonly Queue<Work> Waiting = new();
        public int Running;
        public long Credit = Quantum;
    }
}

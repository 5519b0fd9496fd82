namespace Marketplace.Sandbox.Budgets;

/// <summary>A few threads with big stacks that run scripts and nothing else. Pool threads will not do: their stacks are small,
/// and a script would starve the server.</summary>
internal sealed class BigStackThreads : IDisposable
{
    private readonly FairWork _work = new();
    private readonly Lock _gate = new();
    private readonly List<Seat> _seats = [];
    private readonly string _name;

    public BigStackThreads(int threads, string name)
    {
        _name = name;
        for (var i = 0; i < threads; i++) Start();
    }

    public void Post(Work work) => _work.Add(work);

    /// <summary>Who to blame for work that no limit stops any more.</summary>
    public IReadOnlyList<string> Overrunning()
    {
        lock (_gate) return [.. _seats.Select(s => s.Overrun()).OfType<Work>().Select(w => w.Subject)];
    }

    public void Dispose() => _work.Close();

    private void Start() =>
        new Thread(Loop, Ceilings.StackBytes) { IsBackground = true, Name = _name }.Start();

    private void Loop()
    {
        var seat = new Seat();
        lock (_gate) _seats.Add(seat);
        var deep = false;
        while (!deep && _work.Next(out var work))
        {
            seat.Take(work);
            deep = work.Run();
            _work.Charge(work, seat.Leave());
        }
        lock (_gate) _seats.Remove(seat);
        if (deep) Start();
    }
}

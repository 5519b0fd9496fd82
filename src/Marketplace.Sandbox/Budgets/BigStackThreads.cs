using System.Collections.Concurrent;

namespace Marketplace.Sandbox.Budgets;

/// <summary>A few threads with big stacks that run scripts and nothing else. Pool threads will not do: their stacks are small,
/// and a script would starve the server.</summary>
internal sealed class BigStackThreads : IDisposable
{
    private readonly BlockingCollection<Func<bool>> _work = [];
    private readonly string _name;

    public BigStackThreads(int threads, string name)
    {
        _name = name;
        for (var i = 0; i < threads; i++) Start();
    }

    /// <summary>Queues work. It returns true when its thread should be replaced because the stack was touched deeply.</summary>
    public void Post(Func<bool> work) => _work.Add(work);

    public void Dispose() => _work.CompleteAdding();

    private void Start() =>
        new Thread(Loop, Ceilings.StackBytes) { IsBackground = true, Name = _name }.Start();

    private void Loop()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            if (!work()) continue;
            Start();
            return;
        }
    }
}

namespace Marketplace.Sandbox.Runners;

/// <summary>Places for calls, handed out round robin by tenant: who asks for a thousand waits behind his own thousand.</summary>
internal sealed class FairQueue
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Queue<TaskCompletionSource>> waiting = new(StringComparer.Ordinal);
    private readonly Queue<string> turn = new();
    private readonly int total;
    private int free;

    public FairQueue(int places) => total = free = places;

    /// <summary>Calls that wait.</summary>
    public int Waiting { get; private set; }

    /// <summary>Calls that hold a place.</summary>
    public int Held => total - free;

    /// <summary>Waits for a place.</summary>
    public Task Enter(string tenant)
    {
        lock (gate)
        {
            if (free > 0 && Waiting == 0)
            {
                free--;
                return Task.CompletedTask;
            }
            if (!waiting.TryGetValue(tenant, out var queue)) waiting[tenant] = queue = new Queue<TaskCompletionSource>();
            if (queue.Count == 0) turn.Enqueue(tenant);
            var place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            queue.Enqueue(place);
            Waiting++;
            return place.Task;
        }
    }

    /// <summary>Gives the place to the next tenant's first call.</summary>
    public void Leave()
    {
        lock (gate)
        {
            if (!turn.TryDequeue(out var tenant))
            {
                free++;
                return;
            }
            var queue = waiting[tenant];
            var next = queue.Dequeue();
            Waiting--;
            if (queue.Count > 0) turn.Enqueue(tenant);
            else waiting.Remove(tenant);
            next.SetResult();
        }
    }
}

namespace Marketplace.Sandbox.Runners;

/// <summary>Places for calls, handed out round robin by tenant: who asks for a thousand waits behind his own thousand. A quarter of
/// the places is out of one tenant's reach, so that a newcomer finds one free.</summary>
internal sealed class FairQueue
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Line> lines = new(StringComparer.Ordinal);
    private readonly Queue<Line> turns = new();
    private readonly int total, most;
    private int free;

    public FairQueue(int places)
    {
        total = free = places;
        most = Math.Max(1, places - places / 4);
    }

    /// <summary>Calls that wait.</summary>
    public int Waiting { get; private set; }

    /// <summary>Calls that hold a place.</summary>
    public int Held => total - free;

    /// <summary>Waits for a place.</summary>
    public Task Enter(string tenant)
    {
        lock (gate)
        {
            if (!lines.TryGetValue(tenant, out var line)) lines[tenant] = line = new Line();
            if (free > 0 && line.Waiting.Count == 0 && line.Held < most)
            {
                free--;
                line.Held++;
                return Task.CompletedTask;
            }
            var place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            line.Waiting.Enqueue(place);
            Waiting++;
            Stand(line);
            return place.Task;
        }
    }

    /// <summary>Gives the place back, to whoever's turn it is.</summary>
    public void Leave(string tenant)
    {
        lock (gate)
        {
            var line = lines[tenant];
            line.Held--;
            free++;
            Stand(line);
            if (line.Held == 0 && line.Waiting.Count == 0) lines.Remove(tenant);
            while (free > 0 && turns.TryDequeue(out var next)) Seat(next);
        }
    }

    private void Seat(Line line)
    {
        line.InLine = false;
        line.Held++;
        free--;
        Waiting--;
        line.Waiting.Dequeue().SetResult();
        Stand(line);
    }

    /// <summary>A line stands for its turn while someone in it waits and may have one more place.</summary>
    private void Stand(Line line)
    {
        if (line.InLine || line.Waiting.Count == 0 || line.Held >= most) return;
        line.InLine = true;
        turns.Enqueue(line);
    }

    private sealed class Line
    {
        public readonly Queue<TaskCompletionSource> Waiting = new();
        public int Held;
        public bool InLine;
    }
}

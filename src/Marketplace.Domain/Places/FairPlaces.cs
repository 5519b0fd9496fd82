namespace Marketplace.Domain.Places;

/// <summary>Who may work now, who waits and who is turned away. The next place goes to the caller with the least in progress of those
/// that wait, and among equals to whoever has waited longest; when the queue is full, whoever has most, in progress and waiting together,
/// loses the last that waits. So a caller with ten times the work of the others costs itself and not them. No clock, no threads: the owner brings both and locks.</summary>
/// <typeparam name="T">What stands for one piece of work.</typeparam>
public sealed class FairPlaces<T>(PlaceLimits limits) where T : class
{
    private readonly Dictionary<string, Line> lines = new(StringComparer.Ordinal);
    private readonly List<Line> standing = [];
    private long arrivals;

    /// <summary>Work in progress.</summary>
    public int Held { get; private set; }

    /// <summary>Work that waits.</summary>
    public int Waiting { get; private set; }

    /// <summary>How much may wait at the moment: the limit, or less when the owner sees that more could not be served in time. Who waits
    /// already goes on waiting.</summary>
    public int Queue { get; set => field = Math.Clamp(value, 0, limits.Queue); } = limits.Queue;

    /// <summary>True when <see cref="Come"/> would turn this caller away now.</summary>
    public bool IsFullFor(string who)
    {
        var line = lines.GetValueOrDefault(who);
        return !MaySit(line) && Waiting >= Queue && Loser(line?.All ?? 0) is null;
    }

    /// <summary>A piece of work arrives.</summary>
    public Arrival<T> Come(string who, T work)
    {
        if (IsFullFor(who)) return new(Entrance.TurnedAway, null);
        if (!lines.TryGetValue(who, out var line)) lines[who] = line = new Line(who);
        if (MaySit(line))
        {
            Sit(line);
            return new(Entrance.Seated, null);
        }
        var pushed = Waiting >= Queue && Loser(line.All) is { } most ? PushOut(most) : null;
        if (line.Waiting.Count == 0) standing.Add(line);
        line.Waiting.AddLast((work, arrivals++));
        Waiting++;
        return new(Entrance.Waits, pushed);
    }

    /// <summary>A piece of work is done; the one that takes its place, or null.</summary>
    public T? Leave(string who)
    {
        var line = lines[who];
        line.Held--;
        Held--;
        var next = Next();
        if (next is null)
        {
            Forget(line);
            return null;
        }
        var work = next.Waiting.First!.Value.Work;
        Remove(next, next.Waiting.First);
        Sit(next);
        Forget(line);
        return work;
    }

    /// <summary>Takes everything that is overdue out of the queue. Each line is in the order of arrival, so that a line's first that is
    /// not overdue ends the search in it.</summary>
    public IReadOnlyList<T> TakeOut(Predicate<T> isOverdue)
    {
        List<T> late = [];
        for (var i = standing.Count - 1; i >= 0; i--)
        {
            var line = standing[i];
            while (line.Waiting.First is { } first && isOverdue(first.Value.Work))
            {
                late.Add(first.Value.Work);
                Remove(line, first);
            }
            Forget(line);
        }
        return late;
    }

    private bool MaySit(Line? line) => Held < limits.Places && (line is null || line.Held < limits.Most && line.Waiting.Count == 0);

    private void Sit(Line line)
    {
        line.Held++;
        Held++;
    }

    private Line? Next()
    {
        Line? best = null;
        foreach (var line in standing)
        {
            if (line.Held >= limits.Most) continue;
            if (best is null || line.Held < best.Held || line.Held == best.Held && line.First < best.First) best = line;
        }
        return best;
    }

    /// <summary>The line that loses its last to somebody who has so much in all; null when nobody has more than they would have. Work in
    /// progress counts: in a short queue everybody waits with one, and whoever holds most of the places would look like the others.</summary>
    private Line? Loser(int all)
    {
        Line? most = null;
        foreach (var line in standing)
            if (line.All > (most?.All ?? all + 1)) most = line;
        return most;
    }

    private T PushOut(Line line)
    {
        var last = line.Waiting.Last!;
        Remove(line, last);
        return last.Value.Work;
    }

    private void Remove(Line line, LinkedListNode<(T Work, long Number)> node)
    {
        line.Waiting.Remove(node);
        Waiting--;
        if (line.Waiting.Count == 0) standing.Remove(line);
    }

    private void Forget(Line line)
    {
        if (line.Held == 0 && line.Waiting.Count == 0) lines.Remove(line.Who);
    }

    private sealed class Line(string who)
    {
        public readonly LinkedList<(T Work, long Number)> Waiting = new();
        public int Held;

        public string Who => who;

        public int All => Held + Waiting.Count;

        public long First => Waiting.First!.Value.Number;
    }
}

/// <summary>What became of an arrival.</summary>
public enum Entrance
{
    /// <summary>It works.</summary>
    Seated,

    /// <summary>It waits.</summary>
    Waits,

    /// <summary>It was refused.</summary>
    TurnedAway,
}

/// <summary>An arrival, and the work that lost its place in the queue to it, if any.</summary>
public readonly record struct Arrival<T>(Entrance Entrance, T? PushedOut) where T : class;

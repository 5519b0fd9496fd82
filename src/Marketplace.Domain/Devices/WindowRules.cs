namespace Marketplace.Domain.Devices;

/// <summary>Windows over a series, by the readings' own times: a window closes when the series itself has gone on past its end by the lateness
/// allowed, whatever the clock says; a meter that was silent for a day and then tells all of it loses nothing. A reading is in all of its windows or,
/// when the first of them is closed, in none. The order in which readings come within the lateness changes nothing.</summary>
public static class WindowRules
{
    /// <summary>How far a device's clock may run ahead of the host's: one that is further would close windows that are not over.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    /// <summary>The end of the step that a time belongs to.</summary>
    public static long EndOf(WindowSpec spec, TimeSpan zone, long at)
    {
        var (step, offset) = ((long)spec.Step.TotalMilliseconds, (long)zone.TotalMilliseconds);
        var floor = Math.DivRem(at + offset, step, out var rest);
        return ((rest > 0 ? floor + 1 : floor) * step) - offset;
    }

    /// <summary>The steps whose readings must be read again because some of a counter came out of their order: the rise between two readings is not
    /// that between their neighbours.</summary>
    public static IReadOnlyList<long> Recounted(WindowSpec spec, TimeSpan zone, WindowState state, IReadOnlyList<Point> fresh)
    {
        if (!spec.IsCounter) return [];
        var known = state.Panes.ToDictionary(static pane => pane.End);
        return [.. fresh.Where(point => known.TryGetValue(EndOf(spec, zone, point.At), out var pane) && pane.End > state.ClosedTo && point.CompareTo(pane.Last) < 0)
            .Select(point => EndOf(spec, zone, point.At)).Distinct().Order()];
    }

    /// <summary>Takes readings that were not there before.</summary>
    /// <param name="spec">The window.</param>
    /// <param name="zone">The zone's standard offset.</param>
    /// <param name="state">Of the same shape.</param>
    /// <param name="fresh">Numbers, in any order.</param>
    /// <param name="again">All readings of the steps that <see cref="Recounted"/> named, those of <paramref name="fresh"/> among them.</param>
    public static WindowStep Take(WindowSpec spec, TimeSpan zone, WindowState state, IReadOnlyList<Point> fresh, IReadOnlyDictionary<long, IReadOnlyList<Point>> again)
    {
        var panes = state.Panes.ToDictionary(static pane => pane.End);
        var (counted, late, mark) = (state.Counted, state.Late, state.Mark);
        foreach (var point in fresh.Order())
        {
            mark = Math.Max(mark, point.At);
            var end = EndOf(spec, zone, point.At);
            if (end <= state.ClosedTo)
            {
                late++;
                continue;
            }
            counted++;
            if (!again.ContainsKey(end)) panes[end] = With(spec, panes.GetValueOrDefault(end), end, point);
        }
        foreach (var (end, points) in again)
            panes[end] = points.Order().Aggregate(default(Pane), (pane, point) => With(spec, pane, end, point))!;
        return Close(spec, zone, state with { Counted = counted, Late = late, Mark = mark }, [.. panes.Values.OrderBy(static pane => pane.End)]);
    }

    /// <summary>A state of another shape with the readings that had not been in a closed window.</summary>
    /// <param name="spec">The window as it is now.</param>
    /// <param name="zone">The zone's standard offset.</param>
    /// <param name="old">The state as it was kept.</param>
    /// <param name="open">The readings since the beginning of its first pane.</param>
    public static WindowState Reshaped(WindowSpec spec, TimeSpan zone, WindowState old, IReadOnlyList<Point> open)
    {
        var panes = open.Where(point => EndOf(spec, zone, point.At) > old.ClosedTo).Order().GroupBy(point => EndOf(spec, zone, point.At))
            .Select(group => group.Aggregate(default(Pane), (pane, point) => With(spec, pane, group.Key, point))!);
        return old with { Shape = spec.Shape(zone), Panes = [.. panes], Before = spec.IsCounter ? old.Before : null };
    }

    private static WindowStep Close(WindowSpec spec, TimeSpan zone, WindowState state, List<Pane> panes)
    {
        var (step, size) = ((long)spec.Step.TotalMilliseconds, (long)spec.Size.TotalMilliseconds);
        var to = state.Mark == long.MinValue ? state.ClosedTo : EndOf(spec, zone, state.Mark - (long)spec.Lateness.TotalMilliseconds + 1) - step;
        if (to <= state.ClosedTo) return new WindowStep(state with { Panes = panes }, [], 0);
        var ends = panes.SelectMany(pane => Enumerable.Range(0, (int)(size / step)).Select(n => pane.End + (n * step)))
            .Where(end => end > state.ClosedTo && end <= to).Distinct().Order();
        List<ClosedWindow> closed = [.. ends.Select(end => Closed(spec, end, size, state.Before, panes))];
        var kept = panes.FindAll(pane => pane.End + size - step > to);
        var before = spec.IsCounter ? panes.FindLast(pane => pane.End + size - step <= to)?.Last ?? state.Before : null;
        var left = closed.Count == 0 ? 0 : state.LeftOut - state.Told;
        return new WindowStep(
            state with { Panes = kept, Before = before, ClosedTo = to, Closed = state.Closed + closed.Count, Told = state.Told + left }, closed, left);
    }

    private static ClosedWindow Closed(WindowSpec spec, long end, long size, Point? before, List<Pane> panes)
    {
        var inside = panes.FindAll(pane => pane.End > end - size && pane.End <= end);
        var previous = panes.FindLast(pane => pane.End <= end - size)?.Last ?? before;
        var (rise, drops, last) = (0m, 0L, previous);
        foreach (var pane in inside)
        {
            var (across, fell) = last is null ? (0m, 0L) : Risen(spec, last.Value, pane.First.Value);
            (rise, drops, last) = (rise + across + pane.Rise, drops + fell + pane.Drops, pane.Last);
        }
        return new ClosedWindow(end - size, end, inside.Sum(static p => p.Count), inside.Sum(static p => p.Sum), inside.Min(static p => p.Min), inside.Max(static p => p.Max),
            inside[0].First, inside[^1].Last, spec.IsCounter ? rise : null, spec.IsCounter ? drops : 0, spec.IsCounter ? (previous ?? inside[0].First).At : null);
    }

    private static Pane With(WindowSpec spec, Pane? pane, long end, Point point)
    {
        if (pane is null) return new Pane(end, 1, point.Value, point.Value, point.Value, point, point, 0, 0);
        var (rise, drops) = spec.IsCounter && point.CompareTo(pane.Last) > 0 ? Risen(spec, pane.Last.Value, point.Value) : (0, 0);
        return pane with
        {
            Count = pane.Count + 1,
            Sum = pane.Sum + point.Value,
            Min = Math.Min(pane.Min, point.Value),
            Max = Math.Max(pane.Max, point.Value),
            First = point.CompareTo(pane.First) < 0 ? point : pane.First,
            Last = point.CompareTo(pane.Last) > 0 ? point : pane.Last,
            Rise = pane.Rise + rise,
            Drops = pane.Drops + drops,
        };
    }

    /// <summary>By how much a counter rose from one reading to the next. One that fell has begun again: past its rollover, or, where none is said, at a
    /// value that nobody knows, so that nothing is made up.</summary>
    private static (decimal Rise, long Drops) Risen(WindowSpec spec, decimal from, decimal to) =>
        to >= from ? (to - from, 0) : spec.Rollover is { } over && from < over ? (over - from + to, 1) : (0, 1);
}

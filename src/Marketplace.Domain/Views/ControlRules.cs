namespace Marketplace.Domain.Views;

/// <summary>A point of a control chart with the lines that hold where it stands; a side without a limit has no zones.</summary>
public readonly record struct ControlPoint(decimal Value, decimal Centre, decimal? Upper, decimal? Lower);

/// <summary>Control charts: limits of individual values, and the Nelson rules over points. Pure.</summary>
public static class ControlRules
{
    /// <summary>Below this many points computed limits are still moving.</summary>
    public const int Settled = 25;

    // 3 / d2 for moving ranges of two.
    private const decimal PerRange = 2.66m;

    /// <summary>The numbers of the rules.</summary>
    public static readonly IReadOnlyList<int> All = [1, 2, 3, 4, 5, 6, 7, 8];

    /// <summary>Centre and limits of individual values by their moving ranges; null below two values.</summary>
    public static (decimal Centre, decimal Upper, decimal Lower)? Individuals(IReadOnlyList<decimal> values)
    {
        if (values.Count < 2) return null;
        var centre = values.Sum() / values.Count;
        var range = Enumerable.Range(1, values.Count - 1).Sum(i => Math.Abs(values[i] - values[i - 1])) / (values.Count - 1);
        return (centre, centre + (PerRange * range), centre - (PerRange * range));
    }

    /// <summary>For each point the rules that it completes, in order. A run ends where the centre changes (a new stage).</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Broken(IReadOnlyList<ControlPoint> points, IReadOnlyList<int> rules)
    {
        var broken = new List<IReadOnlyList<int>>();
        var stage = new List<Placed>();
        foreach (var point in points)
        {
            if (stage.Count > 0 && stage[^1].Point.Centre != point.Centre) stage.Clear();
            stage.Add(new Placed(point, Place(point)));
            broken.Add([.. rules.Where(rule => Completes(rule, stage)).Order()]);
        }
        return broken;
    }

    /// <summary>A point and its distance from the centre in sigmas; null where its side has no limit.</summary>
    private readonly record struct Placed(ControlPoint Point, decimal? Sigmas)
    {
        public int Side => Math.Sign(Point.Value - Point.Centre);
        public bool Beyond(int sigmas) => Math.Abs(Sigmas ?? 0) > sigmas;
        public bool Within(int sigmas) => Sigmas is { } known && Math.Abs(known) < sigmas;
    }

    private static decimal? Place(ControlPoint point)
    {
        var off = point.Value - point.Centre;
        if (off == 0) return 0;
        if ((off > 0 ? point.Upper - point.Centre : point.Centre - point.Lower) is not { } reach) return null;
        return reach <= 0 ? Math.Sign(off) * 4m : off * 3 / reach;
    }

    private static bool Completes(int rule, List<Placed> run) => rule switch
    {
        1 => run[^1].Beyond(3),
        2 => Last(run, 9) is { } nine && nine.All(p => p.Side != 0 && p.Side == nine[0].Side),
        3 => Last(run, 6) is { } six && (Steps(six).All(static s => s > 0) || Steps(six).All(static s => s < 0)),
        4 => Last(run, 14) is { } fourteen && Steps(fourteen).ToList() is var steps && steps.Skip(1).Zip(steps, static (b, a) => a * b < 0).All(static turns => turns),
        5 => Most(run, 3, 2, 2),
        6 => Most(run, 5, 4, 1),
        7 => Last(run, 15) is { } fifteen && fifteen.All(static p => p.Within(1)),
        8 => Last(run, 8) is { } eight && eight.All(static p => p.Beyond(1)) && eight.Select(static p => p.Side).Distinct().Count() == 2,
        _ => false,
    };

    /// <summary>The last point and enough of those before it lie beyond, on its side.</summary>
    private static bool Most(List<Placed> run, int length, int wanted, int sigmas) =>
        run[^1].Beyond(sigmas) && Last(run, length) is { } last && last.Count(p => p.Beyond(sigmas) && p.Side == run[^1].Side) >= wanted;

    private static List<Placed>? Last(List<Placed> run, int count) => run.Count < count ? null : run.GetRange(run.Count - count, count);

    private static IEnumerable<int> Steps(List<Placed> run) => run.Skip(1).Zip(run, static (b, a) => Math.Sign(b.Point.Value - a.Point.Value));
}

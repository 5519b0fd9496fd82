namespace Marketplace.Bench.Days;

/// <summary>An estimate with what it may lie between.</summary>
internal readonly record struct Interval(double Mean, double Low, double High)
{
    /// <summary>True when 0 is not within.</summary>
    public bool IsClear => Low > 0 || High < 0;
}

/// <summary>Intervals of 95 %.</summary>
internal static class Intervals
{
    // Quantiles of Student's t at 97.5 % by degrees of freedom, from 1.
    private static readonly double[] quantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];

    /// <summary>The mean of independent runs and Student's interval with one degree of freedom less than there are runs.</summary>
    public static Interval Of(IReadOnlyList<double> runs)
    {
        var mean = runs.Average();
        if (runs.Count < 2) return new Interval(mean, double.NegativeInfinity, double.PositiveInfinity);
        var deviation = Math.Sqrt(runs.Sum(one => (one - mean) * (one - mean)) / (runs.Count - 1));
        var half = quantiles[Math.Min(runs.Count - 1, quantiles.Length) - 1] * deviation / Math.Sqrt(runs.Count);
        return new Interval(mean, mean - half, mean + half);
    }

    /// <summary>The difference of a figure between two worlds of the same firms: firms are drawn again with replacement, each with both of its days
    /// (the paired bootstrap, B. Efron), and the middle 95 % of the differences are kept.</summary>
    public static Interval Paired(IReadOnlyList<Tally> alone, IReadOnlyList<Tally> shared, Func<Tally, double> figure, int seed, int draws = 1_000)
    {
        var draw = new Draw(seed, "bootstrap");
        var differences = new double[draws];
        for (var at = 0; at < draws; at++)
        {
            var (one, other) = (new Tally(), new Tally());
            for (var left = alone.Count; left > 0; left--)
            {
                var firm = draw.Whole(0, alone.Count - 1);
                one.Add(alone[firm]);
                other.Add(shared[firm]);
            }
            differences[at] = figure(other) - figure(one);
        }
        Array.Sort(differences);
        return new Interval(figure(Tally.Total(shared)) - figure(Tally.Total(alone)), differences[(int)(0.025 * draws)], differences[(int)(0.975 * draws) - 1]);
    }
}

namespace Marketplace.Sandbox.Statistics;

/// <summary>A plotted value with what it is held against; sigma is that of the plotted value.</summary>
internal readonly record struct ChartPoint(double Value, double Centre, double Sigma, double Lower, double Upper);

/// <summary>One plot: its points, each with limits of its own.</summary>
internal sealed record ControlLine(IReadOnlyList<ChartPoint> Points)
{
    /// <summary>A plot whose limits lie three sigmas from the centre, never below <paramref name="floor"/> or above <paramref name="roof"/>.</summary>
    public static ControlLine Of(IEnumerable<double> values, double centre, double sigma, double floor = double.NegativeInfinity, double roof = double.PositiveInfinity) =>
        new([.. values.Select(value => Point(value, centre, sigma, floor, roof))]);

    public static ChartPoint Point(double value, double centre, double sigma, double floor, double roof) =>
        new(value, centre, sigma, Math.Max(floor, centre - (3 * sigma)), Math.Min(roof, centre + (3 * sigma)));
}

/// <summary>A pair of plots over measured values: where the process lies, and how it spreads. Sigma is that of single values within a
/// subgroup.</summary>
internal sealed record VariablesChart(int N, double Sigma, ControlLine Location, ControlLine Spread);

/// <summary>Shewhart charts (ISO 7870-2): three-sigma limits from the data given.</summary>
internal static class ControlCharts
{
    /// <summary>Means and ranges; <paramref name="groups"/> all have n values, 2 to 25.</summary>
    public static VariablesChart MeansAndRanges(double[][] groups, ControlConstants by)
    {
        double[] ranges = [.. groups.Select(static g => Samples.Range(g))];
        var centre = Samples.Mean(ranges)!.Value;
        var sigma = centre / by.D2;
        return new VariablesChart(by.N, sigma, Means(groups, by.N, sigma), ControlLine.Of(ranges, centre, by.RangeSigma * sigma, floor: 0));
    }

    /// <summary>Means and sample standard deviations.</summary>
    public static VariablesChart MeansAndStdevs(double[][] groups, ControlConstants by)
    {
        double[] stdevs = [.. groups.Select(static g => Samples.Stdev(g, population: false)!.Value)];
        var centre = Samples.Mean(stdevs)!.Value;
        var sigma = centre / by.C4;
        return new VariablesChart(by.N, sigma, Means(groups, by.N, sigma), ControlLine.Of(stdevs, centre, by.StdevSigma * sigma, floor: 0));
    }

    /// <summary>Individual values and their moving ranges of two; at least two values.</summary>
    public static VariablesChart Individuals(double[] values)
    {
        var by = ControlConstants.Of(2)!;
        double[] ranges = [.. values.Skip(1).Select((value, i) => Math.Abs(value - values[i]))];
        var centre = Samples.Mean(ranges)!.Value;
        var sigma = centre / by.D2;
        return new VariablesChart(1, sigma, ControlLine.Of(values, Samples.Mean(values)!.Value, sigma), ControlLine.Of(ranges, centre, by.RangeSigma * sigma, floor: 0));
    }

    /// <summary>Share of nonconforming items: binomial, limits by each sample's size.</summary>
    public static ControlLine Shares(double[] counts, double[] sizes)
    {
        var centre = Samples.Sum(counts) / Samples.Sum(sizes);
        return new([.. counts.Select((count, i) => ControlLine.Point(count / sizes[i], centre, Math.Sqrt(centre * (1 - centre) / sizes[i]), 0, 1))]);
    }

    /// <summary>Number of nonconforming items in samples of one size.</summary>
    public static ControlLine Items(double[] counts, double size)
    {
        var share = Samples.Sum(counts) / (size * counts.Length);
        return ControlLine.Of(counts, size * share, Math.Sqrt(size * share * (1 - share)), 0, size);
    }

    /// <summary>Nonconformities in samples of one size: Poisson.</summary>
    public static ControlLine Defects(double[] counts)
    {
        var centre = Samples.Mean(counts)!.Value;
        return ControlLine.Of(counts, centre, Math.Sqrt(centre), floor: 0);
    }

    /// <summary>Nonconformities per unit, limits by each sample's size.</summary>
    public static ControlLine DefectsPerUnit(double[] counts, double[] sizes)
    {
        var centre = Samples.Sum(counts) / Samples.Sum(sizes);
        return new([.. counts.Select((count, i) => ControlLine.Point(count / sizes[i], centre, Math.Sqrt(centre / sizes[i]), 0, double.PositiveInfinity))]);
    }

    private static ControlLine Means(double[][] groups, int n, double sigma)
    {
        double[] means = [.. groups.Select(static g => Samples.Mean(g)!.Value)];
        return ControlLine.Of(means, Samples.Mean(means)!.Value, sigma / Math.Sqrt(n));
    }
}

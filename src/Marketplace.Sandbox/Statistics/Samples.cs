namespace Marketplace.Sandbox.Statistics;

/// <summary>Plain statistics over doubles. Sums run from the first value to the last with Neumaier's compensation and only the operations that
/// IEEE 754 rounds correctly (+ − × ÷ √) are used, so a result is the same bits on every machine.</summary>
internal static class Samples
{
    public static double Sum(ReadOnlySpan<double> values)
    {
        var (sum, lost) = (0.0, 0.0);
        foreach (var value in values)
        {
            var next = sum + value;
            lost += Math.Abs(sum) >= Math.Abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }
        return sum + lost;
    }

    /// <summary>Null for no values.</summary>
    public static double? Mean(ReadOnlySpan<double> values) => values.Length == 0 ? null : Sum(values) / values.Length;

    /// <summary>Standard deviation around the mean: of a sample over n − 1, of a whole population over n; null where that is no count.</summary>
    public static double? Stdev(ReadOnlySpan<double> values, bool population)
    {
        var over = values.Length - (population ? 0 : 1);
        if (over <= 0) return null;
        var mean = Sum(values) / values.Length;
        var squares = new double[values.Length];
        for (var i = 0; i < values.Length; i++) squares[i] = (values[i] - mean) * (values[i] - mean);
        return Math.Sqrt(Sum(squares) / over);
    }

    /// <summary>The quantile by linear interpolation between order statistics at (n − 1)·p (Hyndman and Fan's definition 7, a spreadsheet's
    /// PERCENTILE.INC); null for no values.</summary>
    public static double? Quantile(ReadOnlySpan<double> values, double p)
    {
        if (values.Length == 0) return null;
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var at = (sorted.Length - 1) * p;
        var below = (int)Math.Floor(at);
        return below + 1 < sorted.Length ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }

    public static double Range(ReadOnlySpan<double> values)
    {
        var (least, most) = (values[0], values[0]);
        foreach (var value in values) (least, most) = (Math.Min(least, value), Math.Max(most, value));
        return most - least;
    }
}

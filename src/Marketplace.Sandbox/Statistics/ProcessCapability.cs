namespace Marketplace.Sandbox.Statistics;

/// <summary>Capability and performance against specification limits. Cp and Cpk stand on the spread within subgroups, Pp and Ppk on the
/// spread of all values; the two are never mixed. One limit gives the index of its side only, and no spread gives none.</summary>
internal sealed record ProcessCapability(double Mean, double Within, double Overall, double? Lower, double? Upper)
{
    public double? Cp => Width(Within);
    public double? Cpk => Nearest(Within);
    public double? Pp => Width(Overall);
    public double? Ppk => Nearest(Overall);

    /// <summary>Over subgroups of one size (1 to 25), at least two values in all: within by the mean range over d2, of single values by their
    /// moving ranges; overall by the sample standard deviation of every value.</summary>
    public static ProcessCapability Of(double[][] groups, double? lower, double? upper)
    {
        double[] all = [.. groups.SelectMany(static g => g)];
        var within = ControlConstants.Of(groups[0].Length) is { } by
            ? Samples.Mean([.. groups.Select(static g => Samples.Range(g))])!.Value / by.D2
            : ControlCharts.Individuals(all).Sigma;
        return new ProcessCapability(Samples.Mean(all)!.Value, within, Samples.Stdev(all, population: false)!.Value, lower, upper);
    }

    private double? Width(double sigma) => Lower is { } lower && Upper is { } upper && sigma > 0 ? (upper - lower) / (6 * sigma) : null;

    private double? Nearest(double sigma)
    {
        if (sigma <= 0) return null;
        var (below, above) = ((Mean - Lower) / (3 * sigma), (Upper - Mean) / (3 * sigma));
        return below is { } b && above is { } a ? Math.Min(a, b) : below ?? above;
    }
}

namespace Marketplace.Sandbox.Statistics;

/// <summary>A test on the run of points, as data.</summary>
/// <param name="Id">What a broken rule is called.</param>
/// <param name="Kind"><c>beyond trend alternate within outside</c>.</param>
/// <param name="Of">How many points it looks at, up to the last.</param>
/// <param name="Least">How many of them must lie beyond (beyond only).</param>
/// <param name="Sigmas">The distance from the centre.</param>
internal sealed record RunRule(string Id, string Kind, int Of, int Least, double Sigmas)
{
    public static readonly string[] Kinds = ["beyond", "trend", "alternate", "within", "outside"];

    /// <summary>The eight tests of L. S. Nelson (1984).</summary>
    public static readonly IReadOnlyList<RunRule> Nelson =
    [
        new("1", "beyond", 1, 1, 3), new("2", "beyond", 9, 9, 0), new("3", "trend", 6, 6, 0), new("4", "alternate", 14, 14, 0),
        new("5", "beyond", 3, 2, 2), new("6", "beyond", 5, 4, 1), new("7", "within", 15, 15, 1), new("8", "outside", 8, 8, 1),
    ];

    /// <summary>The four zone tests of the Western Electric handbook (1956): eight on a side, not nine.</summary>
    public static readonly IReadOnlyList<RunRule> WesternElectric =
        [new("1", "beyond", 1, 1, 3), new("2", "beyond", 3, 2, 2), new("3", "beyond", 5, 4, 1), new("4", "beyond", 8, 8, 0)];
}

/// <summary>Which rules each point completes. A run ends where the centre changes: a new stage. A distance counts as beyond when it exceeds
/// the sigmas by more than 10⁻⁹, and two values as different when they differ by more than 10⁻⁹ sigma, so that noise in the last bit of
/// a double is no signal.</summary>
internal static class RunRules
{
    private const double Noise = 1e-9;

    public static IReadOnlyList<IReadOnlyList<string>> Broken(IReadOnlyList<ChartPoint> points, IReadOnlyList<RunRule> rules, Action checkpoint)
    {
        var (off, step) = (new double[points.Count], new int[points.Count]);
        var broken = new List<IReadOnlyList<string>>(points.Count);
        var since = 0;
        for (var i = 0; i < points.Count; i++)
        {
            var point = points[i];
            if (i > 0 && points[i - 1].Centre != point.Centre) since = i;
            off[i] = Sigmas(point.Value - point.Centre, point.Sigma);
            step[i] = i == since ? 0 : Math.Sign(Settled(Sigmas(point.Value - points[i - 1].Value, point.Sigma)));
            broken.Add([.. rules.Where(rule => i - since + 1 >= rule.Of && Completes(rule, off.AsSpan(i - rule.Of + 1, rule.Of), step.AsSpan(i - rule.Of + 1, rule.Of))).Select(static rule => rule.Id)]);
            if ((i & 15) == 15) checkpoint();
        }
        return broken;
    }

    private static bool Completes(RunRule rule, ReadOnlySpan<double> off, ReadOnlySpan<int> step)
    {
        switch (rule.Kind)
        {
            case "beyond":
                var side = Math.Sign(off[^1]);
                var count = 0;
                foreach (var at in off)
                    if (at * side > rule.Sigmas + Noise) count++;
                return off[^1] * side > rule.Sigmas + Noise && count >= rule.Least;
            case "trend":
                return step[^1] != 0 && step[1..].IndexOfAnyExcept(step[^1]) < 0;
            case "alternate":
                for (var i = 1; i < step.Length; i++)
                    if (step[i] == 0 || (i > 1 && step[i] != -step[i - 1])) return false;
                return true;
            case "within":
                foreach (var at in off)
                    if (Math.Abs(at) >= rule.Sigmas - Noise) return false;
                return true;
            default:
                var (above, below) = (false, false);
                foreach (var at in off)
                {
                    if (Math.Abs(at) <= rule.Sigmas + Noise) return false;
                    if (at > 0) above = true;
                    else below = true;
                }
                return above && below;
        }
    }

    // Without spread every distance is endless; a distance of none is none.
    private static double Sigmas(double distance, double sigma) => distance == 0 ? 0 : sigma > 0 ? distance / sigma : distance > 0 ? double.PositiveInfinity : double.NegativeInfinity;

    private static double Settled(double sigmas) => Math.Abs(sigmas) <= Noise ? 0 : sigmas;
}

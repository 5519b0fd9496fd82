namespace Marketplace.Tests.Apps.Spc;

/// <summary>A quality engineer with a textbook: limits, rules and indices worked out from the measured values, with no word of the app or of the
/// platform. d2 and d3 come from integrating the normal distribution, and a rule is read as it is printed.</summary>
internal static class Chartist
{
    private static readonly Dictionary<int, (double D2, double D3)> known = [];

    /// <summary>Centre, upper and lower limit of a plot.</summary>
    public readonly record struct Lines(double Centre, double Lower, double Upper)
    {
        public double Sigma => (Upper - Centre) / 3;
    }

    /// <summary>Means and ranges; of single values the values and their moving ranges.</summary>
    public static (Lines Place, Lines Spread, double Within) Limits(IReadOnlyList<double[]> samples)
    {
        var n = samples[0].Length;
        var ranges = n == 1 ? samples.Zip(samples.Skip(1), static (a, b) => Math.Abs(b[0] - a[0])).ToList() : samples.Select(static s => s.Max() - s.Min()).ToList();
        var (d2, d3) = Constants(n == 1 ? 2 : n);
        var (mean, range) = (samples.Average(static s => s.Average()), ranges.Average());
        var sigma = range / d2;
        var reach = 3 * sigma / Math.Sqrt(n);
        return (new Lines(mean, mean - reach, mean + reach), new Lines(range, Math.Max(0, range - (3 * d3 * sigma)), range + (3 * d3 * sigma)), sigma);
    }

    /// <summary>The rules of the point at the end of a run, by their codes.</summary>
    public static bool Breaks(string code, IReadOnlyList<double> values, Lines lines)
    {
        var z = values.Select(v => (v - lines.Centre) / lines.Sigma).ToList();
        var d = values.Skip(1).Zip(values, static (b, a) => b - a).ToList();
        bool Side(int count, double beyond) => z.TakeLast(count).All(v => v > beyond) || z.TakeLast(count).All(v => v < -beyond);
        bool Zone(int of, int least, double beyond) => z.Count >= of
            && ((z[^1] > beyond && z.TakeLast(of).Count(v => v > beyond) >= least) || (z[^1] < -beyond && z.TakeLast(of).Count(v => v < -beyond) >= least));
        return code switch
        {
            "N1" or "W1" => Math.Abs(z[^1]) > 3,
            "N2" => z.Count >= 9 && Side(9, 0),
            "W4" => z.Count >= 8 && Side(8, 0),
            "N3" => d.Count >= 5 && (d.TakeLast(5).All(static s => s > 0) || d.TakeLast(5).All(static s => s < 0)),
            "N4" => d.Count >= 13 && d.TakeLast(13).Zip(d.TakeLast(12), static (a, b) => a * b).All(static p => p < 0),
            "N5" or "W2" => Zone(3, 2, 2),
            "N6" or "W3" => Zone(5, 4, 1),
            "N7" => z.Count >= 15 && z.TakeLast(15).All(static v => Math.Abs(v) < 1),
            "N8" => z.Count >= 8 && z.TakeLast(8).All(static v => Math.Abs(v) > 1) && z.TakeLast(8).Any(static v => v > 0) && z.TakeLast(8).Any(static v => v < 0),
            _ => throw new ArgumentOutOfRangeException(nameof(code)),
        };
    }

    /// <summary>Cp, Cpk, Pp, Ppk.</summary>
    public static double[] Indices(IReadOnlyList<double[]> samples, double lower, double upper)
    {
        var all = samples.SelectMany(static s => s).ToList();
        var (mean, within) = (all.Average(), Limits(samples).Within);
        var overall = Math.Sqrt(all.Sum(v => (v - mean) * (v - mean)) / (all.Count - 1));
        double Near(double s) => Math.Min(mean - lower, upper - mean) / (3 * s);
        return [(upper - lower) / (6 * within), Near(within), (upper - lower) / (6 * overall), Near(overall)];
    }

    /// <summary>Mean and standard deviation of the range of n normal values, by integration of its distribution.</summary>
    public static (double D2, double D3) Constants(int n)
    {
        lock (known)
        {
            if (known.TryGetValue(n, out var found)) return found;
            var first = Integral(x => 1 - Math.Pow(1 - Phi(x), n) - Math.Pow(Phi(x), n), -8, 8, 1600);
            var second = Integral(w => 2 * w * (1 - (n * Integral(x => Density(x) * Math.Pow(Phi(x + w) - Phi(x), n - 1), -8, 8, 320))), 0, 11, 320);
            return known[n] = (first, Math.Sqrt(second - (first * first)));
        }
    }

    private static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    // By its series; beyond 8 sigmas there is nothing left.
    private static double Phi(double x)
    {
        if (x < -8) return 0;
        if (x > 8) return 1;
        var (sum, term) = (x, x);
        for (var i = 3; i < 400 && Math.Abs(term) > 1e-18; i += 2) sum += term *= x * x / i;
        return 0.5 + (sum * Density(x));
    }

    private static double Integral(Func<double, double> f, double from, double to, int steps)
    {
        var h = (to - from) / steps;
        var sum = f(from) + f(to);
        for (var i = 1; i < steps; i++) sum += f(from + (i * h)) * (i % 2 == 0 ? 2 : 4);
        return sum * h / 3;
    }
}

namespace Marketplace.Bench.Days;

/// <summary>Draws of one topic of a seeded world (SplitMix64). Each topic has a stream of its own, so that one more draw in one of them changes
/// nothing in the others, and what happens to the same thing is the same whoever asks and in whatever order.</summary>
internal sealed class Draw(int seed, string topic)
{
    private ulong state = Mixed(seed, topic);

    /// <summary>From 0, below 1.</summary>
    public double Unit()
    {
        state += 0x9E3779B97F4A7C15UL;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Even between two bounds.</summary>
    public double Between(double from, double to) => from + (to - from) * Unit();

    /// <summary>A whole number, both bounds within.</summary>
    public int Whole(int from, int to) => from + (int)(Unit() * (to - from + 1));

    /// <summary>True in this share of cases.</summary>
    public bool Chance(double share) => Unit() < share;

    /// <summary>Normal with mean 0 and deviation 1 (Box and Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit());

    /// <summary>Lognormal by its median and the deviation of its logarithm, kept within bounds.</summary>
    public double LogNormal(double median, double sigma, double least, double most) => Math.Clamp(median * Math.Exp(sigma * Normal()), least, most);

    /// <summary>An index, each in proportion to its weight.</summary>
    public int Weighted(IReadOnlyList<double> weights)
    {
        var left = Unit() * weights.Sum();
        for (var at = 0; at < weights.Count - 1; at++) if ((left -= weights[at]) < 0) return at;
        return weights.Count - 1;
    }

    /// <summary>A whole number around a mean: rounded up as often as its fraction says.</summary>
    public int Rounded(double mean) => (int)Math.Floor(mean) + (Chance(mean - Math.Floor(mean)) ? 1 : 0);

    private static ulong Mixed(int seed, string topic)
    {
        var hash = 14695981039346656037UL ^ (uint)seed;
        foreach (var letter in topic) hash = (hash ^ letter) * 1099511628211UL;
        return hash * 0x9E3779B97F4A7C15UL;
    }
}

namespace Marketplace.Domain.Finance;

/// <summary>Splits a whole so that no fen is lost: each part its share rounded down, and what is left one by one to the largest remainders, the
/// earlier first when they are equal.</summary>
public static class LargestRemainder
{
    /// <summary>The parts of a whole by weights that are not all 0; their sum is the whole.</summary>
    public static IReadOnlyList<long> Split(long whole, IReadOnlyList<long> weights)
    {
        Int128 sum = 0;
        foreach (var weight in weights) sum += weight;
        if (sum <= 0 || whole < 0) throw new ArgumentOutOfRangeException(nameof(weights));
        var parts = weights.Select(weight => (long)((Int128)whole * weight / sum)).ToArray();
        var left = whole - parts.Sum();
        foreach (var i in Enumerable.Range(0, parts.Length).OrderByDescending(i => (Int128)whole * weights[i] % sum).Take((int)left)) parts[i]++;
        return parts;
    }
}

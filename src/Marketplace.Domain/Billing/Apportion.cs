namespace Marketplace.Domain.Billing;

/// <summary>Divides a whole into whole parts by largest remainder, so that the parts sum to it exactly.</summary>
public static class Apportion
{
    /// <summary>Micro-yuan of one fen.</summary>
    public const long Fen = 10_000;

    /// <summary>Parts of <paramref name="whole"/> in proportion to weights of 0 or more; equal remainders go in order. All zero weights get nothing,
    /// which needs a whole of nothing.</summary>
    public static IReadOnlyList<long> Split(long whole, IReadOnlyList<long> weights)
    {
        Int128 sum = 0;
        foreach (var weight in weights) sum += weight >= 0 ? weight : throw new ArgumentOutOfRangeException(nameof(weights));
        if (whole < 0 || (sum == 0 && whole > 0)) throw new ArgumentOutOfRangeException(nameof(whole));
        var parts = new long[weights.Count];
        var rests = new Int128[weights.Count];
        var left = whole;
        for (var i = 0; i < parts.Length && sum > 0; i++)
        {
            var share = (Int128)whole * weights[i];
            (parts[i], rests[i]) = ((long)(share / sum), share % sum);
            left -= parts[i];
        }
        foreach (var i in Enumerable.Range(0, parts.Length).OrderByDescending(i => rests[i]).ThenBy(static i => i).Take((int)left)) parts[i]++;
        return parts;
    }

    /// <summary>Amounts in micro-yuan as whole fen that sum to <paramref name="fen"/>, the whole fen of their sum: each is rounded down, and the fen that
    /// this leaves go to the largest remainders.</summary>
    public static IReadOnlyList<long> ToFen(long fen, IReadOnlyList<long> amounts)
    {
        var parts = amounts.Select(static amount => Floor(amount)).ToArray();
        var left = fen - parts.Sum();
        foreach (var i in Enumerable.Range(0, parts.Length).OrderByDescending(i => amounts[i] - parts[i] * Fen).ThenBy(static i => i).Take((int)left)) parts[i]++;
        return parts;
    }

    /// <summary>Whole fen, downwards.</summary>
    public static long Floor(long micro) => micro >= 0 ? micro / Fen : -((-micro + Fen - 1) / Fen);
}

using System.Numerics;

namespace Marketplace.Domain.Logistics;

/// <summary>Who pays how much of a common cost, after Shapley: each pays what it adds on average over the orders in which they could have come.
/// Exact for up to <see cref="MostExact"/>, from a seeded sample of orders above. The shares are whole fen and come to the cost exactly, by
/// largest remainder; and nobody pays more than alone, even where the cost has no such shares by itself.</summary>
public static class CostShares
{
    /// <summary>So many are reckoned exactly.</summary>
    public const int MostExact = 10;

    /// <summary>So many orders are drawn above that, unless told.</summary>
    public const int Orders = 2000;

    /// <summary>The shares in fen, or null when all together cost more than each alone.</summary>
    /// <param name="count">How many share, 1 to 62.</param>
    /// <param name="cost">The cost in fen of those whose bits are set; 0 for none.</param>
    /// <param name="seed">For the sample.</param>
    /// <param name="orders">How many orders the sample has.</param>
    public static IReadOnlyList<long>? Of(int count, Func<ulong, long> cost, int seed = 1, int orders = Orders)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 62);
        Dictionary<ulong, long> known = new() { [0] = 0 };
        long Known(ulong set) => known.TryGetValue(set, out var value) ? value : known[set] = cost(set);
        var all = (1UL << count) - 1;
        var alone = Enumerable.Range(0, count).Select(one => Known(1UL << one)).ToArray();
        if (alone.Aggregate(Int128.Zero, static (sum, one) => sum + one) < Known(all)) return null;
        var (sums, parts) = count <= MostExact ? Exact(count, Known) : Sampled(count, Known, seed, orders);
        return Within(Round(sums, parts, Known(all)), alone);
    }

    /// <summary>True when no group among those who share would pay less by itself.</summary>
    public static bool IsInCore(IReadOnlyList<long> shares, Func<ulong, long> cost)
    {
        for (var set = 1UL; set < 1UL << shares.Count; set++)
        {
            var sum = 0L;
            for (var one = 0; one < shares.Count; one++) if ((set & (1UL << one)) != 0) sum += shares[one];
            if (sum > cost(set)) return false;
        }
        return true;
    }

    private static (BigInteger[] Sums, BigInteger Parts) Exact(int count, Func<ulong, long> cost)
    {
        var factorial = new BigInteger[count + 1];
        factorial[0] = 1;
        for (var at = 1; at <= count; at++) factorial[at] = factorial[at - 1] * at;
        var sums = new BigInteger[count];
        for (var set = 0UL; set < 1UL << count; set++)
        {
            var size = BitOperations.PopCount(set);
            if (size == count) continue;
            var weight = factorial[size] * factorial[count - size - 1];
            for (var one = 0; one < count; one++)
                if ((set & (1UL << one)) == 0) sums[one] += weight * (cost(set | (1UL << one)) - cost(set));
        }
        return (sums, factorial[count]);
    }

    private static (BigInteger[] Sums, BigInteger Parts) Sampled(int count, Func<ulong, long> cost, int seed, int orders)
    {
        var sums = new BigInteger[count];
        var order = Enumerable.Range(0, count).ToArray();
        var state = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL + 1);
        for (var drawn = 0; drawn < orders; drawn++)
        {
            for (var at = count - 1; at > 0; at--)
            {
                state = unchecked(state * 6364136223846793005UL + 1442695040888963407UL);
                var other = (int)((state >> 33) % (ulong)(at + 1));
                (order[at], order[other]) = (order[other], order[at]);
            }
            var set = 0UL;
            foreach (var one in order)
            {
                sums[one] += cost(set | (1UL << one)) - cost(set);
                set |= 1UL << one;
            }
        }
        return (sums, orders);
    }

    private static long[] Round(BigInteger[] sums, BigInteger parts, long total)
    {
        var shares = sums.Select(sum => (long)Floor(sum, parts)).ToArray();
        var left = total - shares.Sum();
        foreach (var one in Enumerable.Range(0, sums.Length).OrderByDescending(one => sums[one] - Floor(sums[one], parts) * parts).ThenBy(static one => one).Take((int)left)) shares[one]++;
        return shares;
    }

    /// <summary>Takes what is above a stand-alone cost from there and gives it to those who still save, in proportion to what they save.</summary>
    private static long[] Within(long[] shares, long[] alone)
    {
        var over = Enumerable.Range(0, shares.Length).Sum(one => Math.Max(0, shares[one] - alone[one]));
        if (over == 0) return shares;
        var room = shares.Select((share, one) => Math.Max(0, alone[one] - share)).ToArray();
        BigInteger all = room.Aggregate(BigInteger.Zero, static (sum, one) => sum + one);
        var extra = Round([.. room.Select(one => one * (BigInteger)over)], all, over);
        return [.. shares.Select((share, one) => Math.Min(share, alone[one]) + extra[one])];
    }

    private static BigInteger Floor(BigInteger sum, BigInteger parts)
    {
        var whole = BigInteger.DivRem(sum, parts, out var rest);
        return rest.Sign < 0 ? whole - 1 : whole;
    }
}

using System.Numerics;
using Marketplace.Domain.Insight;

namespace Marketplace.Tests.Unit.Insight;

/// <summary>Somebody who has every figure that was ever published of a month, knows which firms stand in each, and may be one of them. Says what they can
/// work out; knows nothing of how figures are hidden.</summary>
internal sealed class Intruder(IReadOnlyList<Contribution> truth)
{
    private readonly List<string> firms = [.. truth.Select(static one => one.Firm).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The first thing that is worked out, or null.</summary>
    public string? Finds(IReadOnlyList<Figure> published)
    {
        var seen = published.Where(static one => one.Hidden.Length == 0).Select(one => firms.Select(firm => one.Firms.Contains(firm) ? 1 : 0).ToArray()).DistinctBy(static row => string.Join("", row)).ToList();
        return seen.Count == 0 ? null : Solved(seen) ?? Bounded(seen);
    }

    /// <summary>By elimination: a firm's amount follows from the sums, alone or with the amount of one other firm that tells its own.</summary>
    private string? Solved(List<int[]> sums)
    {
        foreach (var knows in firms.Select(static (_, at) => at).Prepend(-1))
        {
            var rows = sums.Select(row => row.Select((one, at) => new BigInteger(at == knows ? 0 : one)).ToArray()).ToList();
            foreach (var (row, pivot) in Reduced(rows))
                if (row.Where((value, at) => at != pivot && !value.IsZero).Any() is false) return $"{firms[pivot]} is solved{(knows < 0 ? "" : $" by {firms[knows]}")}";
        }
        return null;
    }

    /// <summary>By intervals: amounts are not negative, so that each amount in a sum is at most the sum. A sum is whatever adding and taking off published
    /// figures leaves; with few firms in it, or two that are nearly all of it, that is close.</summary>
    private string? Bounded(List<int[]> sums)
    {
        for (var code = 1; code < Math.Pow(3, sums.Count); code++)
        {
            var left = new int[firms.Count];
            for (var (at, rest) = (0, code); at < sums.Count; at++, rest /= 3)
                for (var firm = 0; firm < left.Length; firm++) left[firm] += sums[at][firm] * (rest % 3 == 2 ? -1 : rest % 3);
            if (left.Any(static one => one is < 0 or > 1) || left.All(static one => one == 0)) continue;
            var members = firms.Where((_, at) => left[at] == 1).ToHashSet();
            if (members.Count <= 4) return $"a sum of {members.Count} firms is left";
            foreach (var (name, amount) in new (string, Func<Contribution, decimal>)[] { ("part", static one => one.Part), ("whole", static one => one.Whole) })
            {
                var amounts = members.Select(firm => truth.Where(one => one.Firm == firm).Sum(amount)).OrderDescending().ToList();
                // The second largest takes its own off and has the largest within what the others make up.
                if (amounts.Sum() > 0 && amounts.Skip(2).Sum() / amounts.Sum() < 0.15m) return $"the {name} of the largest of {members.Count} firms is known to {amounts.Skip(2).Sum() / amounts.Sum():0.00}";
            }
        }
        return null;
    }

    /// <summary>Gauss and Jordan in whole numbers: no column of a pivot stands in another row.</summary>
    private static IEnumerable<(BigInteger[] Row, int Pivot)> Reduced(List<BigInteger[]> rows)
    {
        var rank = 0;
        for (var column = 0; column < rows[0].Length && rank < rows.Count; column++)
        {
            var place = rows.FindIndex(rank, row => !row[column].IsZero);
            if (place < 0) continue;
            (rows[rank], rows[place]) = (rows[place], rows[rank]);
            for (var at = 0; at < rows.Count; at++)
            {
                if (at == rank || rows[at][column].IsZero) continue;
                var (own, other) = (rows[rank][column], rows[at][column]);
                rows[at] = [.. rows[at].Select((value, i) => value * own - rows[rank][i] * other)];
            }
            rank++;
        }
        return rows.Take(rank).Select(static row => (row, Array.FindIndex(row, static value => !value.IsZero)));
    }
}

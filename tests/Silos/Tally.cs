namespace Marketplace.Tests.Silos;

/// <summary>Judges numbers that were drawn one after the other: each by reading the highest and adding one.</summary>
internal static class Tally
{
    /// <summary>What is wrong with the numbers that were acknowledged, given those that are stored; nothing when each was given once and none is missing.</summary>
    public static List<string> Judge(IReadOnlyList<long> acknowledged, IReadOnlyList<long> stored)
    {
        var wrong = new List<string>();
        wrong.AddRange(acknowledged.GroupBy(static n => n).Where(static g => g.Count() > 1).Select(static g => $"{g.Key} was given {g.Count()} times"));
        wrong.AddRange(stored.GroupBy(static n => n).Where(static g => g.Count() > 1).Select(static g => $"{g.Key} is stored {g.Count()} times"));
        wrong.AddRange(acknowledged.Except(stored).Select(static n => $"{n} was given and is not stored"));
        wrong.AddRange(stored.Except(acknowledged).Select(static n => $"{n} is stored and was not given"));
        wrong.AddRange(Enumerable.Range(1, stored.Count).Select(static n => (long)n).Except(stored).Select(static n => $"{n} is missing"));
        return wrong;
    }
}

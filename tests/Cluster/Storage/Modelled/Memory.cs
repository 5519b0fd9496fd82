namespace Marketplace.Tests.Cluster.Storage.Modelled;

/// <summary>What a store should hold, kept in plain collections. It shares no line with the store: what both agree on was decided twice.</summary>
internal sealed class Memory
{
    public sealed record Head(long Seq, long Epoch);

    public sealed record Part(long Version, string Code, long Count);

    public sealed record Letter(long Seq, string Id, bool Dead);

    public sealed record Pair(long Last, long Done, long Due, int Tries, long Lease)
    {
        public bool IsOpen(long now) => Last > Done && Due <= now && Lease <= now;
    }

    public sealed record Work(long Due, int Tries, long Lease, bool Dead);

    public Dictionary<string, Head> Heads { get; init; } = [];
    public Dictionary<string, Part> Parts { get; init; } = [];
    public Dictionary<string, string> Replies { get; init; } = [];
    public Dictionary<(string Source, string Target), Pair> Pairs { get; init; } = [];
    public Dictionary<(string Source, string Target), List<Letter>> Letters { get; init; } = [];
    public HashSet<string> LetterIds { get; init; } = [];
    public Dictionary<(string Target, string Source), long> Marks { get; init; } = [];
    public Dictionary<string, Work> Due { get; init; } = [];
    public Dictionary<string, long> Spent { get; init; } = [];

    /// <summary>A copy to try a unit on.</summary>
    public Memory Copy() => new()
    {
        Heads = new(Heads), Parts = new(Parts), Replies = new(Replies), Pairs = new(Pairs), Marks = new(Marks), Due = new(Due), Spent = new(Spent),
        LetterIds = [.. LetterIds], Letters = Letters.ToDictionary(static one => one.Key, static one => one.Value.ToList()),
    };

    /// <summary>Everything as sorted lines, the way <see cref="Play.Rows"/> reads them from a store.</summary>
    public IReadOnlyList<string> Rows()
    {
        List<string> lines = [];
        foreach (var (app, head) in Heads) lines.Add($"head {app} {head.Seq} {head.Epoch}");
        foreach (var (id, part) in Parts)
        {
            lines.Add($"record {id} {part.Version}");
            lines.Add($"key code {id} {(part.Code.Length == 0 ? 1 : 0)} 0 {part.Code}");
            lines.Add($"key count {id} 0 {part.Count} ");
        }
        foreach (var (key, reply) in Replies) lines.Add($"reply {key} {reply}");
        foreach (var ((source, target), pair) in Pairs) lines.Add($"pair {source} {target} {pair.Last} {pair.Done} {pair.Due} {pair.Tries} {pair.Lease}");
        foreach (var ((source, target), letters) in Letters)
            foreach (var letter in letters) lines.Add($"letter {source} {target} {letter.Seq} {letter.Id} {(letter.Dead ? 1 : 0)}");
        foreach (var ((target, source), seq) in Marks) lines.Add($"mark {target} {source} {seq}");
        foreach (var (id, work) in Due) lines.Add($"due {id} {work.Due} {work.Tries} {work.Lease} {(work.Dead ? 2 : 0)}");
        foreach (var (month, total) in Spent) lines.Add($"spent {month} {total}");
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }
}

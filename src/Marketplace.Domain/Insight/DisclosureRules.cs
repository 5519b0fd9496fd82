namespace Marketplace.Domain.Insight;

/// <summary>What one firm gave to a month of an indicator.</summary>
public sealed record Contribution(string Firm, string District, decimal Part, decimal Whole);

/// <summary>One figure of a month: a district, or all of them.</summary>
public sealed record Figure
{
    /// <summary>The district; empty for all of them, or for firms that have none.</summary>
    public required string District { get; init; }
    public bool IsAll { get; init; }
    /// <summary>Whose records are in it; never published.</summary>
    public required IReadOnlyList<string> Firms { get; init; }
    public required decimal Part { get; init; }
    public required decimal Whole { get; init; }
    /// <summary>Empty when it may be published, else a word of <see cref="DisclosureRules"/>.</summary>
    public string Hidden { get; init; } = "";
}

/// <summary>Which figures of a month may be published. The unit of protection is the firm: nobody, not even a firm that takes its own record off, may
/// learn another firm's from what is published. A month has figures of districts and of all of them, and no other sums.</summary>
public static class DisclosureRules
{
    /// <summary>A figure has at least so many firms.</summary>
    public const int FewestFirms = 5;

    /// <summary>The two largest firms of a figure have together at most so many percent of it.</summary>
    public const int MostOfTwo = 85;

    /// <summary>Why a figure is hidden: fewer firms; two that are nearly all of it; it would give away another by subtraction; a firm has stopped sharing.</summary>
    public const string Few = "few", Dominant = "dominant", Complement = "complement", Withdrawn = "withdrawn";

    /// <summary>The day of the following month from which on a month is drawn up.</summary>
    public const int SettledOn = 10;

    /// <summary>The figures of a month, all districts first. What the figure of all leaves when those that are published are taken off it is itself a sum
    /// of firms, and must be fit to be published; while it is not, the smallest published district goes into it.</summary>
    public static IReadOnlyList<Figure> Draw(IReadOnlyList<Contribution> month)
    {
        var all = Of("", month) with { IsAll = true };
        var cells = month.GroupBy(static one => one.District, StringComparer.Ordinal).Select(static group => (Of: Of(group.Key, [.. group]), Firms: group.ToList()))
            .OrderBy(static cell => cell.Of.Whole).ThenBy(static cell => cell.Of.District, StringComparer.Ordinal).ToList();
        while (all.Hidden.Length == 0 && cells.Where(static cell => cell.Of.Hidden.Length > 0).SelectMany(static cell => cell.Firms).ToList() is { Count: > 0 } rest && Why(rest).Length > 0)
        {
            // When every district is hidden the rest is all of them, which is published.
            var next = cells.FindIndex(static cell => cell.Of.Hidden.Length == 0);
            cells[next] = (cells[next].Of with { Hidden = Complement }, cells[next].Firms);
        }
        return [all, .. cells.Select(static cell => cell.Of).OrderBy(static cell => cell.District, StringComparer.Ordinal)];
    }

    /// <summary>Why the sum of these records may not be published, or empty.</summary>
    public static string Why(IReadOnlyList<Contribution> records)
    {
        var firms = records.GroupBy(static one => one.Firm, StringComparer.Ordinal).ToList();
        if (firms.Count < FewestFirms) return Few;
        return IsTwos(firms.Select(static firm => firm.Sum(static one => one.Part))) || IsTwos(firms.Select(static firm => firm.Sum(static one => one.Whole))) ? Dominant : "";
    }

    /// <summary>The figures as they stand while some firms do not share: what holds a record of theirs is published no more. Nothing is drawn anew,
    /// because the difference of two publications would be that firm's record.</summary>
    public static IReadOnlyList<Figure> Without(IReadOnlyList<Figure> drawn, IReadOnlySet<string> stopped) =>
        [.. drawn.Select(one => one.Hidden.Length == 0 && one.Firms.Any(stopped.Contains) ? one with { Hidden = Withdrawn } : one)];

    /// <summary>Whether a month is over for long enough to be drawn up.</summary>
    public static bool IsSettled(DateOnly month, DateOnly today) => today >= new DateOnly(month.Year, month.Month, 1).AddMonths(1).AddDays(SettledOn - 1);

    private static Figure Of(string district, IReadOnlyList<Contribution> records) => new()
    {
        District = district, Firms = [.. records.Select(static one => one.Firm).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        Part = records.Sum(static one => one.Part), Whole = records.Sum(static one => one.Whole), Hidden = Why(records),
    };

    private static bool IsTwos(IEnumerable<decimal> amounts)
    {
        var sorted = amounts.OrderDescending().ToList();
        var sum = sorted.Sum();
        return sum > 0 && (sorted[0] + sorted[1]) * 100 > sum * MostOfTwo;
    }
}

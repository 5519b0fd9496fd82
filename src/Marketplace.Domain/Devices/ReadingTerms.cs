using System.Globalization;

namespace Marketplace.Domain.Devices;

/// <summary>How long readings are kept, as the operator says it from a day on: whole days, or for ever.</summary>
public sealed class ReadingTerms
{
    /// <summary>The word for no end.</summary>
    public const string Ever = "ever";

    /// <summary>The fewest and the most days.</summary>
    public const int Fewest = 7, Most = 3_650;

    private readonly IReadOnlyList<(DateOnly From, int? Days)> terms;

    private ReadingTerms(IReadOnlyList<(DateOnly, int?)> terms) => this.terms = terms;

    /// <summary>90 days.</summary>
    public static ReadingTerms Usual { get; } = new([(DateOnly.MinValue, 90)]);

    /// <summary>Reads <c>90</c>, <c>ever</c>, or terms with the day from which each holds: <c>2026-01-01=90,2027-01-01=180</c>; null for anything else.</summary>
    public static ReadingTerms? Read(string text)
    {
        var terms = new List<(DateOnly From, int? Days)>();
        foreach (var one in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var (from, word) = one.IndexOf('=', StringComparison.Ordinal) is var at and >= 0 ? (one[..at], one[(at + 1)..]) : ("", one);
            var day = DateOnly.MinValue;
            if (from.Length > 0 && !DateOnly.TryParseExact(from, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)) return null;
            if (word == Ever) terms.Add((day, null));
            else if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= Fewest and <= Most) terms.Add((day, days));
            else return null;
        }
        return terms.DistinctBy(static term => term.From).Count() == terms.Count ? new ReadingTerms([.. terms.OrderBy(static term => term.From)]) : null;
    }

    /// <summary>Readings before this time may go; null when none may: there is no term yet, or it is for ever.</summary>
    public DateTimeOffset? Before(DateTimeOffset now) =>
        terms.LastOrDefault(term => term.From <= DateOnly.FromDateTime(now.UtcDateTime), (DateOnly.MinValue, null)).Days is { } days ? now.AddDays(-days) : null;

    /// <summary>What of a series may go: what is old enough and in no window that is still open. A window that has been open as long again
    /// is held to be nobody's: its series is silent, or its function is gone.</summary>
    /// <param name="before">Of <see cref="Before"/>.</param>
    /// <param name="now">The time.</param>
    /// <param name="windows">The windows over the series.</param>
    public static DateTimeOffset Horizon(DateTimeOffset before, DateTimeOffset now, IEnumerable<WindowState> windows)
    {
        var dead = before - (now - before);
        foreach (var first in windows.Where(static window => window.Panes.Count > 0).Select(static window => DateTimeOffset.FromUnixTimeMilliseconds(window.Panes[0].First.At)))
            if (first < before && first >= dead) before = first;
        return before;
    }
}

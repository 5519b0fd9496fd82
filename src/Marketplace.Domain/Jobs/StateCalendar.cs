using System.Globalization;
using System.Text.Json;

namespace Marketplace.Domain.Jobs;

/// <summary>On which days people work, as the State Council arranges it year by year (部分节假日安排): weekends and holidays are days of rest, and
/// single weekend days are worked in exchange (调休). A year that has not been arranged yet is not known, and nobody guesses it.</summary>
public sealed class StateCalendar
{
    /// <summary>The words of a schedule's <c>days</c>.</summary>
    public const string Work = "work", Rest = "rest";

    private const string Resource = "Marketplace.Domain.Jobs.state-calendar.json";
    private static readonly StateCalendar empty = new(new Dictionary<int, Year>());
    private static readonly Lazy<StateCalendar> known = new(static () =>
    {
        using var stream = typeof(StateCalendar).Assembly.GetManifestResourceStream(Resource)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Read(bytes.ToArray(), empty);
    });

    private readonly IReadOnlyDictionary<int, Year> years;

    private StateCalendar(IReadOnlyDictionary<int, Year> years) => this.years = years;

    /// <summary>A calendar that knows nothing.</summary>
    public static StateCalendar Empty => empty;

    /// <summary>What this program was built with.</summary>
    public static StateCalendar Known => known.Value;

    /// <summary>Where each year is from, with the day of the notice.</summary>
    public IReadOnlyDictionary<int, string> Sources => years.ToDictionary(static one => one.Key, static one => $"{one.Value.Source}, {one.Value.Dated:yyyy-MM-dd}");

    /// <summary>Whether a day is worked; null when its year is not known.</summary>
    public bool? Works(DateOnly day) => !years.TryGetValue(day.Year, out var year) ? null
        : !year.Rest.Contains(day) && (year.Work.Contains(day) || day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

    /// <summary>Whether a schedule of <paramref name="days"/> comes on a day: always without that word; null when nobody knows.</summary>
    public bool? Comes(string days, DateOnly day) => days.Length == 0 ? true : Works(day) is { } works ? works == (days == Work) : null;

    /// <summary>The last day from a day on up to which every day is known; the day before it when it is not known itself.</summary>
    public DateOnly KnownTo(DateOnly from)
    {
        var year = from.Year;
        while (years.ContainsKey(year)) year++;
        return year == from.Year ? from.AddDays(-1) : new DateOnly(year, 1, 1).AddDays(-1);
    }

    /// <summary>Reads years of the same form as this program's own; they take the place of what <paramref name="before"/> knows of them.</summary>
    /// <exception cref="FormatException">The text is no such calendar; the message says what is wrong and where.</exception>
    public static StateCalendar Read(byte[] json, StateCalendar before)
    {
        var all = new Dictionary<int, Year>(before.years);
        try
        {
            using var read = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            foreach (var one in read.RootElement.GetProperty("years"u8).EnumerateArray())
            {
                var year = one.GetProperty("year"u8).GetInt32();
                var (source, dated) = (one.GetProperty("source"u8).GetString() ?? "", Day(one.GetProperty("dated"u8).GetString() ?? "", year));
                if (source.Length == 0) throw new FormatException($"The year {year} has no source.");
                var known = new Year(source, dated, Days(one.GetProperty("rest"u8), year), Days(one.GetProperty("work"u8), year));
                if (known.Rest.Overlaps(known.Work)) throw new FormatException($"A day of {year} is both rest and work.");
                if (known.Work.FirstOrDefault(static day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) is { Year: > 1 } plain)
                    throw new FormatException($"{plain:yyyy-MM-dd} is a weekday and worked anyhow; \"work\" lists weekend days.");
                all[year] = known;
            }
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"A work calendar is {{\"years\":[{{\"year\":2027,\"source\":\"…\",\"dated\":\"2026-11-04\",\"rest\":[\"2027-01-01/2027-01-03\"],\"work\":[\"2027-01-09\"]}}]}}: {broken.Message}", broken);
        }
        return new StateCalendar(all);
    }

    private static HashSet<DateOnly> Days(JsonElement list, int year)
    {
        var days = new HashSet<DateOnly>();
        foreach (var text in list.EnumerateArray().Select(static one => one.GetString() ?? ""))
        {
            var parts = text.Split('/');
            var (from, to) = (Day(parts[0], year), Day(parts[^1], year));
            if (parts.Length > 2 || to < from || from.Year != year || to.Year != year) throw new FormatException($"\"{text}\" is no day or period of {year}.");
            for (var day = from; day <= to; day = day.AddDays(1)) days.Add(day);
        }
        return days;
    }

    private static DateOnly Day(string text, int year) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day : throw new FormatException($"\"{text}\" of {year} is no day as in 2027-01-01.");

    private sealed record Year(string Source, DateOnly Dated, HashSet<DateOnly> Rest, HashSet<DateOnly> Work);
}

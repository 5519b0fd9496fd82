using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Talent;

/// <summary>Where a candidate stands: points from 1,000 down, and what for.</summary>
/// <param name="Points">What is left of 1,000.</param>
/// <param name="Distance">Taken for the way, 2 a kilometre, at most 400.</param>
/// <param name="Missed">Taken for shifts missed without a word in the last 90 days, 100 each, at most 300.</param>
/// <param name="Load">Taken for hours already taken on this month, 1 each, at most 200.</param>
public sealed record RankTerms(int Points, int Distance, int Missed, int Load);

/// <summary>How candidates are ranked. Shifts that somebody declined do not count, for whatever reason: the reasons that the law protects
/// (illness, overtime refused, danger, pregnancy) are nobody's business, and telling them apart would make them so.</summary>
public static class RankRules
{
    /// <summary>The terms of a person.</summary>
    public static RankTerms Of(long metres, IEnumerable<Resource> shifts, DateTimeOffset now, ResourcePolicy policy)
    {
        var calendar = WorkCalendar.Of(policy);
        var today = calendar.Day(now);
        var (missed, minutes) = (0, 0);
        foreach (var one in shifts)
        {
            var shift = one.As<Shift>();
            if (one.State == "NO_SHOW" && shift.Start > now.AddDays(-90)) missed++;
            if (one.State is "ACCEPTED" or "CHECKED_IN" or "CHECKED_OUT" or "DISPUTED" or "APPROVED" or "PAID"
                && calendar.Day(shift.Start) is var day && day.Year == today.Year && day.Month == today.Month) minutes += WorkSpell.Of(shift).Minutes;
        }
        var (way, bad, load) = ((int)Math.Min(400, metres / 500), Math.Min(300, 100 * missed), Math.Min(200, minutes / 60));
        return new RankTerms(1000 - way - bad - load, way, bad, load);
    }
}

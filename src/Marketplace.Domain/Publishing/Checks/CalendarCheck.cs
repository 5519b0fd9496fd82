using Marketplace.Domain.Jobs;

namespace Marketplace.Domain.Publishing.Checks;

/// <summary>Schedules that come on days of work or of rest need a calendar of the year. The State Council arranges a year in the November before it.</summary>
internal static class CalendarCheck
{
    private const int Ahead = 60;

    public static IReadOnlyList<Finding> Run(Package package, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.ToOffset(TimeSpan.FromHours(8)).DateTime);
        var to = StateCalendar.Known.KnownTo(today);
        if (to >= today.AddDays(Ahead) || package.Manifest.Triggers.All(static trigger => trigger.Days.Length == 0)) return [];
        return
        [
            new Finding
            {
                Rule = "schedule.calendar", Severity = to < today ? Severity.Red : Severity.Amber, File = PackagePaths.Manifest,
                Message = to < today ? $"A schedule asks for days of work or of rest, and no calendar of {today.Year} is known here." : $"A schedule asks for days of work or of rest, which are known up to {to:yyyy-MM-dd}. After it nothing is called and the firm is told.",
                Remedy = "Take the program's latest version, or have the operator name a calendar of the year (Marketplace:WorkCalendar).",
            },
        ];
    }
}

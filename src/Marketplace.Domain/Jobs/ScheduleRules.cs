using System.Security.Cryptography;
using System.Text;
using Cronos;
using Marketplace.Domain.Catalogue;

namespace Marketplace.Domain.Jobs;

/// <summary>When a schedule comes. A schedule is written in local time; when clocks are put forward, what falls into the missing hour comes
/// right after it, and when they are put back, a fixed time comes once and <c>*</c> or <c>*/n</c> keeps its step through both hours.</summary>
public static class ScheduleRules
{
    private const int MostDays = 3_660;

    /// <summary>The first time after <paramref name="after"/>, in UTC, or null when it never comes (31 February).</summary>
    /// <param name="cron">Minute, hour, day of month, month, weekday; day and weekday must both fit.</param>
    /// <param name="zone">IANA name.</param>
    /// <param name="after">Later than this.</param>
    public static DateTimeOffset? Next(string cron, string zone, DateTimeOffset after) =>
        CronExpression.Parse(cron).GetNextOccurrence(after, TimeZoneInfo.FindSystemTimeZoneById(zone))?.ToUniversalTime();

    /// <summary>The first time after a tick that was due at <paramref name="due"/> and is done at <paramref name="now"/>: hours that passed while
    /// the host was down are not caught up with, and a clock that was put back does not bring one a second time.</summary>
    public static DateTimeOffset? Following(string cron, string zone, DateTimeOffset due, DateTimeOffset now) => Next(cron, zone, due > now ? due : now);

    /// <summary>The first time after <paramref name="after"/> on a day of its kind. A day that the calendar does not know ends the search: then it is that
    /// time, and <c>IsKnown</c> is false.</summary>
    public static (DateTimeOffset? At, bool IsKnown) Next(TriggerSpec trigger, string firm, StateCalendar calendar, DateTimeOffset after)
    {
        var zone = Zone(trigger, firm);
        for (var (at, looked) = (Next(trigger.Cron, zone, after), 0); at is { } time && looked < MostDays; looked++)
        {
            var day = Day(time, zone);
            if (calendar.Comes(trigger.Days, day) is not { } comes) return (time, false);
            if (comes) return (time, true);
            at = Next(trigger.Cron, zone, Start(day.AddDays(1), zone).AddTicks(-1));
        }
        return (null, true);
    }

    /// <summary>The day of a time in a zone.</summary>
    public static DateOnly Day(DateTimeOffset at, string zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime);

    /// <summary>Whether a time is the schedule's first on its day.</summary>
    public static bool IsFirst(string cron, string zone, DateTimeOffset at) => Next(cron, zone, Start(Day(at, zone), zone).AddTicks(-1)) == at;

    /// <summary>Whether it comes at all.</summary>
    public static bool Comes(string cron) => CronExpression.Parse(cron).GetNextOccurrence(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)) is not null;

    /// <summary>The zone in which a trigger's times are: its own, else the firm's.</summary>
    public static string Zone(TriggerSpec trigger, string firm) => trigger.Zone.Length > 0 ? trigger.Zone : firm;

    private static DateTimeOffset Start(DateOnly day, string zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, TimeZoneInfo.FindSystemTimeZoneById(zone).GetUtcOffset(midnight));
    }

    /// <summary>What tells one schedule of an app from another: it stays as it is through versions that do not change it.</summary>
    public static string Name(TriggerSpec trigger) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{trigger.Function}\n{trigger.Cron}\n{trigger.Zone}{(trigger.Days.Length > 0 ? "\n" + trigger.Days : "")}")).AsSpan(0, 8));
}

using System.Security.Cryptography;
using System.Text;
using Cronos;
using Marketplace.Domain.Catalogue;

namespace Marketplace.Domain.Jobs;

/// <summary>When a schedule comes. A schedule is written in local time; when clocks are put forward, what falls into the missing hour comes
/// right after it, and when they are put back, a fixed time comes once and <c>*</c> or <c>*/n</c> keeps its step through both hours.</summary>
public static class ScheduleRules
{
    /// <summary>The first time after <paramref name="after"/>, in UTC, or null when it never comes (31 February).</summary>
    /// <param name="cron">Minute, hour, day of month, month, weekday; day and weekday must both fit.</param>
    /// <param name="zone">IANA name.</param>
    /// <param name="after">Later than this.</param>
    public static DateTimeOffset? Next(string cron, string zone, DateTimeOffset after) =>
        CronExpression.Parse(cron).GetNextOccurrence(after, TimeZoneInfo.FindSystemTimeZoneById(zone))?.ToUniversalTime();

    /// <summary>The first time after a tick that was due at <paramref name="due"/> and is done at <paramref name="now"/>: hours that passed while
    /// the host was down are not caught up with, and a clock that was put back does not bring one a second time.</summary>
    public static DateTimeOffset? Following(string cron, string zone, DateTimeOffset due, DateTimeOffset now) => Next(cron, zone, due > now ? due : now);

    /// <summary>Whether it comes at all.</summary>
    public static bool Comes(string cron) => CronExpression.Parse(cron).GetNextOccurrence(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)) is not null;

    /// <summary>The zone in which a trigger's times are: its own, else the firm's.</summary>
    public static string Zone(TriggerSpec trigger, string firm) => trigger.Zone.Length > 0 ? trigger.Zone : firm;

    /// <summary>What tells one schedule of an app from another: it stays as it is through versions that do not change it.</summary>
    public static string Name(TriggerSpec trigger) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{trigger.Function}\n{trigger.Cron}\n{trigger.Zone}")).AsSpan(0, 8));
}

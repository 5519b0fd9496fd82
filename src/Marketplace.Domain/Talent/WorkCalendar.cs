using System.Globalization;
using System.Text.Json;
using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Talent;

/// <summary>What work on a day is paid at beyond its normal hours.</summary>
public enum DayKind
{
    /// <summary>A working day.</summary>
    Workday,

    /// <summary>A weekly rest day that is not worked in exchange.</summary>
    Rest,

    /// <summary>A statutory holiday.</summary>
    Holiday,
}

/// <summary>Which day an instant belongs to and what kind of day it is. A shift belongs to the day on which it begins. Policy parameters:
/// <c>zoneMinutes</c> (480), <c>weeklyRest</c> (ISO days of the week, [6,7]), <c>holidays</c> and <c>workdays</c> (days; a working day
/// given in exchange is listed in <c>workdays</c>).</summary>
public sealed class WorkCalendar
{
    private readonly TimeSpan zone;
    private readonly HashSet<int> weeklyRest;
    private readonly HashSet<DateOnly> holidays, workdays;

    private WorkCalendar(ResourcePolicy policy)
    {
        zone = TimeSpan.FromMinutes(policy.Number("zoneMinutes", 480));
        weeklyRest = [.. Items(policy, "weeklyRest") is { } days ? days.Where(static one => one.ValueKind == JsonValueKind.Number).Select(static one => one.TryGetInt32(out var day) ? day : 0) : [6, 7]];
        holidays = Days(policy, "holidays");
        workdays = Days(policy, "workdays");
    }

    /// <summary>The calendar of a policy.</summary>
    public static WorkCalendar Of(ResourcePolicy policy) => new(policy);

    /// <summary>The day of an instant.</summary>
    public DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(zone).DateTime);

    /// <summary>The minute of its day.</summary>
    public int Minute(DateTimeOffset at) => (int)at.ToOffset(zone).TimeOfDay.TotalMinutes;

    /// <summary>The Monday of a day's week.</summary>
    public static DateOnly Week(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>The days that a period touches.</summary>
    public IEnumerable<DateOnly> Touched(DateTimeOffset start, DateTimeOffset end)
    {
        for (var (day, last) = (Day(start), Day(end.AddTicks(-1))); day <= last; day = day.AddDays(1)) yield return day;
    }

    /// <summary>What kind of day it is.</summary>
    public DayKind Kind(DateOnly day) =>
        holidays.Contains(day) ? DayKind.Holiday
        : workdays.Contains(day) || !weeklyRest.Contains(day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek) ? DayKind.Workday
        : DayKind.Rest;

    private static HashSet<DateOnly> Days(ResourcePolicy policy, string name) =>
        [.. (Items(policy, name) ?? []).Where(static one => one.ValueKind == JsonValueKind.String)
            .Select(static one => DateOnly.TryParseExact(one.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : DateOnly.MinValue)];

    private static IReadOnlyList<JsonElement>? Items(ResourcePolicy policy, string name) =>
        policy.Limits.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : null;
}

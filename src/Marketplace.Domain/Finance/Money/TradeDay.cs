using System.Globalization;
using System.Text.Json;
using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Finance;

/// <summary>Days of the trade: those of the brain's zone, which has no summer time, and which of them banks are open on. Holidays and worked
/// weekends are dated configuration (<c>holidays</c> and <c>workdays</c> of the policy's limits, lists of days); without them it is Monday to Friday.</summary>
public static class TradeDay
{
    private static readonly TimeSpan zone = TimeSpan.FromHours(8);

    /// <summary>The day it is.</summary>
    public static DateOnly Of(DateTimeOffset now) => DateOnly.FromDateTime(now.ToOffset(zone).DateTime);

    /// <summary>When a day begins.</summary>
    public static DateTimeOffset Begins(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), zone).ToUniversalTime();

    /// <summary>A day of an input, or a refusal that names its place.</summary>
    public static Answer<DateOnly> Read(string text, string pointer) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and <= 2200
            ? day : Refusal.Of(Codes.InputInvalid, ("pointer", pointer), ("rule", "date"), ("message", "a day, yyyy-MM-dd"));

    /// <summary>True when banks are open.</summary>
    public static bool IsOpen(DateOnly day, ResourcePolicy policy) =>
        Lists(policy, "workdays", day) || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Lists(policy, "holidays", day));

    /// <summary>The day itself when banks are open, else the next on which they are.</summary>
    public static DateOnly Roll(DateOnly day, ResourcePolicy policy)
    {
        for (var i = 0; i < 31 && !IsOpen(day, policy); i++) day = day.AddDays(1);
        return day;
    }

    private static bool Lists(ResourcePolicy policy, string name, DateOnly day) =>
        policy.Limits.TryGetProperty(name, out var days) && days.ValueKind == JsonValueKind.Array
        && days.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && one.ValueEquals(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
}

using Marketplace.Domain.Metering;

namespace Marketplace.Domain.Billing;

/// <summary>How a month that began late is charged, from a day on.</summary>
/// <param name="From">The first day on which it holds.</param>
/// <param name="Rule"><see cref="Days"/> or <see cref="Full"/>.</param>
public sealed record ProRata(DateOnly From, string Rule)
{
    /// <summary>The fee times the days that are left, the first counted in, by the days of the month; rounded down to the micro-yuan.</summary>
    public const string Days = "days";

    /// <summary>The whole fee.</summary>
    public const string Full = "full";

    /// <summary>By days, always.</summary>
    public static readonly IReadOnlyList<ProRata> Usual = [new(DateOnly.MinValue, Days)];
}

/// <summary>A flat fee that is due.</summary>
/// <param name="Amount">Micro-yuan.</param>
/// <param name="From">The first day that it pays for; the last is the month's.</param>
public sealed record Fee(long Amount, DateOnly From);

/// <summary>Flat fees: once a month, for the days on which the app was there and not on trial.</summary>
public static class FeeRules
{
    /// <summary>The fee of the month in which <paramref name="today"/> lies, or null when none is due. Whether one was charged already is the store's
    /// constraint to say, not this rule's.</summary>
    /// <param name="terms">The install's plan.</param>
    /// <param name="installed">The day of the install, in the firm's zone.</param>
    /// <param name="trialUntil">The day on which the trial ends, in the firm's zone; the first day that is paid for.</param>
    /// <param name="today">The day in the firm's zone.</param>
    /// <param name="rules">What holds when, in any order.</param>
    public static Fee? Due(PlanTerms terms, DateOnly installed, DateOnly trialUntil, DateOnly today, IReadOnlyList<ProRata> rules)
    {
        if (terms.MonthlyFee == 0 || today < trialUntil) return null;
        var first = new DateOnly(today.Year, today.Month, 1);
        var from = new[] { first, installed, trialUntil }.Max();
        if (from > today) return null;
        var days = DateTime.DaysInMonth(today.Year, today.Month);
        var rule = rules.Where(one => one.From <= from).OrderByDescending(static one => one.From).FirstOrDefault()?.Rule ?? ProRata.Days;
        return new Fee(rule == ProRata.Full ? terms.MonthlyFee : (long)((Int128)terms.MonthlyFee * (days - from.Day + 1) / days), from);
    }
}

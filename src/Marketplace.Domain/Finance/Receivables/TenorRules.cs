using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Finance;

/// <summary>How late a debtor may pay (银发〔2025〕77号): six calendar months from its confirmation, beyond that with a reason and a second person,
/// beyond a year never. The figures are <c>tenorMonths</c> and <c>tenorMonthsMost</c> of the policy in force on the day.</summary>
public static class TenorRules
{
    /// <summary>Reasons for a longer tenor.</summary>
    public static readonly IReadOnlyList<string> Reasons = ["contract", "season", "equipment", "retention"];

    /// <summary>The day it comes to, and whether a second person must agree; or why not. A day on which banks are closed becomes the next
    /// on which they are open, and that one must be within the tenor.</summary>
    public static Answer<Tenor> Decide(DateOnly asked, DateOnly today, ResourcePolicy policy)
    {
        var due = TradeDay.Roll(asked, policy);
        var (ordinary, most) = (today.AddMonths(Months(policy, "tenorMonths", 6)), today.AddMonths(Months(policy, "tenorMonthsMost", 12)));
        if (asked <= today) return Refusal.Of(Codes.InputInvalid, ("pointer", "/due"), ("rule", "a day after today"));
        if (due > most) return Refusal.Of(Codes.FinanceTenor, ("latest", Day(most)), ("due", Day(due)));
        return new Tenor(due, due > ordinary, ordinary);
    }

    private static int Months(ResourcePolicy policy, string name, int usual) => (int)Math.Clamp(policy.Number(name, usual), 0, 120);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What a tenor comes to.</summary>
/// <param name="Due">A business day.</param>
/// <param name="NeedsSecond">True when one person alone may not agree to it.</param>
/// <param name="Ordinary">The latest day one person may agree to.</param>
public sealed record Tenor(DateOnly Due, bool NeedsSecond, DateOnly Ordinary);

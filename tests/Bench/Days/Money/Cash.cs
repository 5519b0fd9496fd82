using Marketplace.Domain.Finance;

namespace Marketplace.Bench.Days;

/// <summary>How a claim became money.</summary>
/// <param name="On">The day the money is there.</param>
/// <param name="From">Who paid before the debtor did: <see cref="Bank"/>, a funder, or empty when the firm waited.</param>
/// <param name="RatePpm">The rate, 0 when it waited.</param>
/// <param name="Cost">What it cost, or null when it waited.</param>
internal sealed record Cash(Claim Claim, DateOnly On, string From, long RatePpm, Discount? Cost)
{
    /// <summary>The firm's own bank.</summary>
    public const string Bank = "bank";

    /// <summary>From the day of delivery.</summary>
    public int Days => On.DayNumber - TheDay.Date.DayNumber;

    /// <summary>It waits for the debtor.</summary>
    public static Cash Waited(Claim claim) => new(claim, claim.Due.AddDays(claim.LateDays), "", 0, null);
}

/// <summary>A firm's own bank: what anybody does without the brain.</summary>
internal sealed class OwnBank(Purse purse)
{
    /// <summary>Days from the asking to the money.</summary>
    public const int Takes = 2;

    private long left = purse.LeftFen;

    /// <summary>What it would cost, asked for on a day, when that is worth it to the firm and there is room.</summary>
    public Cash? Offer(Claim claim, DateOnly asked)
    {
        if (purse.RatePpm is not { } rate || claim.Fen > left) return null;
        var on = TradeDay.Roll(asked.AddDays(Takes), TheDay.Policy("INFORMATION"));
        return DiscountRules.Of(claim.Fen, rate, DayCount.Act360, 0, on, claim.Due) is { } cost && cost.AllInPpm <= purse.WorthPpm ? new Cash(claim, on, Cash.Bank, rate, cost) : null;
    }

    /// <summary>Takes what was offered.</summary>
    public Cash Take(Cash offered)
    {
        left -= offered.Claim.Fen;
        return offered;
    }
}

/// <summary>The baseline: each firm takes the claims that bind the most money for the longest to its own bank while that is worth it, and waits for the rest.</summary>
internal static class AloneMoney
{
    /// <summary>How each claim of a firm becomes money.</summary>
    public static IReadOnlyList<Cash> Run(IEnumerable<Claim> claims, Purse purse)
    {
        var bank = new OwnBank(purse);
        return [.. Order(claims).Select(claim => bank.Offer(claim, TheDay.Date) is { } offered ? bank.Take(offered) : Cash.Waited(claim))];
    }

    /// <summary>The order in which a firm looks at its claims.</summary>
    public static IEnumerable<Claim> Order(IEnumerable<Claim> claims) => claims.OrderByDescending(static one => one.Fen * one.TermDays).ThenBy(static one => one.Index);
}

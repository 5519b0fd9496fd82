namespace Marketplace.Bench.Days;

/// <summary>Counts days and costs of money, and checks them without the rules that made them.</summary>
internal static class MoneyCount
{
    private const decimal Million = 1_000_000m;

    /// <summary>Adds a claim to its firm.</summary>
    public static void Add(Cash cash, Tally[] firms)
    {
        var firm = firms[cash.Claim.Firm];
        firm[Sum.ClaimFen] += cash.Claim.Fen;
        firm[Sum.FenDays] += (double)cash.Claim.Fen * cash.Days;
        firm[Sum.FundingFen] += cash.Cost is { } cost ? cost.InterestFen + cost.FeeFen : 0;
    }

    /// <summary>What is wrong: a claim that became money twice or never, interest that is not F · r · d / 360, parts that do not come to the claim,
    /// money dearer than it is worth to the firm, a bank or a funder that paid more than it had.</summary>
    public static IReadOnlyList<string> Faults(MoneyDay day, IReadOnlyList<Cash> all)
    {
        List<string> faults = [];
        if (!all.Select(static one => one.Claim.Index).Order().SequenceEqual(day.Claims.Select(static one => one.Index))) faults.Add("not every claim became money once");
        foreach (var cash in all.Where(static one => one.Cost is not null))
        {
            var (claim, cost, days) = (cash.Claim, cash.Cost!, cash.Claim.Due.DayNumber - cash.On.DayNumber);
            if (cost.InterestFen != Math.Round(claim.Fen * (cash.RatePpm / Million) * days / 360, MidpointRounding.AwayFromZero)) faults.Add($"interest of claim {claim.Index}");
            if (cost.InterestFen + cost.FeeFen + cost.ProceedsFen != claim.Fen) faults.Add($"parts of claim {claim.Index}");
            if ((cost.InterestFen + cost.FeeFen) * 365m / (cost.ProceedsFen * (decimal)days) > day.Purses[claim.Firm].WorthPpm / Million) faults.Add($"claim {claim.Index} is dearer than it is worth");
            if (cash.Days <= 0 || days <= 0) faults.Add($"days of claim {claim.Index}");
        }
        foreach (var bank in all.Where(static one => one.From == Cash.Bank).GroupBy(static one => one.Claim.Firm))
            if (bank.Sum(static one => one.Claim.Fen) > day.Purses[bank.Key].LeftFen) faults.Add($"the bank of firm {bank.Key} paid more than its line");
        foreach (var funder in day.Funders)
            if (all.Where(one => one.From == funder.Name).Sum(static one => one.Claim.Fen) > funder.BudgetFen) faults.Add($"{funder.Name} paid more than it had");
        return faults;
    }
}

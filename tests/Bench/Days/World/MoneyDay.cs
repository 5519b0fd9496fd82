using System.Globalization;
using Marketplace.Domain.Finance;

namespace Marketplace.Bench.Days;

/// <summary>What a delivery of the day is owed for.</summary>
/// <param name="Debtor">Who owes: a plant of a chain owner, or another supplier.</param>
/// <param name="IsChain">True for a chain owner.</param>
/// <param name="TermDays">The days until it is due.</param>
/// <param name="ConfirmDays">Days until the debtor confirms; null for one that does not.</param>
/// <param name="LateDays">Days that the debtor pays after the day it is due, to whoever waits for it.</param>
internal sealed record Claim(int Index, int Firm, string Debtor, bool IsChain, long Fen, int TermDays, int? ConfirmDays, int LateDays)
{
    /// <summary>The business day on which it is due.</summary>
    public DateOnly Due { get; } = TradeDay.Roll(TheDay.Date.AddDays(TermDays), TheDay.Policy("INFORMATION"));

    /// <summary>Its invoice.</summary>
    public string Invoice { get; } = string.Create(CultureInfo.InvariantCulture, $"2550200000{Index:0000000000}");
}

/// <summary>A firm's own bank, and what money is worth to it: it takes money earlier when that costs no more than this a year.</summary>
/// <param name="RatePpm">The bank's rate, or null for a firm that has no line.</param>
/// <param name="LeftFen">What is left of the line.</param>
/// <param name="WorthPpm">In millionths a year.</param>
internal sealed record Purse(long? RatePpm, long LeftFen, long WorthPpm);

/// <summary>A funder: its rate for the best debtor, and what it can pay out on the day's claims.</summary>
internal sealed record Funder(string Name, long RatePpm, long FeePpm, long BudgetFen);

/// <summary>Receivables of the day's deliveries, the firms' own banks, and funders.</summary>
internal sealed record MoneyDay(Land Land, IReadOnlyList<Claim> Claims, IReadOnlyList<Purse> Purses, IReadOnlyList<Funder> Funders)
{
    private static readonly int[] terms = [30, 60, 90, 120, 180];

    /// <summary>One to four claims a firm.</summary>
    public static MoneyDay Of(Land land)
    {
        var draw = new Draw(land.Seed, "money");
        List<Claim> claims = [];
        List<Purse> purses = [];
        foreach (var firm in land.Suppliers)
        {
            for (var left = draw.Whole(1, 4); left > 0; left--) claims.Add(OneClaim(draw, land, firm, claims.Count));
            var isSmall = firm.People < 60;
            var hasBank = draw.Chance(isSmall ? 0.4 : firm.People < 200 ? 0.65 : 0.9);
            purses.Add(new Purse(hasBank ? (long)((isSmall ? draw.Between(0.050, 0.080) : draw.Between(0.040, 0.062)) * 1e6) : null,
                (long)(firm.People * 180_000 * draw.Between(0.3, 2.5)), (long)((isSmall ? draw.Between(0.03, 0.15) : draw.Between(0.03, 0.09)) * 1e6)));
        }
        var all = claims.Sum(static one => one.Fen);
        return new MoneyDay(land, claims, purses, [.. Enumerable.Range(1, 4).Select(at =>
            new Funder(string.Create(CultureInfo.InvariantCulture, $"funder-{at}"), (long)(draw.Between(0.036, 0.046) * 1e6), (long)(draw.Between(0.001, 0.004) * 1e6), (long)(all * draw.Between(0.08, 0.2))))]);
    }

    /// <summary>What a funder asks for a claim, in millionths a year, or null when it does not want it.</summary>
    public long? Rate(Funder funder, Claim claim)
    {
        var draw = new Draw(Land.Seed, $"quote {funder.Name} {claim.Index}");
        if (!draw.Chance(0.8)) return null;
        var debtor = new Draw(Land.Seed, $"debtor {claim.Debtor}");
        return funder.RatePpm + (long)((claim.IsChain ? debtor.Between(0, 0.006) : debtor.Between(0.012, 0.03)) * 1e6) + (long)(draw.Between(-0.0015, 0.0015) * 1e6);
    }

    private static Claim OneClaim(Draw draw, Land land, Supplier firm, int index)
    {
        var isChain = draw.Chance(0.75);
        var plant = draw.Weighted(land.PlantWeights);
        var other = (firm.Index + 1 + draw.Whole(0, Math.Max(0, land.Suppliers.Count - 2))) % land.Suppliers.Count;
        var term = terms[draw.Weighted([0.15, 0.30, 0.30, 0.15, 0.10])];
        return new Claim(index, firm.Index, isChain ? $"plant-{plant}" : land.Suppliers[other].Name, isChain, (long)(firm.People * draw.LogNormal(180_000, 0.8, 20_000, 1_500_000)), term,
            draw.Chance(isChain ? 0.8 : 0.35) ? draw.Whole(1, 5) : null, draw.Chance(isChain ? 0.2 : 0.45) ? draw.Whole(1, 30) : 0);
    }
}

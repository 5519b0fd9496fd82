using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Finance;

/// <summary>Funders quote, each sees its own; the seller takes the cheapest all in that its funder's line has room for, or another that it names. A fee is
/// at most <c>feeCapPpm</c> a year of the claim.</summary>
internal static class QuoteRules
{
    /// <summary>The highest fee, in millionths of the claim a year, when the policy names none.</summary>
    public const long FeeCapPpm = 10_000;

    public static Answer<ResourceDecision> Quote(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        var (thing, input) = (facts.Of(command)!, command.Read(FinanceJson.Default.QuoteInput));
        var (body, payOn) = (thing.As<Financing>(), TradeDay.Of(now));
        if (input.PayOn is { } text)
        {
            var day = TradeDay.Read(text, "/payOn");
            if (!day.Ok) return day.Refusal!;
            if (day.Must() < payOn) return FinanceTold.Wrong("/payOn", "today or later");
            payOn = day.Must();
        }
        var (basis, line) = (input.Basis ?? DayCount.Act360, input.Line ?? "");
        var cost = Priced(body.Fen, input.RatePpm, basis, input.FeeFen, payOn, body.Maturity, facts.Policy);
        if (!cost.Ok) return cost.Refusal!;
        if (line.Length > 0 && LineRules.Room(facts, command, line, LineKind.Financing, body.Seller, body.Fen) is { Ok: false } no) return no.Refusal!;
        var quote = new Quote { Funder = command.Tenant, RatePpm = input.RatePpm, Basis = basis, FeeFen = input.FeeFen, PayOn = payOn, Line = line, Cost = cost.Must() };
        var after = thing.Into("QUOTED", body with { Quotes = [.. body.Quotes.Where(one => one.Funder != command.Tenant), quote] }, FinancingRules.Until(facts, now, body, "quoteDays", 5));
        return ResourceDecision.Of(after, command.Name, after.Told("financing", "quoted") with { Tenants = [body.Seller, command.Tenant] });
    }

    public static Answer<ResourceDecision> Accept(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        var (thing, wanted) = (facts.Of(command)!, command.Read(FinanceJson.Default.AcceptInput).Funder);
        var body = thing.As<Financing>();
        if (wanted is not null && body.Quotes.All(one => one.Funder != wanted)) return Refusal.Of(Codes.NotFound, ("what", "quote"));
        var chosen = Ranked(body.Quotes.Where(one => wanted is null || one.Funder == wanted)).FirstOrDefault(one => HasRoom(one, body.Fen, facts));
        if (chosen is null) return Refusal.Of(Codes.FinanceLineLimit, ("fen", body.Fen));
        var accepted = body with { Chosen = chosen, Funders = [chosen.Funder] };
        var after = thing.Into("ACCEPTED", accepted, FinancingRules.Until(facts, now, body, "acceptedDays", 5)) with { Parties = FinancingRules.Parties(accepted, false) };
        List<ResourcePut> puts = [new(after, command.Name)];
        if (chosen.Line.Length > 0) puts.Add(LineRules.Used(facts.Row(FinanceCollections.Lines, chosen.Line)!, body.Fen));
        return new ResourceDecision { Puts = puts, Commits = chosen.Cost.InterestFen + chosen.FeeFen, Events = [after.Told("financing", "accepted", ("funder", chosen.Funder), ("allInPpm", chosen.Cost.AllInPpm))] };
    }

    /// <summary>Cheapest all in first; of equal ones the lower fee, then the funder's name.</summary>
    public static IReadOnlyList<Quote> Ranked(IEnumerable<Quote> quotes) =>
        [.. quotes.OrderBy(static one => one.Cost.AllInPpm).ThenBy(static one => one.FeeFen).ThenBy(static one => one.Funder, StringComparer.Ordinal)];

    /// <summary>What a quote costs, within the cap on fees.</summary>
    public static Answer<Discount> Priced(long fen, long ratePpm, string basis, long feeFen, DateOnly payOn, DateOnly maturity, ResourcePolicy policy)
    {
        if (payOn >= maturity) return VoucherRules.Matured(maturity);
        if (DiscountRules.Of(fen, ratePpm, basis, feeFen, payOn, maturity) is not { } cost) return FinanceTold.Wrong("/feeFen", "less than the claim");
        var cap = policy.Number("feeCapPpm", FeeCapPpm);
        return cost.FeePpm > cap ? Refusal.Of(Codes.FinanceFeeCap, ("fee", cost.FeePpm), ("cap", cap)) : cost;
    }

    private static bool HasRoom(Quote quote, long fen, ResourceFacts facts) =>
        quote.Line.Length == 0 || facts.Row(FinanceCollections.Lines, quote.Line) is { State: "ACTIVE" or "REDUCED" } line && line.As<CreditLine>().LeftFen >= fen;
}

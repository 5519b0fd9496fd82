using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Finance;

/// <summary>From the day a lot is to be paid: presented, and when the issuer does not pay in the days of grace (<c>graceDays</c>), dishonoured; a
/// funder with recourse has it taken back.</summary>
internal static class UnpaidRules
{
    /// <summary>The lot presented, with the end of the days of grace.</summary>
    public static Resource Presented(Resource thing, Lot lot, ResourceFacts facts) =>
        LotRules.Marked(thing.Into("PRESENTED", lot, FinanceTold.Hold(facts, TradeDay.Begins(lot.Maturity), "graceDays", 3, "dishonour")));

    public static Answer<ResourceDecision> Present(ResourceCommand command, Resource thing, ResourceFacts facts, DateTimeOffset now)
    {
        var lot = thing.As<Lot>();
        if (TradeDay.Of(now) < lot.Maturity) return Refusal.Of(Codes.FinanceNotDue, ("maturity", lot.Maturity.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        var after = Presented(thing, lot, facts);
        return ResourceDecision.Of(after, command.Name, after.Told("lot", "presented", ("fen", lot.Fen)));
    }

    public static ResourceDecision Dishonour(ResourceCommand command, Resource thing, ResourceFacts facts)
    {
        var after = thing.Into("DISHONOURED", thing.Body);
        List<ResourcePut> puts = [new(after, command.Name)];
        if (thing.As<Lot>().Financing is { Length: > 0 } id && facts.Row(FinanceCollections.Financings, id) is { } financing)
            puts.Add(new ResourcePut(financing.Into("DEFAULTED", financing.Body), "default"));
        return new ResourceDecision { Puts = puts, Events = [after.Told("lot", "dishonoured", ("fen", thing.As<Lot>().Fen))] };
    }

    public static Answer<ResourceDecision> Demand(ResourceCommand command, Resource thing)
    {
        if (thing.As<Lot>().Recourse.Length == 0) return Refusal.Of(Codes.FinanceRecourse);
        var after = thing.Into("RECOURSE", thing.Body);
        return ResourceDecision.Of(after, command.Name, after.Told("lot", "demanded"));
    }

    public static ResourceDecision Repurchase(ResourceCommand command, Resource thing, ResourceFacts facts)
    {
        var (lot, reference) = (thing.As<Lot>(), command.Read(FinanceJson.Default.ReferenceInput).Reference);
        var financing = facts.Row(FinanceCollections.Financings, lot.Financing)!;
        var body = financing.As<Financing>();
        var after = LotRules.Marked(thing.Into("REPURCHASED", lot with { Holder = lot.Recourse, Recourse = "", Financing = "" }));
        List<ResourcePut> puts = [new(after, command.Name), new(financing.Into("REPAID", body with { Reference = reference }), "repay")];
        if (body.Chosen!.Line is { Length: > 0 } line) puts.Add(LineRules.Free(facts.Row(FinanceCollections.Lines, line)!, body.Fen));
        return new ResourceDecision
        {
            Puts = puts, Events = [after.Told("lot", "repurchased", ("fen", lot.Fen))],
            Transfer = new FinancePosting($"repurchase {thing.Name.Id}").Asset(lot.Holder, lot.Voucher, -lot.Fen).Held(lot.Recourse, lot.Voucher, lot.Fen)
                .Cash(lot.Recourse, -lot.Fen).Cash(lot.Holder, lot.Fen).Transfer(),
        };
    }
}

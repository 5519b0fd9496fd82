using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Finance;

/// <summary>The funder registers the assignment, pays through its bank and records it here, and is repaid. Nobody pays through us.</summary>
internal static class PaymentRules
{
    /// <summary>How many days after the quoted value day a payment may be.</summary>
    public const int MostDaysLate = 5;

    public static ResourceDecision Register(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        var thing = facts.Of(command)!;
        var body = thing.As<Financing>() with { Registered = command.Read(FinanceJson.Default.ReferenceInput).Reference };
        var after = thing.Into("REGISTERED", body, FinancingRules.Until(facts, now, body, "registeredDays", 10)) with { Parties = FinancingRules.Parties(body, true) };
        return ResourceDecision.Of(after, command.Name, after.Told("financing", "registered"));
    }

    public static Answer<ResourceDecision> Disburse(ResourceCommand command, ResourceFacts facts)
    {
        var (thing, input) = (facts.Of(command)!, command.Read(FinanceJson.Default.DisburseInput));
        var body = thing.As<Financing>();
        var (quote, on) = (body.Chosen!, body.Chosen!.PayOn);
        if (input.PaidOn is { } text)
        {
            var day = TradeDay.Read(text, "/paidOn");
            if (!day.Ok) return day.Refusal!;
            on = day.Must();
            if (on < quote.PayOn || on > quote.PayOn.AddDays(MostDaysLate)) return FinanceTold.Wrong("/paidOn", $"the quoted day or at most {MostDaysLate} later");
        }
        var priced = QuoteRules.Priced(body.Fen, quote.RatePpm, quote.Basis, quote.FeeFen, on, body.Maturity, facts.Policy);
        if (!priced.Ok) return priced.Refusal!;
        var cost = priced.Must();
        var paid = body with { Paid = new Disbursement(on, input.Reference, cost, LargestRemainder.Split(cost.InterestFen, [.. body.Invoices.Select(static one => one.Fen)])) };
        var isLot = body.Lot.Length > 0;
        var after = thing.Into("DISBURSED", paid, isLot ? null : FinanceTold.Hold(facts, TradeDay.Begins(body.Maturity), "graceDays", 3, "default"));
        var claim = isLot ? body.Voucher : body.Receivable;
        return new ResourceDecision
        {
            Puts = [new ResourcePut(after, command.Name), isLot ? Financed(facts, body) : Assigned(facts, body)],
            Transfer = new FinancePosting($"finance {thing.Name.Id}").Asset(quote.Funder, claim, body.Fen).Held(body.Seller, claim, -body.Fen)
                .Cash(quote.Funder, -cost.ProceedsFen).Cash(body.Seller, cost.ProceedsFen).Interest(quote.Funder, -cost.InterestFen).Interest(body.Seller, cost.InterestFen)
                .Fees(quote.Funder, -cost.FeeFen).Fees(body.Seller, cost.FeeFen).Transfer(),
            Events = [after.Told("financing", "disbursed", ("proceedsFen", cost.ProceedsFen), ("interestFen", cost.InterestFen))],
        };
    }

    public static Answer<ResourceDecision> Repay(ResourceCommand command, ResourceFacts facts)
    {
        var thing = facts.Of(command)!;
        var body = thing.As<Financing>();
        if (body.Lot.Length > 0) return Refusal.Of(Codes.FinanceByVoucher, ("voucher", body.Voucher));
        var (reference, receivable) = (command.Read(FinanceJson.Default.ReferenceInput).Reference, facts.Row(FinanceCollections.Receivables, body.Receivable)!);
        var after = thing.Into("REPAID", body with { Reference = reference });
        List<ResourcePut> puts = [new(after, command.Name), new(receivable.Into("SETTLED", receivable.As<Receivable>() with { Reference = reference }), "settle")];
        if (body.Chosen!.Line is { Length: > 0 } line) puts.Add(LineRules.Free(facts.Row(FinanceCollections.Lines, line)!, body.Fen));
        return new ResourceDecision
        {
            Puts = puts, Events = [after.Told("financing", "repaid", ("fen", body.Fen))],
            Transfer = new FinancePosting($"repay {thing.Name.Id}").Issued(body.Debtor, body.Receivable, body.Fen).Asset(body.Chosen.Funder, body.Receivable, -body.Fen)
                .Cash(body.Debtor, -body.Fen).Cash(body.Chosen.Funder, body.Fen).Transfer(),
        };
    }

    public static ResourceDecision Default(ResourceCommand command, ResourceFacts facts)
    {
        var thing = facts.Of(command)!;
        var after = thing.Into("DEFAULTED", thing.Body);
        return ResourceDecision.Of(after, command.Name, after.Told("financing", "defaulted", ("fen", thing.As<Financing>().Fen)));
    }

    private static ResourcePut Financed(ResourceFacts facts, Financing body)
    {
        var lot = facts.Row(FinanceCollections.Lots, body.Lot)!;
        return new ResourcePut(LotRules.Held(lot, lot.As<Lot>() with { Holder = body.Chosen!.Funder, Recourse = body.HasRecourse ? body.Seller : "" }, "FINANCED"), "finance");
    }

    private static ResourcePut Assigned(ResourceFacts facts, Financing body)
    {
        var receivable = facts.Row(FinanceCollections.Receivables, body.Receivable)!;
        return new ResourcePut(receivable.Into("ASSIGNED", receivable.Body), "assign");
    }
}

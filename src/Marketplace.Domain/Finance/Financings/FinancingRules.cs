using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Finance;

/// <summary>A seller asks funders for money: what stands behind is held from the first moment, so that nothing is quoted twice.</summary>
internal static class FinancingRules
{
    public static IReadOnlyList<ResourceRead> Reads(ResourceCommand command, ResourceFacts facts)
    {
        if (command.Name == "apply")
        {
            var input = command.Read(FinanceJson.Default.ApplyInput);
            return input.Lot is { } lot ? [FinanceTold.Read(FinanceCollections.Lots, lot)] : input.Receivable is { } receivable ? [FinanceTold.Read(FinanceCollections.Receivables, receivable)] : [];
        }
        var body = facts.Of(command)!.As<Financing>();
        return command.Name switch
        {
            "check" => [new ResourceRead.Set(FinanceCollections.Financings, DuplicateRules.Pair(body.Seller, body.Debtor))],
            "quote" when command.Read(FinanceJson.Default.QuoteInput).Line is { } line => [FinanceTold.Read(FinanceCollections.Lines, line)],
            "accept" => [.. body.Quotes.Where(static one => one.Line.Length > 0).Select(static one => FinanceTold.Read(FinanceCollections.Lines, one.Line))],
            "decline" or "withdraw" or "lapse" => [Behind(body), .. LineOf(body)],
            "disburse" => [Behind(body)],
            "repay" or "default" when body.Receivable.Length > 0 => [Behind(body), .. LineOf(body)],
            _ => [],
        };
    }

    public static Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now) => command.Name switch
    {
        "apply" => ApplyRules.Decide(command, facts, now),
        "check" => Check(command, facts, now),
        "decline" => Decline(command, facts),
        "withdraw" or "lapse" => End(command, facts, "LAPSED"),
        "quote" => QuoteRules.Quote(command, facts, now),
        "accept" => QuoteRules.Accept(command, facts, now),
        "register" => PaymentRules.Register(command, facts, now),
        "disburse" => PaymentRules.Disburse(command, facts),
        "repay" => PaymentRules.Repay(command, facts),
        "default" => PaymentRules.Default(command, facts),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The line of the accepted quote, to read.</summary>
    public static IReadOnlyList<ResourceRead> LineOf(Financing body) => body.Chosen?.Line is { Length: > 0 } line ? [FinanceTold.Read(FinanceCollections.Lines, line)] : [];

    /// <summary>The lot or the receivable, to read.</summary>
    public static ResourceRead Behind(Financing body) =>
        body.Lot.Length > 0 ? FinanceTold.Read(FinanceCollections.Lots, body.Lot) : FinanceTold.Read(FinanceCollections.Receivables, body.Receivable);

    /// <summary>The deadline of each step of a financing; it is over before the claim is due.</summary>
    public static Deadline Until(ResourceFacts facts, DateTimeOffset now, Financing body, string days, long usual) =>
        FinanceTold.Hold(facts, now, days, usual, "lapse", TradeDay.Begins(body.Maturity));

    /// <summary>The parties: who asks, who is asked, and the debtor once it is told of the assignment.</summary>
    public static IReadOnlyList<Party> Parties(Financing body, bool isTold) =>
        [new Party(FinanceParty.Seller, body.Seller), .. body.Funders.Select(static one => new Party(FinanceParty.Funder, one)), .. isTold ? (Party[])[new Party(FinanceParty.Debtor, body.Debtor)] : []];

    private static Answer<ResourceDecision> Check(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        var (thing, input) = (facts.Of(command)!, command.Read(FinanceJson.Default.CheckInput));
        var body = thing.As<Financing>();
        var alike = DuplicateRules.Alike(thing, facts.Set(FinanceCollections.Financings, DuplicateRules.Pair(body.Seller, body.Debtor)), facts.Policy);
        if (alike.Count > 0 && string.IsNullOrWhiteSpace(input.Cleared)) return Refusal.Of(Codes.FinanceDuplicate, ("count", alike.Count), ("first", alike[0]));
        var check = new DuplicateCheck(command.Tenant, input.Register, alike, alike.Count == 0 ? "" : input.Cleared!);
        var after = thing.Into("CHECKED", body with { Check = check }, Until(facts, now, body, "checkedDays", 10));
        return ResourceDecision.Of(after, command.Name, after.Told("financing", "checked", ("alike", alike.Count)));
    }

    private static Answer<ResourceDecision> Decline(ResourceCommand command, ResourceFacts facts)
    {
        var thing = facts.Of(command)!;
        var left = thing.As<Financing>().Funders.Where(one => one != command.Tenant).ToList();
        if (left.Count == 0) return End(command, facts, "DECLINED");
        var body = thing.As<Financing>() with { Funders = left };
        var after = thing.Into(thing.State, body, thing.Deadline) with { Parties = Parties(body, false) };
        return ResourceDecision.Of(after, command.Name, after.Told("financing", "funderDeclined"));
    }

    private static ResourceDecision End(ResourceCommand command, ResourceFacts facts, string state)
    {
        var thing = facts.Of(command)!;
        var body = thing.As<Financing>();
        var after = thing.Into(state, body);
        List<ResourcePut> puts = [new(after, command.Name), Released(body, facts)];
        if (body.Chosen?.Line is { Length: > 0 } line) puts.Add(LineRules.Free(facts.Row(FinanceCollections.Lines, line)!, body.Fen));
        return new ResourceDecision
        {
            Puts = puts, Frees = body.Lot.Length > 0 ? EvidenceRules.Claims(body.Seller, body.SellerCode, body.Invoices, thing.Name) : [],
            Events = [after.Told("financing", state == "DECLINED" ? "declined" : "lapsed")],
        };
    }

    private static ResourcePut Released(Financing body, ResourceFacts facts)
    {
        if (body.Lot.Length == 0 && facts.Row(FinanceCollections.Receivables, body.Receivable) is { } receivable)
            return new ResourcePut(receivable.Into("CONFIRMED", receivable.As<Receivable>() with { Financing = "" }), "release");
        var lot = facts.Row(FinanceCollections.Lots, body.Lot)!;
        return new ResourcePut(LotRules.Held(lot, lot.As<Lot>() with { Financing = "" }), "release");
    }
}

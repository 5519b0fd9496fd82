using Marketplace.Domain.Publishing;
using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Finance;

/// <summary>A request for money: the lot or receivable is held, and the keys of the invoice lines are taken, before any funder quotes.</summary>
internal static class ApplyRules
{
    public static Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        var input = command.Read(FinanceJson.Default.ApplyInput);
        if (input.Lot is null == input.Receivable is null) return FinanceTold.Wrong("", "a lot or a receivable");
        if (input.Funders.Contains(command.Tenant) || input.Funders.Distinct(StringComparer.Ordinal).Count() != input.Funders.Count) return FinanceTold.Wrong("/funders", "other firms, each once");
        var made = input.Lot is not null ? OfLot(command, facts, input, now) : OfReceivable(command, facts, input, now);
        if (!made.Ok) return made.Refusal!;
        var (body, behind) = made.Must();
        if (TradeDay.Of(now) >= body.Maturity) return VoucherRules.Matured(body.Maturity);
        if (body.Funders.Contains(body.Debtor)) return FinanceTold.Wrong("/funders", "not the firm that owes it");
        var thing = new Resource
        {
            Name = command.On, State = "APPLIED", Body = body, Parties = FinancingRules.Parties(body, false),
            Marks = [$"seller:{body.Seller}", DuplicateRules.Pair(body.Seller, body.Debtor)], Deadline = FinancingRules.Until(facts, now, body, "applyDays", 14),
        };
        return new ResourceDecision
        {
            Puts = [new ResourcePut(thing, command.Name), behind], Events = [thing.Told("financing", "applied", ("fen", body.Fen))],
            Claims = body.Lot.Length > 0 ? EvidenceRules.Claims(body.Seller, body.SellerCode, body.Invoices, thing.Name) : [],
        };
    }

    private static Answer<(Financing, ResourcePut)> OfLot(ResourceCommand command, ResourceFacts facts, ApplyInput input, DateTimeOffset now)
    {
        var named = facts.Named(command, FinanceCollections.Lots, input.Lot!, "HELD");
        if (!named.Ok) return named.Refusal!;
        var lot = named.Must().As<Lot>();
        if (lot.Holder != command.Tenant) return Refusal.Of(Codes.RoleMissing, ("role", FinanceParty.Holder));
        if (input is not { CreditCode: { } code, Invoices: { } invoices } || !ClaimRules.IsCreditCode(code)) return FinanceTold.Wrong("/creditCode", "a unified social credit code, and invoices");
        if (EvidenceRules.Twice(invoices)) return FinanceTold.Wrong("/invoices", "each line once");
        if (invoices.Sum(static one => one.Fen) is var invoiced && invoiced < lot.Fen) return Refusal.Of(Codes.FinanceInvoiceShort, ("fen", lot.Fen), ("invoice", invoiced));
        var body = new Financing
        {
            Seller = lot.Holder, Debtor = lot.Issuer, Lot = input.Lot!, Voucher = lot.Voucher, Fen = lot.Fen, Maturity = lot.Maturity, HasRecourse = input.Recourse ?? false,
            SellerCode = code, Invoices = invoices, Orders = [], AppliedOn = TradeDay.Of(now), Funders = input.Funders,
        };
        var held = LotRules.Marked(named.Must().Into("FINANCE_PENDING", lot with { Financing = command.On.Id }));
        return (body, new ResourcePut(held, "pend"));
    }

    private static Answer<(Financing, ResourcePut)> OfReceivable(ResourceCommand command, ResourceFacts facts, ApplyInput input, DateTimeOffset now)
    {
        var named = facts.Named(command, FinanceCollections.Receivables, input.Receivable!);
        if (!named.Ok) return named.Refusal!;
        var receivable = named.Must().As<Receivable>();
        if (receivable.Seller != command.Tenant) return Refusal.Of(Codes.RoleMissing, ("role", FinanceParty.Seller));
        if (receivable.Financing.Length > 0 || receivable.Voucher.Length > 0) return ReceivableRules.Taken(receivable);
        if (named.Must().State != "CONFIRMED") return Refusal.Of(Codes.ConflictState, ("state", named.Must().State), ("command", command.Name));
        var body = new Financing
        {
            Seller = receivable.Seller, Debtor = receivable.Debtor, Receivable = input.Receivable!, Fen = receivable.Fen, Maturity = receivable.Due!.Value, HasRecourse = input.Recourse ?? false,
            SellerCode = receivable.SellerCode, Invoices = receivable.Invoices, Orders = receivable.Orders, AppliedOn = TradeDay.Of(now), Funders = input.Funders,
        };
        return (body, new ResourcePut(named.Must().Into("CONFIRMED", receivable with { Financing = command.On.Id }), "pledge"));
    }
}

using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Finance;

/// <summary>A claim from draft to payment: order, receipt and invoice must say the same before the debtor is asked to confirm (确权).</summary>
internal static class ReceivableRules
{
    public static IReadOnlyList<ResourceRead> Reads(ResourceCommand command, ResourceFacts facts) => command.Name switch
    {
        "draft" when command.Read(FinanceJson.Default.DraftInput).Statement is { } statement => [FinanceTold.Read(FinanceCollections.Statements, statement)],
        "evidence" => EvidenceRules.Reads(facts.Of(command)!.As<Receivable>(), facts),
        _ => [],
    };

    public static Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now) => command.Name switch
    {
        "draft" => EvidenceRules.Draft(command, facts),
        "evidence" => EvidenceRules.Decide(command, facts),
        "confirm" => Confirm(command, facts, now),
        "approve" => Approve(command, facts, now),
        "dispute" => Dispute(command, facts),
        "resolve" => Resolve(command, facts),
        "dilute" => Dilute(command, facts),
        "settle" => Settle(command, facts),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Answer<ResourceDecision> Confirm(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        var (thing, input) = (facts.Of(command)!, command.Read(FinanceJson.Default.ConfirmInput));
        var body = thing.As<Receivable>();
        if (body.Fen == 0) return Refusal.Of(Codes.FinanceNothing, ("what", "0"));
        var day = TradeDay.Read(input.Due, "/due");
        if (!day.Ok) return day.Refusal!;
        var decided = TenorRules.Decide(day.Must(), TradeDay.Of(now), facts.Policy);
        if (!decided.Ok) return decided.Refusal!;
        var tenor = decided.Must();
        if (!tenor.NeedsSecond) return Confirmed(command, thing, body, tenor.Due, now);
        if (input.Reason is not { } reason) return Refusal.Of(Codes.FinanceTenorReason, ("ordinary", tenor.Ordinary.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        var asked = thing.Into(thing.State, body with { Asked = new LongTenor(tenor.Due, reason, command.Actor) });
        return ResourceDecision.Of(asked, command.Name, asked.Told("receivable", "secondAsked"));
    }

    private static Answer<ResourceDecision> Approve(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        var thing = facts.Of(command)!;
        var body = thing.As<Receivable>();
        if (body.Asked is not { } asked) return Refusal.Of(Codes.FinanceNothing, ("what", "approve"));
        if (asked.Actor == command.Actor) return Refusal.Of(Codes.SignatureSelf);
        var decided = TenorRules.Decide(asked.Due, TradeDay.Of(now), facts.Policy);
        return decided.Ok ? Confirmed(command, thing, body, decided.Must().Due, now) : decided.Refusal!;
    }

    private static ResourceDecision Confirmed(ResourceCommand command, Resource thing, Receivable body, DateOnly due, DateTimeOffset now)
    {
        var after = thing.Into("CONFIRMED", body with { Due = due, ConfirmedOn = TradeDay.Of(now) });
        return ResourceDecision.Of(after, command.Name, after.Told("receivable", "confirmed", ("fen", body.Fen))) with
        {
            Transfer = new FinancePosting($"confirm {thing.Name.Id}").Held(body.Seller, thing.Name.Id, body.Fen).Issued(body.Debtor, thing.Name.Id, -body.Fen).Transfer(),
        };
    }

    private static ResourceDecision Dispute(ResourceCommand command, ResourceFacts facts)
    {
        var thing = facts.Of(command)!;
        var after = thing.Into("DISPUTED", thing.As<Receivable>() with { Reason = command.Read(FinanceJson.Default.ReasonInput).Reason, Asked = null });
        return ResourceDecision.Of(after, command.Name, after.Told("receivable", "disputed"));
    }

    private static Answer<ResourceDecision> Resolve(ResourceCommand command, ResourceFacts facts)
    {
        var (thing, input) = (facts.Of(command)!, command.Read(FinanceJson.Default.LessInput));
        var body = thing.As<Receivable>();
        if (input.Fen > body.Fen) return Refusal.Of(Codes.FinanceMismatch, ("order", body.OrderFen), ("receipt", body.Fen), ("invoice", input.Fen));
        var after = thing.Into(input.Fen < body.Fen ? "DILUTED" : "EVIDENCED", body with { Fen = input.Fen, Reason = input.Reason });
        return ResourceDecision.Of(after, command.Name, after.Told("receivable", "resolved", ("fen", input.Fen)));
    }

    /// <summary>The seller concedes; the debtor confirms what is left anew.</summary>
    private static Answer<ResourceDecision> Dilute(ResourceCommand command, ResourceFacts facts)
    {
        var (thing, input) = (facts.Of(command)!, command.Read(FinanceJson.Default.LessInput));
        var body = thing.As<Receivable>();
        if (body.Financing.Length > 0) return Taken(body);
        if (input.Fen >= body.Fen) return FinanceTold.Wrong("/fen", $"less than {body.Fen}");
        var after = thing.Into("DILUTED", body with { Fen = input.Fen, Reason = input.Reason, Due = null, ConfirmedOn = null, Asked = null });
        return ResourceDecision.Of(after, command.Name, after.Told("receivable", "diluted", ("fen", input.Fen))) with
        {
            Transfer = new FinancePosting($"dilute {thing.Name.Id}").Held(body.Seller, thing.Name.Id, -body.Fen).Issued(body.Debtor, thing.Name.Id, body.Fen).Transfer(),
        };
    }

    private static Answer<ResourceDecision> Settle(ResourceCommand command, ResourceFacts facts)
    {
        var thing = facts.Of(command)!;
        var body = thing.As<Receivable>();
        if (body.Financing.Length > 0) return Taken(body);
        var after = thing.Into("SETTLED", body with { Reference = command.Read(FinanceJson.Default.ReferenceInput).Reference });
        return ResourceDecision.Of(after, command.Name, after.Told("receivable", "settled", ("fen", body.Fen))) with
        {
            Transfer = new FinancePosting($"settle {thing.Name.Id}").Held(body.Seller, thing.Name.Id, -body.Fen).Issued(body.Debtor, thing.Name.Id, body.Fen)
                .Cash(body.Debtor, -body.Fen).Cash(body.Seller, body.Fen).Transfer(),
        };
    }

    /// <summary>The refusal of a claim that something else already stands on.</summary>
    public static Refusal Taken(Receivable body) => Refusal.Of(Codes.FinanceInvoiceTaken, ("key", body.Invoices is [var first, ..] ? $"{first.Number}/{first.Line}" : body.Financing));
}

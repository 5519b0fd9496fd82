using Marketplace.Domain.Publishing;
using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Finance;

/// <summary>Three-way match: what the orders make of the accepted pieces = what was received = what was invoiced, to the fen. Orders and receipts
/// are read from the loop's own rows again, or were given by an app; never from an upload.</summary>
internal static class EvidenceRules
{
    /// <summary>What the evidence of a receivable is read from: its statement, then the deliveries, then their call-offs.</summary>
    public static IReadOnlyList<ResourceRead> Reads(Receivable body, ResourceFacts facts)
    {
        if (body.Statement.Length == 0) return [];
        var statement = FinanceTold.Read(FinanceCollections.Statements, body.Statement);
        if (!facts.Knows(statement)) return [statement];
        var lines = facts.Row(FinanceCollections.Statements, body.Statement)!.As<Statement>().Lines;
        return [.. lines.Select(static one => FinanceTold.Read(FinanceCollections.Deliveries, one.Delivery)), .. lines.Select(static one => FinanceTold.Read(FinanceCollections.CallOffs, one.CallOff))];
    }

    /// <summary>A draft: from an agreed statement, or with an app's order and receipt.</summary>
    public static Answer<ResourceDecision> Draft(ResourceCommand command, ResourceFacts facts)
    {
        var input = command.Read(FinanceJson.Default.DraftInput);
        if (input.Statement is { } id) return FromStatement(command, facts, id);
        if (command.App.Length == 0) return Refusal.Of(Codes.FinanceEvidence);
        if (input is not { Debtor: { } debtor, Order: { } order, Receipt: { } receipt } || debtor == command.Tenant) return FinanceTold.Wrong("", "a debtor, an order and a receipt");
        var body = new Receivable { Debtor = debtor, Seller = command.Tenant, App = command.App, Orders = [order.Number], OrderFen = order.Fen, ReceiptFen = receipt.Fen };
        var made = Made(command, body);
        return ResourceDecision.Of(made, command.Name, made.Told("receivable", "drafted"));
    }

    /// <summary>The invoice, matched; its lines are this receivable's from now on.</summary>
    public static Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts)
    {
        var (thing, input) = (facts.Of(command)!, command.Read(FinanceJson.Default.EvidenceInput));
        var body = thing.As<Receivable>();
        if (!ClaimRules.IsCreditCode(input.CreditCode)) return FinanceTold.Wrong("/creditCode", "a unified social credit code");
        if (Twice(input.Invoices)) return FinanceTold.Wrong("/invoices", "each line once");
        if (body.Statement.Length > 0) body = Recounted(body, facts);
        var invoiced = input.Invoices.Sum(static one => one.Fen);
        if (body.OrderFen != body.ReceiptFen || body.ReceiptFen != invoiced)
            return Refusal.Of(Codes.FinanceMismatch, ("order", body.OrderFen), ("receipt", body.ReceiptFen), ("invoice", invoiced));
        var after = thing.Into("EVIDENCED", body with { SellerCode = input.CreditCode, Invoices = input.Invoices, Fen = invoiced });
        return ResourceDecision.Of(after, command.Name, after.Told("receivable", "evidenced", ("fen", invoiced))) with
        {
            Claims = Claims(body.Seller, input.CreditCode, input.Invoices, thing.Name),
        };
    }

    /// <summary>True when a line is named twice.</summary>
    public static bool Twice(IReadOnlyList<InvoiceLine> invoices) => invoices.DistinctBy(static one => (one.Number, one.Line)).Count() != invoices.Count;

    /// <summary>The keys of invoice lines: under the firm, which cannot be another, and under the code on the invoice.</summary>
    public static IReadOnlyList<ResourceClaim> Claims(string firm, string code, IReadOnlyList<InvoiceLine> invoices, ResourceName holder) =>
        [.. invoices.SelectMany(one => (string[])[$"invoice:{firm}/{one.Number}/{one.Line}", $"invoice:{code}/{one.Number}/{one.Line}"])
            .Select(key => new ResourceClaim(key, holder, Codes.FinanceInvoiceTaken))];

    private static Answer<ResourceDecision> FromStatement(ResourceCommand command, ResourceFacts facts, string id)
    {
        var named = facts.Named(command, FinanceCollections.Statements, id, "AGREED");
        if (!named.Ok) return named.Refusal!;
        var statement = named.Must().As<Statement>();
        if (statement.Seller != command.Tenant) return Refusal.Of(Codes.RoleMissing, ("role", FinanceParty.Seller));
        if (statement.TotalFen == 0) return Refusal.Of(Codes.FinanceNothing, ("what", statement.Month));
        var made = Made(command, new Receivable
        {
            Debtor = statement.Debtor, Seller = statement.Seller, Statement = id, OrderFen = statement.TotalFen, ReceiptFen = statement.TotalFen,
            Orders = [.. statement.Lines.Select(static one => one.Order).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        });
        return new ResourceDecision
        {
            Puts = [new ResourcePut(made, command.Name), new ResourcePut(named.Must().Into("BILLED", statement), "bill")],
            Events = [made.Told("receivable", "drafted", ("fen", statement.TotalFen))],
        };
    }

    private static Resource Made(ResourceCommand command, Receivable body) => new()
    {
        Name = command.On, State = "DRAFT", Body = body, Parties = [new Party(FinanceParty.Debtor, body.Debtor), new Party(FinanceParty.Seller, body.Seller)],
        Marks = [$"seller:{body.Seller}"],
    };

    private static Receivable Recounted(Receivable body, ResourceFacts facts)
    {
        long ordered = 0, received = 0;
        foreach (var line in facts.Row(FinanceCollections.Statements, body.Statement)!.As<Statement>().Lines)
        {
            var delivery = facts.Row(FinanceCollections.Deliveries, line.Delivery)!.As<Delivery>();
            var prices = facts.Row(FinanceCollections.CallOffs, line.CallOff)!.As<CallOff>().Lines.ToDictionary(static one => one.Line, static one => one.PriceFen);
            ordered += delivery.Lines.Sum(one => one.Accepted * prices[one.Line]);
            received += delivery.AcceptedFen;
        }
        return body with { OrderFen = ordered, ReceiptFen = received };
    }
}

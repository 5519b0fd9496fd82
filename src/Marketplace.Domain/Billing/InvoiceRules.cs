using Marketplace.Domain.Ledger;
using Orleans;

namespace Marketplace.Domain.Billing;

/// <summary>An invoice, or a note that takes some of one back. Written once and never changed.</summary>
[GenerateSerializer, Immutable, Alias("billing.invoice")]
public sealed record Invoice
{
    /// <summary>Kinds.</summary>
    public const string Bill = "invoice", Credit = "credit";

    /// <summary><c>brain-month-firm</c>, and <c>-cN</c> after it for a credit note.</summary>
    [Id(0)] public required string Id { get; init; }
    /// <summary><c>invoice</c> or <c>credit</c>.</summary>
    [Id(1)] public required string Kind { get; init; }
    [Id(2)] public required string Brain { get; init; }
    [Id(3)] public required string Tenant { get; init; }
    /// <summary><c>2026-11</c>.</summary>
    [Id(4)] public required string Month { get; init; }
    /// <summary>Of all lines before the subsidy, micro-yuan; 0 on a credit note.</summary>
    [Id(5)] public long Gross { get; init; }
    /// <summary>What the public purse bears, micro-yuan.</summary>
    [Id(6)] public long Subsidy { get; init; }
    /// <summary>What was left below a fen by the invoice before, micro-yuan.</summary>
    [Id(7)] public long Carried { get; init; }
    /// <summary>What the firm pays, in fen; on a credit note what it gets back.</summary>
    [Id(8)] public required long Fen { get; init; }
    /// <summary>What is left below a fen for the next invoice, micro-yuan.</summary>
    [Id(9)] public long Remainder { get; init; }
    /// <summary>The invoice that a credit note corrects, or empty.</summary>
    [Id(10)] public string Corrects { get; init; } = "";
    /// <summary>Why, on a credit note.</summary>
    [Id(11)] public string Reason { get; init; } = "";
    [Id(12)] public required DateTimeOffset At { get; init; }
    [Id(13)] public IReadOnlyList<InvoiceLine> Lines { get; init; } = [];
    [Id(14)] public string Currency { get; init; } = "CNY";
}

/// <summary>One line of an invoice.</summary>
[GenerateSerializer, Immutable, Alias("billing.invoiceLine")]
public sealed record InvoiceLine
{
    /// <summary>What was left by the invoice before.</summary>
    public const string Carried = "carried";

    /// <summary>From 1.</summary>
    [Id(0)] public required int Line { get; init; }
    /// <summary>Empty on the line of what was carried.</summary>
    [Id(1)] public string App { get; init; } = "";
    [Id(2)] public string Function { get; init; } = "";
    /// <summary>The unit: <c>call</c>, <c>month</c>, or <c>carried</c>.</summary>
    [Id(3)] public required string Unit { get; init; }
    [Id(4)] public long Quantity { get; init; }
    /// <summary>Micro-yuan, before the subsidy.</summary>
    [Id(5)] public required long Amount { get; init; }
    [Id(6)] public long Subsidy { get; init; }
    /// <summary>Who bears the subsidy, or empty.</summary>
    [Id(7)] public string Program { get; init; } = "";
    /// <summary>The firm's part, in fen.</summary>
    [Id(8)] public required long Fen { get; init; }
}

/// <summary>Draws invoices and the notes that correct them.</summary>
public static class InvoiceRules
{
    /// <summary>The number of a firm's invoice of a month.</summary>
    public static string IdOf(string brain, string month, string tenant) => $"{brain}-{month}-{tenant}";

    /// <summary>The invoice over what was posted and not invoiced; null when it comes to less than a fen, and then it waits for the next. The sum is
    /// rounded down to the fen and what is left is carried, so that nothing is lost or charged twice over the months.</summary>
    public static Invoice? Draw(string brain, string tenant, string month, IReadOnlyList<BillLine> lines, long carried, DateTimeOffset now)
    {
        List<InvoiceLine> drawn =
        [
            .. lines.GroupBy(static line => (line.App, line.Function, line.Kind, line.Program))
                .OrderBy(static group => group.Key.App, StringComparer.Ordinal).ThenBy(static group => group.Key.Kind, StringComparer.Ordinal)
                .ThenBy(static group => group.Key.Function, StringComparer.Ordinal).ThenBy(static group => group.Key.Program, StringComparer.Ordinal)
                .Select(static group => new InvoiceLine
                {
                    Line = 0, App = group.Key.App, Function = group.Key.Function, Unit = group.Key.Kind, Program = group.Key.Program,
                    Quantity = group.Sum(static line => line.Quantity), Amount = group.Sum(static line => line.Total), Subsidy = group.Sum(static line => line.Subsidy), Fen = 0,
                }),
        ];
        if (carried != 0) drawn.Add(new InvoiceLine { Line = 0, Unit = InvoiceLine.Carried, Amount = carried, Fen = 0 });
        var net = drawn.Sum(static line => line.Amount - line.Subsidy);
        var fen = Apportion.Floor(net);
        if (fen < 1) return null;
        var parts = Apportion.ToFen(fen, [.. drawn.Select(static line => line.Amount - line.Subsidy)]);
        return new Invoice
        {
            Id = IdOf(brain, month, tenant), Kind = Invoice.Bill, Brain = brain, Tenant = tenant, Month = month, Gross = lines.Sum(static line => line.Total),
            Subsidy = lines.Sum(static line => line.Subsidy), Carried = carried, Fen = fen, Remainder = net - fen * Apportion.Fen, At = now,
            Lines = [.. drawn.Select((line, i) => line with { Line = i + 1, Fen = parts[i] })],
        };
    }

    /// <summary>What moves when an invoice is drawn: what was used becomes what was invoiced.</summary>
    public static IReadOnlyList<LedgerLine> Transfer(Invoice invoice) =>
    [
        new() { Account = BillAccounts.Invoiced(invoice.Tenant), Minor = invoice.Fen * Apportion.Fen },
        new() { Account = BillAccounts.Firm(invoice.Tenant), Minor = -invoice.Fen * Apportion.Fen },
    ];

    /// <summary>A credit note over a part of one line; together the notes of a line never pass it.</summary>
    /// <param name="invoice">What is corrected.</param>
    /// <param name="notes">The notes there are of it.</param>
    /// <param name="line">Its line.</param>
    /// <param name="fen">What goes back to the firm.</param>
    /// <param name="reason">Why, 1 to 200 characters.</param>
    /// <param name="now">When.</param>
    public static Answer<Invoice> Correct(Invoice invoice, IReadOnlyList<Invoice> notes, int line, long fen, string reason, DateTimeOffset now)
    {
        if (invoice.Kind != Invoice.Bill) return Refusal.Of(Codes.ConflictState, ("state", invoice.Kind), ("command", "credit"));
        if (reason.Trim().Length is 0 or > 200) return Invalid("/reason", "1 to 200 characters");
        if (invoice.Lines.FirstOrDefault(one => one.Line == line) is not { App.Length: > 0 } known) return Invalid("/line", "a line of the invoice that names an app");
        var left = known.Fen - notes.SelectMany(static note => note.Lines).Where(one => one.Line == line).Sum(static one => one.Fen);
        if (fen < 1 || fen > left) return Invalid("/fen", $"1 to {left}");
        return new Invoice
        {
            Id = $"{invoice.Id}-c{notes.Count + 1}", Kind = Invoice.Credit, Brain = invoice.Brain, Tenant = invoice.Tenant, Month = invoice.Month, Fen = fen, Corrects = invoice.Id,
            Reason = reason.Trim(), At = now, Lines = [known with { Amount = fen * Apportion.Fen, Subsidy = 0, Program = "", Quantity = 0, Fen = fen }],
        };
    }

    /// <summary>What moves by a credit note: the platform bears it, or the publisher out of what it was not paid yet.</summary>
    public static IReadOnlyList<LedgerLine> Transfer(Invoice note, bool byPublisher) =>
    [
        new() { Account = byPublisher ? BillAccounts.Publisher(Keys.Owner(note.Lines[0].App)) : BillAccounts.Platform, Minor = note.Fen * Apportion.Fen },
        new() { Account = BillAccounts.Invoiced(note.Tenant), Minor = -note.Fen * Apportion.Fen },
    ];

    private static Refusal Invalid(string pointer, string rule) => Refusal.Of(Codes.InputInvalid, ("pointer", pointer), ("rule", rule));
}

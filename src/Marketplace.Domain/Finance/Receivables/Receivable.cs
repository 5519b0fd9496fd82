namespace Marketplace.Domain.Finance;

/// <summary>What a debtor owes a seller, and on what evidence.</summary>
public sealed record Receivable
{
    /// <summary>The firm that owes.</summary>
    public required string Debtor { get; init; }

    /// <summary>The firm that is owed.</summary>
    public required string Seller { get; init; }

    /// <summary>The agreed statement it is drawn from, or empty when an app gave the evidence.</summary>
    public string Statement { get; init; } = "";

    /// <summary>The app that gave the evidence, or empty.</summary>
    public string App { get; init; } = "";

    /// <summary>The order numbers, in ordinal order.</summary>
    public required IReadOnlyList<string> Orders { get; init; }

    /// <summary>What the orders make of the pieces that were accepted, in fen.</summary>
    public required long OrderFen { get; init; }

    /// <summary>What was received, in fen.</summary>
    public required long ReceiptFen { get; init; }

    /// <summary>The seller's 统一社会信用代码 as it stands on the invoice, or empty before there is one.</summary>
    public string SellerCode { get; init; } = "";

    /// <summary>The invoice lines, each of which backs one thing at a time.</summary>
    public IReadOnlyList<InvoiceLine> Invoices { get; init; } = [];

    /// <summary>What is owed, in fen: the three amounts that agree, less what was conceded.</summary>
    public long Fen { get; init; }

    /// <summary>Why less, or empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>A day beyond the ordinary tenor that waits for a second person of the debtor, or null.</summary>
    public LongTenor? Asked { get; init; }

    /// <summary>The day the debtor confirmed, or null.</summary>
    public DateOnly? ConfirmedOn { get; init; }

    /// <summary>The business day on which it is to be paid, or null.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>The voucher made of it, or empty.</summary>
    public string Voucher { get; init; } = "";

    /// <summary>The financing that holds it, or empty.</summary>
    public string Financing { get; init; } = "";

    /// <summary>How it was paid, or empty.</summary>
    public string Reference { get; init; } = "";
}

/// <summary>A line of an invoice.</summary>
/// <param name="Number">20 digits, or code and number as <c>5000231130-01234567</c>.</param>
/// <param name="Line">From 1.</param>
/// <param name="Fen">Its amount with tax.</param>
public sealed record InvoiceLine(string Number, int Line, long Fen);

/// <summary>A tenor that one person alone may not agree to.</summary>
/// <param name="Due">The day asked for, a business day.</param>
/// <param name="Reason">A word of <see cref="TenorRules.Reasons"/>.</param>
/// <param name="Actor">Who asked.</param>
public sealed record LongTenor(DateOnly Due, string Reason, string Actor);

namespace Marketplace.Domain.Finance;

/// <summary>A request for money against a lot or a receivable, to one or more funders.</summary>
public sealed record Financing
{
    /// <summary>Who asks: the holder of the lot, or the seller of the receivable.</summary>
    public required string Seller { get; init; }

    /// <summary>Who owes at maturity.</summary>
    public required string Debtor { get; init; }

    /// <summary>The lot, or empty.</summary>
    public string Lot { get; init; } = "";

    /// <summary>The lot's voucher, or empty.</summary>
    public string Voucher { get; init; } = "";

    /// <summary>The receivable, or empty.</summary>
    public string Receivable { get; init; } = "";

    /// <summary>What is given up, in fen.</summary>
    public required long Fen { get; init; }

    /// <summary>The business day the debtor pays.</summary>
    public required DateOnly Maturity { get; init; }

    /// <summary>True when the seller takes it back if the debtor does not pay.</summary>
    public required bool HasRecourse { get; init; }

    /// <summary>The seller's 统一社会信用代码 on the invoices.</summary>
    public required string SellerCode { get; init; }

    /// <summary>The invoice lines behind it.</summary>
    public required IReadOnlyList<InvoiceLine> Invoices { get; init; }

    /// <summary>The order numbers behind it.</summary>
    public required IReadOnlyList<string> Orders { get; init; }

    /// <summary>The day it was asked for.</summary>
    public required DateOnly AppliedOn { get; init; }

    /// <summary>The funders that are still asked.</summary>
    public required IReadOnlyList<string> Funders { get; init; }

    /// <summary>What the duplicate search and the register said, or null.</summary>
    public DuplicateCheck? Check { get; init; }

    /// <summary>Each funder's last quote.</summary>
    public IReadOnlyList<Quote> Quotes { get; init; } = [];

    /// <summary>The quote that was accepted, or null.</summary>
    public Quote? Chosen { get; init; }

    /// <summary>The entry in the public register (中登网), or empty.</summary>
    public string Registered { get; init; } = "";

    /// <summary>The payment, or null.</summary>
    public Disbursement? Paid { get; init; }

    /// <summary>How it was repaid, or empty.</summary>
    public string Reference { get; init; } = "";
}

/// <summary>A search for another financing of the same claim.</summary>
/// <param name="Funder">Who looked.</param>
/// <param name="Register">What was found in the public register: its reference and words, kept as evidence.</param>
/// <param name="Alike">Other financings that look like this one, by id.</param>
/// <param name="Cleared">Why they are not the same, or empty when there are none.</param>
public sealed record DuplicateCheck(string Funder, string Register, IReadOnlyList<string> Alike, string Cleared);

/// <summary>A funder's offer.</summary>
public sealed record Quote
{
    /// <summary>Who.</summary>
    public required string Funder { get; init; }

    /// <summary>The rate a year in millionths: 42,000 is 4.2 %.</summary>
    public required long RatePpm { get; init; }

    /// <summary>A word of <see cref="DayCount.Names"/>.</summary>
    public required string Basis { get; init; }

    /// <summary>A fee on top, taken from what is paid out, in fen.</summary>
    public required long FeeFen { get; init; }

    /// <summary>The value day of the payment.</summary>
    public required DateOnly PayOn { get; init; }

    /// <summary>The credit line it counts on, or empty.</summary>
    public string Line { get; init; } = "";

    /// <summary>What it costs for that day.</summary>
    public required Discount Cost { get; init; }
}

/// <summary>What was paid.</summary>
/// <param name="On">The value day.</param>
/// <param name="Reference">The bank's.</param>
/// <param name="Cost">What it cost.</param>
/// <param name="Parts">The interest by invoice line; the sum is the interest.</param>
public sealed record Disbursement(DateOnly On, string Reference, Discount Cost, IReadOnlyList<long> Parts);

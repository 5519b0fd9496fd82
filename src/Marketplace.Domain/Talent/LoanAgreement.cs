namespace Marketplace.Domain.Talent;

/// <summary>One person is lent by one firm to another (合作协议). The labour relation stays with the lender.</summary>
public sealed record LoanAgreement
{
    /// <summary>The request it came of.</summary>
    public required string Request { get; init; }

    /// <summary>The person's id.</summary>
    public required string Worker { get; init; }

    /// <summary>The person's name.</summary>
    public required string Name { get; init; }

    /// <summary>The work.</summary>
    public required string Post { get; init; }

    /// <summary>Kinds of certificates that the work needs.</summary>
    public IReadOnlyList<string> Needs { get; init => field = value ?? []; } = [];

    /// <summary>The lending firm.</summary>
    public required string Lender { get; init; }

    /// <summary>The borrowing firm.</summary>
    public required string Borrower { get; init; }

    /// <summary>From when.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Until when.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The person's own wage by the hour, in fen.</summary>
    public required long HourFen { get; init; }

    /// <summary>When the person said yes, themself; null before.</summary>
    public DateTimeOffset? Consented { get; init; }

    /// <summary>When the lender signed.</summary>
    public DateTimeOffset? LenderSigned { get; init; }

    /// <summary>When the borrower signed.</summary>
    public DateTimeOffset? BorrowerSigned { get; init; }

    /// <summary>The last check of the work injury insurance.</summary>
    public CoverCheck? Cover { get; init; }

    /// <summary>What the borrower owes, once the lender has drawn it up.</summary>
    public LoanBill? Bill { get; init; }

    /// <summary>Why it was suspended, ended early or given up.</summary>
    public string Why { get; init; } = "";
}

/// <summary>Somebody looked whether the person is insured for the work.</summary>
/// <param name="Insurer">Who insures.</param>
/// <param name="Policy">The number of the insurance.</param>
/// <param name="On">The day of the check, in the brain's zone.</param>
public sealed record CoverCheck(string Insurer, string Policy, DateOnly On);

/// <summary>What the borrower owes for a loan: it adds up, and there is no place for a margin.</summary>
/// <param name="Minutes">Approved minutes, the wage base.</param>
/// <param name="WageFen">Wages of the approved shifts.</param>
/// <param name="ContributionFen">The employer's statutory contributions on them.</param>
/// <param name="Costs">What it cost beside, each with its evidence.</param>
/// <param name="TotalFen">The sum of all.</param>
public sealed record LoanBill(long Minutes, long WageFen, long ContributionFen, IReadOnlyList<EvidencedCost> Costs, long TotalFen);

/// <summary>A cost of the lender's, with its evidence.</summary>
/// <param name="What">For what: travel, meals, a course.</param>
/// <param name="Fen">How much.</param>
/// <param name="Evidence">The number of the invoice or receipt.</param>
public sealed record EvidencedCost(string What, long Fen, string Evidence);

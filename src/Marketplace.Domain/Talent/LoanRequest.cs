namespace Marketplace.Domain.Talent;

/// <summary>A firm asks for people (用工需求).</summary>
public sealed record LoanRequest
{
    /// <summary>The work, in the trade's words.</summary>
    public required string Post { get; init; }

    /// <summary>Kinds of certificates that each person must have.</summary>
    public IReadOnlyList<string> Needs { get; init => field = value ?? []; } = [];

    /// <summary>How many people.</summary>
    public required int People { get; init; }

    /// <summary>From when.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Until when.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Where.</summary>
    public required SitePoint Site { get; init; }

    /// <summary>After that the request is over.</summary>
    public required DateTimeOffset AnswerBy { get; init; }

    /// <summary>Who was put forward, in the order of arrival.</summary>
    public IReadOnlyList<Candidate> Candidates { get; init => field = value ?? []; } = [];
}

/// <summary>A person whom a firm puts forward. Until the firm offers the person, the borrower sees skills, distance band and rank only.</summary>
public sealed record Candidate
{
    /// <summary>From 1 within the request.</summary>
    public required int Number { get; init; }

    /// <summary>A word of <see cref="CandidateState"/>.</summary>
    public required string State { get; init; }

    /// <summary>The lending firm.</summary>
    public required string Lender { get; init; }

    /// <summary>The person's id.</summary>
    public required string Worker { get; init; }

    /// <summary>The person's name.</summary>
    public required string Name { get; init; }

    /// <summary>Kinds of valid certificates.</summary>
    public IReadOnlyList<string> Skills { get; init => field = value ?? []; } = [];

    /// <summary>The person's own wage by the hour, in fen.</summary>
    public required long HourFen { get; init; }

    /// <summary>A word of <see cref="DistanceBand"/>.</summary>
    public required string Band { get; init; }

    /// <summary>Where it stands among the others, and why.</summary>
    public required RankTerms Rank { get; init; }

    /// <summary>The agreement that came of it, or empty.</summary>
    public string Agreement { get; init; } = "";
}

/// <summary>Where a candidate stands.</summary>
public static class CandidateState
{
    /// <summary>Put forward, without a name.</summary>
    public const string Nominated = "NOMINATED";

    /// <summary>Offered by name.</summary>
    public const string Offered = "OFFERED";

    /// <summary>Taken: there is an agreement.</summary>
    public const string Taken = "TAKEN";

    /// <summary>Passed over, or withdrawn by the lender.</summary>
    public const string Passed = "PASSED";
}

/// <summary>How far a person's own place of work is from the site, in steps that do not give the person away.</summary>
public static class DistanceBand
{
    /// <summary>The band of a distance.</summary>
    public static string Of(long metres) => metres switch
    {
        <= 5_000 => "UP_TO_5_KM",
        <= 20_000 => "UP_TO_20_KM",
        <= 50_000 => "UP_TO_50_KM",
        _ => "BEYOND_50_KM",
    };
}

using System.Text.Json.Serialization;

namespace Marketplace.Domain.Talent;

/// <summary>A shift: open on the board, or one person's.</summary>
public sealed record Shift
{
    /// <summary>The work.</summary>
    public required string Post { get; init; }

    /// <summary>Kinds of certificates that it needs.</summary>
    public IReadOnlyList<string> Needs { get; init => field = value ?? []; } = [];

    /// <summary>The firm where the work is; the lender itself for hours that it reports.</summary>
    public required string Borrower { get; init; }

    /// <summary>Begins.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Ends.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Minutes of the break, which are no working time.</summary>
    public int BreakMinutes { get; init; }

    /// <summary>Where.</summary>
    public required SitePoint Site { get; init; }

    /// <summary>The agreement that it is worked under, or empty while it is open.</summary>
    public string Agreement { get; init; } = "";

    /// <summary>The person's id, or empty while it is open.</summary>
    public string Worker { get; init; } = "";

    /// <summary>The person's name, or empty while it is open.</summary>
    public string Name { get; init; } = "";

    /// <summary>The person's wage by the hour, in fen.</summary>
    public long HourFen { get; init; }

    /// <summary>True for hours at the person's own firm, which count for the limits and are not billed.</summary>
    public bool Own { get; init; }

    /// <summary>When the person came.</summary>
    public DateTimeOffset? In { get; init; }

    /// <summary>When the person left.</summary>
    public DateTimeOffset? Out { get; init; }

    /// <summary>What is approved; written once.</summary>
    public TimeSheet? Approved { get; init; }

    /// <summary>What a party of a dispute says it was, in minutes.</summary>
    public int? Claimed { get; init; }

    /// <summary>Why it was declined, called off or disputed.</summary>
    public string Why { get; init; } = "";

    /// <summary>Working minutes as planned.</summary>
    [JsonIgnore]
    public int Planned => (int)(End - Start).TotalMinutes - BreakMinutes;
}

/// <summary>Approved time of a shift by what it is paid at, and the wage for it.</summary>
/// <param name="Minutes">All of it.</param>
/// <param name="Normal">At the hourly wage.</param>
/// <param name="Extended">Beyond the day's hours: at 150 %.</param>
/// <param name="Rest">On a rest day: at 200 %.</param>
/// <param name="Holiday">On a statutory holiday: at 300 %.</param>
/// <param name="WageFen">The wage.</param>
public sealed record TimeSheet(int Minutes, int Normal, int Extended, int Rest, int Holiday, long WageFen);

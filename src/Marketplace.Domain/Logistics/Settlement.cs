namespace Marketplace.Domain.Logistics;

/// <summary>资金流水单: a payment that went from the shipper's bank to the carrier's. The money never lies with the brain.</summary>
public sealed record FundSlip(string Serial, string Bank, string Payer, string Payee, long Fen, DateTimeOffset At);

/// <summary>What a carrier gets for one consignment.</summary>
public sealed record Settlement
{
    /// <summary>Which consignment.</summary>
    public required string Consignment { get; init; }

    /// <summary>Who pays.</summary>
    public required string Shipper { get; init; }

    /// <summary>Who is paid.</summary>
    public required string Carrier { get; init; }

    /// <summary>Its trip.</summary>
    public required string Trip { get; init; }

    /// <summary>What the carrier bills, in fen.</summary>
    public required long Fen { get; init; }

    /// <summary>What did not match, in words of <see cref="Mismatch"/>; empty when proof, rate and track agree.</summary>
    public IReadOnlyList<string> Mismatches { get; init; } = [];

    /// <summary>Payments so far.</summary>
    public IReadOnlyList<FundSlip> Slips { get; init; } = [];

    /// <summary>An amount one of the two would settle a dispute for, and which firm named it.</summary>
    public long? ProposedFen { get; init; }

    /// <summary>The firm that named it.</summary>
    public string? ProposedBy { get; init; }

    /// <summary>True once both agreed to another amount than the rate.</summary>
    public bool IsAgreed { get; init; }

    /// <summary>What has been paid.</summary>
    public long PaidFen => Slips.Sum(static one => one.Fen);
}

/// <summary>Why a settlement does not match.</summary>
public static class Mismatch
{
    /// <summary>There is no accepted proof.</summary>
    public const string Pod = "pod";
    /// <summary>The bill is not the award less what was taken off.</summary>
    public const string Rate = "rate";
    /// <summary>There is no event for a step that the goods must have gone through.</summary>
    public const string Track = "track";
}

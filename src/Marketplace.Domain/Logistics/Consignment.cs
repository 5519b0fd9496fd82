namespace Marketplace.Domain.Logistics;

/// <summary>Who carries a consignment, and for how much.</summary>
/// <param name="By">What it was won through: <c>offers/…</c>, <c>tenders/…</c>.</param>
/// <param name="Carrier">The firm.</param>
/// <param name="Fen">All in.</param>
public sealed record Award(string By, string Carrier, long Fen);

/// <summary>回单: that goods were set down.</summary>
/// <param name="At">When, as the driver tells.</param>
/// <param name="SignedBy">Who signed, as written.</param>
/// <param name="Photo">The file's reference, or null.</param>
public sealed record ProofOfDelivery(DateTimeOffset At, string SignedBy, string? Photo);

/// <summary>What a shipper wants for loss or damage, and what the carrier concedes.</summary>
/// <param name="Fen">Wanted; never more than the freight unless goods were lost.</param>
/// <param name="Reason">Why.</param>
/// <param name="ConcededFen">What the carrier would have taken off, or null while it has not answered.</param>
public sealed record FreightClaim(long Fen, string Reason, long? ConcededFen);

/// <summary>托运单: goods from one place to another for one shipper.</summary>
public sealed record Consignment
{
    /// <summary>The firm that sends.</summary>
    public required string Shipper { get; init; }

    /// <summary>The firm of the brain that receives, or null when it is none of the brain's.</summary>
    public string? Consignee { get; init; }

    /// <summary>What it is, as written.</summary>
    public required string Goods { get; init; }

    /// <summary>A word of <see cref="GoodsClass"/>.</summary>
    public required string Class { get; init; }

    /// <summary>A word of <see cref="Logistics.Temperature"/>.</summary>
    public required string Temperature { get; init; }

    /// <summary>What it takes of a vehicle.</summary>
    public required Load Load { get; init; }

    /// <summary>Where and when it is taken up.</summary>
    public required PlaceWindow Pickup { get; init; }

    /// <summary>Where and when it is set down.</summary>
    public required PlaceWindow Delivery { get; init; }

    /// <summary>Its logistic units; empty until it is packed.</summary>
    public IReadOnlyList<Lot> Lots { get; init; } = [];

    /// <summary>The grouping it is in, or null.</summary>
    public string? Grouping { get; init; }

    /// <summary>The tender it is in, or null.</summary>
    public string? Tender { get; init; }

    /// <summary>Who carries it, or null.</summary>
    public Award? Award { get; init; }

    /// <summary>The trip it goes with, or null.</summary>
    public string? Trip { get; init; }

    /// <summary>When it was set down, or null.</summary>
    public ProofOfDelivery? Pod { get; init; }

    /// <summary>When the proof counts as accepted if nobody says anything; null when somebody must look.</summary>
    public DateTimeOffset? AcceptUntil { get; init; }

    /// <summary>Readings out of its temperature class.</summary>
    public int Excursions { get; init; }

    /// <summary>What is claimed, or null.</summary>
    public FreightClaim? Claim { get; init; }

    /// <summary>Taken off the freight by agreement, in fen.</summary>
    public long DeductedFen { get; init; }

    /// <summary>Why it was refused or stopped, or null.</summary>
    public string? Reason { get; init; }
}

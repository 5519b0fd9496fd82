using System.Text.Json.Serialization;

namespace Marketplace.Domain.Logistics;

/// <summary>What a carrier asks. A trip costs <see cref="FixedFen"/> + <see cref="FenPerKm"/> × way + <see cref="FenPerStop"/> × stops; who
/// takes places alone pays <see cref="FenPerPlace"/> for each.</summary>
public sealed record Tariff(long FixedFen, long FenPerKm, long FenPerStop, long FenPerPlace);

/// <summary>Goods that take room of an offer.</summary>
/// <param name="Fen">What the shipper pays for it.</param>
public sealed record ReservedPart(string Consignment, string Shipper, Load Load, string Class, string Temperature, long Fen);

/// <summary>Room that is held or booked: all its parts together or none of them.</summary>
public sealed record Reservation
{
    /// <summary>The consignment's id, or the grouping's.</summary>
    public required string Id { get; init; }

    /// <summary>True for a grouping's.</summary>
    public bool IsGrouping { get; init; }

    /// <summary>What goes in.</summary>
    public required IReadOnlyList<ReservedPart> Parts { get; init; }

    /// <summary>A hold that is not booked then gives its room back.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>True once carrier and shippers are bound.</summary>
    public bool IsBooked { get; init; }
}

/// <summary>运力: a vehicle's room on a lane.</summary>
public sealed record CapacityOffer
{
    /// <summary>The firm whose vehicle it is.</summary>
    public required string Carrier { get; init; }

    /// <summary>All of the vehicle's room.</summary>
    public required Load Capacity { get; init; }

    /// <summary><c>BOX</c>, <c>CURTAIN</c>, <c>FLATBED</c>, <c>REEFER</c> or <c>TANK</c>.</summary>
    public required string BodyType { get; init; }

    /// <summary>A word of <see cref="Logistics.Temperature"/>.</summary>
    public required string Temperature { get; init; }

    /// <summary>Where the vehicle sets out.</summary>
    public required Place From { get; init; }

    /// <summary>Where it ends; the same as <see cref="From"/> for one that serves around a place.</summary>
    public required Place To { get; init; }

    /// <summary>How far from the two ends it picks up and sets down, in km.</summary>
    public required int RadiusKm { get; init; }

    /// <summary>When it sets out.</summary>
    public required Window Window { get; init; }

    /// <summary>True for a way back that would be driven empty: then the empty way is credited.</summary>
    public bool IsReturnLoad { get; init; }

    /// <summary>True when the carrier is bound by the offer: who takes room has booked it.</summary>
    public bool IsInstant { get; init; }

    /// <summary>What it costs.</summary>
    public required Tariff Tariff { get; init; }

    /// <summary>What is held and booked, in the order in which it came.</summary>
    public IReadOnlyList<Reservation> Reservations { get; init; } = [];

    /// <summary>True once its window is over: nothing more is taken in.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Everything that takes room.</summary>
    [JsonIgnore]
    public IEnumerable<ReservedPart> Parts => Reservations.SelectMany(static one => one.Parts);

    /// <summary>The room that is left.</summary>
    public Load Left => Capacity - Load.Sum(Parts.Select(static one => one.Load));
}

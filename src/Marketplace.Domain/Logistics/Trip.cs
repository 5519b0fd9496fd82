namespace Marketplace.Domain.Logistics;

/// <summary>A document of a vehicle or driver.</summary>
/// <param name="Kind"><c>registration</c>, <c>transportPermit</c> of a vehicle; <c>drivingLicence</c>, <c>qualification</c> of a driver.</param>
/// <param name="Number">As printed on it.</param>
/// <param name="From">The first day it counts.</param>
/// <param name="Until">The last day it counts.</param>
public sealed record TransportDocument(string Kind, string Number, DateOnly From, DateOnly Until);

/// <summary>A vehicle.</summary>
/// <param name="Plate">Its plate.</param>
/// <param name="Colour">The plate's colour: <c>YELLOW</c>, <c>BLUE</c>, <c>GREEN</c>, <c>YELLOW_GREEN</c>.</param>
public sealed record Vehicle(string Plate, string Colour, string BodyType, string Temperature, Load Capacity, IReadOnlyList<TransportDocument> Documents);

/// <summary>A driver.</summary>
/// <param name="Person">The person at the carrier's, as signed in.</param>
/// <param name="Name">As on the licence.</param>
public sealed record Driver(string Person, string Name, IReadOnlyList<TransportDocument> Documents);

/// <summary>A stop of a trip.</summary>
/// <param name="Planned">When service begins by plan.</param>
/// <param name="Arrived">When the vehicle was there, or null.</param>
public sealed record TripStop(string Consignment, bool Delivers, Place Place, Window Window, DateTimeOffset Planned, DateTimeOffset? Arrived = null);

/// <summary>What is known of where the vehicle was.</summary>
/// <param name="Points">Positions that came in order.</param>
/// <param name="LatePoints">Positions that came after a later one.</param>
/// <param name="First">The first position's time.</param>
/// <param name="Last">The last position's time.</param>
/// <param name="LongestGapMinutes">The longest time without a position.</param>
public sealed record Trajectory(int Points, int LatePoints, DateTimeOffset? First, DateTimeOffset? Last, int LongestGapMinutes)
{
    /// <summary>No position yet.</summary>
    public static readonly Trajectory None = new(0, 0, null, null, 0);
}

/// <summary>派车单: a vehicle, a driver, and stops in their order.</summary>
public sealed record Trip
{
    /// <summary>The firm that drives.</summary>
    public required string Carrier { get; init; }

    /// <summary>The vehicle.</summary>
    public required Vehicle Vehicle { get; init; }

    /// <summary>The driver.</summary>
    public required Driver Driver { get; init; }

    /// <summary>When it leaves.</summary>
    public required DateTimeOffset Leaves { get; init; }

    /// <summary>When it is over by plan.</summary>
    public required DateTimeOffset Ends { get; init; }

    /// <summary>Its stops, in order.</summary>
    public required IReadOnlyList<TripStop> Stops { get; init; }

    /// <summary>Its way by plan, in metres.</summary>
    public required long Metres { get; init; }

    /// <summary>The seal's number, or null.</summary>
    public string? Seal { get; init; }

    /// <summary>The stop the vehicle is at, or null on the road.</summary>
    public int? At { get; init; }

    /// <summary>When the last event that counted happened.</summary>
    public DateTimeOffset? Effective { get; init; }

    /// <summary>Where it was.</summary>
    public Trajectory Track { get; init; } = Trajectory.None;

    /// <summary>What it carries, each once.</summary>
    public IReadOnlyList<string> Consignments => [.. Stops.Select(static one => one.Consignment).Distinct()];
}

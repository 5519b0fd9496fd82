namespace Marketplace.Domain.Solving;

/// <summary>Consignments, each a pickup and a delivery, for trips of given vehicles. Distances, times and money are plain numbers: whoever
/// asks chooses the units and keeps to them (kilometres, minutes and yuan, say). A vehicle that comes too early waits.</summary>
/// <remarks>A property that is absent in JSON is set to null or zero by the generated reader, whatever it was initialised with.</remarks>
public sealed record RoutingProblem
{
    /// <summary>Where places lie, when the way between them is a straight line; else absent.</summary>
    public IReadOnlyList<PlacePoint>? Points { get; init; }

    /// <summary>The way from each place (row) to each (column), when there are no <see cref="Points"/>.</summary>
    public IReadOnlyList<IReadOnlyList<double>>? Distances { get; init; }

    /// <summary>The time from each place to each; absent: a unit of distance takes a unit of time. A detour never saves time.</summary>
    public IReadOnlyList<IReadOnlyList<double>>? Durations { get; init; }

    /// <summary>The vehicles, like ones together.</summary>
    public required IReadOnlyList<VehicleKind> Vehicles { get; init; }

    /// <summary>What is to be carried.</summary>
    public required IReadOnlyList<RoutedConsignment> Consignments { get; init; }

    /// <summary>Classes of goods that never share a trip, in pairs.</summary>
    public IReadOnlyList<ClassPair> Apart { get; init => field = value ?? []; } = [];

    /// <summary>True: as few vehicles as can be, and among equals the least cost. False: the least cost alone, in which a vehicle's
    /// <see cref="VehicleKind.FixedCost"/> counts; only then may consignments have a <see cref="RoutedConsignment.Price"/>.</summary>
    public bool FewestVehiclesFirst { get; init; }
}

/// <summary>A place on the plane.</summary>
public sealed record PlacePoint(double X, double Y);

/// <summary>Two classes of goods, by name.</summary>
public sealed record ClassPair(string One, string Other);

/// <summary>A number of like vehicles.</summary>
public sealed record VehicleKind
{
    /// <summary>A name of the caller's, unique in the problem.</summary>
    public required string Id { get; init; }

    /// <summary>How many there are; each makes at most one trip.</summary>
    public required int Count { get; init; }

    /// <summary>The place where each begins.</summary>
    public required int Start { get; init; }

    /// <summary>The place where each ends.</summary>
    public required int End { get; init; }

    /// <summary>What fits in, by dimension: kilogrammes, cubic metres, pallet places. All kinds have the same dimensions.</summary>
    public required IReadOnlyList<double> Capacity { get; init; }

    /// <summary>It leaves its start no earlier.</summary>
    public double Earliest { get; init; }

    /// <summary>It is at its end no later.</summary>
    public required double Latest { get; init; }

    /// <summary>Time on the road in a trip at most, waiting and service not counted; absent: no limit.</summary>
    public double? MostDriving { get; init; }

    /// <summary>What a trip costs before it has moved.</summary>
    public double FixedCost { get; init; }

    /// <summary>What a unit of distance costs; absent: 1.</summary>
    public double? CostPerDistance { get; init; }

    /// <summary>What it has that a consignment may need: a tail lift, a cold box, a licence.</summary>
    public IReadOnlyList<string> Has { get; init => field = value ?? []; } = [];
}

/// <summary>A pickup and a delivery by the same vehicle, in this order.</summary>
public sealed record RoutedConsignment
{
    /// <summary>A name of the caller's, unique in the problem.</summary>
    public required string Id { get; init; }

    /// <summary>Where it is taken up.</summary>
    public required RoutedStop Pickup { get; init; }

    /// <summary>Where it is set down.</summary>
    public required RoutedStop Delivery { get; init; }

    /// <summary>What it takes of the capacity, by dimension.</summary>
    public required IReadOnlyList<double> Load { get; init; }

    /// <summary>What it costs to leave it behind; absent: it must be carried if at all possible.</summary>
    public double? Price { get; init; }

    /// <summary>Its class of goods, for <see cref="RoutingProblem.Apart"/>.</summary>
    public string? Class { get; init; }

    /// <summary>What the vehicle must have.</summary>
    public IReadOnlyList<string> Needs { get; init => field = value ?? []; } = [];
}

/// <summary>A stop: service begins within the window, and takes its time.</summary>
public sealed record RoutedStop
{
    /// <summary>The place, by its number.</summary>
    public required int Place { get; init; }

    /// <summary>Service begins no earlier.</summary>
    public double Earliest { get; init; }

    /// <summary>Service begins no later.</summary>
    public required double Latest { get; init; }

    /// <summary>How long it takes.</summary>
    public double Service { get; init; }
}

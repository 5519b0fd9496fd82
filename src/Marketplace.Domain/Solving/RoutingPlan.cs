namespace Marketplace.Domain.Solving;

/// <summary>Trips that carry consignments, and what is left behind. A proposal: whoever commits it checks it first.</summary>
public sealed record RoutingPlan
{
    /// <summary>One for each vehicle used.</summary>
    public required IReadOnlyList<PlannedTrip> Trips { get; init; }

    /// <summary>What is not carried, and why.</summary>
    public required IReadOnlyList<LeftBehind> LeftBehind { get; init; }

    /// <summary>The way of all trips together.</summary>
    public required double Distance { get; init; }

    /// <summary>The terms of the cost.</summary>
    public required PlanCost Cost { get; init; }

    /// <summary>No plan that carries every consignment needs fewer vehicles: so many consignments are each alone on their trip whatever one does.</summary>
    public required int VehiclesAtLeast { get; init; }
}

/// <summary>Where the cost comes from.</summary>
/// <param name="Vehicles">Fixed costs of the vehicles used.</param>
/// <param name="Distance">Distance at each vehicle's rate.</param>
/// <param name="LeftBehind">Prices of what is left behind.</param>
public sealed record PlanCost(double Vehicles, double Distance, double LeftBehind)
{
    /// <summary>All terms.</summary>
    public double Total => Vehicles + Distance + LeftBehind;
}

/// <summary>One vehicle's trip.</summary>
/// <param name="Vehicle">Its kind.</param>
/// <param name="Leaves">When it leaves its start.</param>
/// <param name="Ends">When it is at its end.</param>
/// <param name="Distance">Its way.</param>
/// <param name="Driving">Its time on the road.</param>
/// <param name="Slack">By how much it may run late before a window is missed, and the stop that binds (the last one: the vehicle's end).</param>
/// <param name="Stops">Its stops in order.</param>
public sealed record PlannedTrip(
    string Vehicle, double Leaves, double Ends, double Distance, double Driving, TripSlack Slack, IReadOnlyList<PlannedStop> Stops);

/// <summary>How late a trip may run.</summary>
/// <param name="Time">The delay at its start that it still bears.</param>
/// <param name="Binding">The stop that bears no more, from 0; the number of stops stands for the vehicle's end.</param>
public sealed record TripSlack(double Time, int Binding);

/// <summary>One stop of a trip.</summary>
/// <param name="Consignment">Which.</param>
/// <param name="Delivers">True where it is set down, false where it is taken up.</param>
/// <param name="Arrives">When the vehicle is there.</param>
/// <param name="Begins">When service begins.</param>
/// <param name="Carries">The load by dimension when it goes on.</param>
public sealed record PlannedStop(string Consignment, bool Delivers, double Arrives, double Begins, IReadOnlyList<double> Carries);

/// <summary>A consignment that is not carried.</summary>
/// <param name="Consignment">Which.</param>
/// <param name="Why">A word of <see cref="LeftBehindReasons"/>.</param>
public sealed record LeftBehind(string Consignment, string Why);

/// <summary>Why a consignment is left behind.</summary>
public static class LeftBehindReasons
{
    /// <summary>No vehicle can do it even alone: its windows, its load or its needs.</summary>
    public const string NoVehicleCan = "noVehicleCan";

    /// <summary>Carrying it costs more than its price.</summary>
    public const string Dear = "dear";

    /// <summary>No room was found beside what is carried.</summary>
    public const string NoRoom = "noRoom";
}

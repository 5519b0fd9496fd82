using System.Globalization;
using Marketplace.Domain.Logistics;
using Marketplace.Domain.Solving;

namespace Marketplace.Bench.Days;

/// <summary>What a firm would do by itself with goods it knows: trips of its own trucks, and trucks it would hire.</summary>
internal sealed record OwnPlan(double Fen, IReadOnlyList<PlannedTrip> Trips, IReadOnlyList<Goods> Hired);

/// <summary>A firm's own trucks over the day. The solver plans them, a hired truck is what it costs to leave goods behind.</summary>
internal sealed class OwnFleet(Supplier firm, Pace pace, Hire hire, bool driverIsSunk = false)
{
    private const int MostSteps = 800;
    private const int MostDriving = 480; // minutes of a driver's day at the wheel
    private const int Reserve = 30; // minutes of slack that a firm keeps when it waits
    private static readonly IReadOnlyList<ClassPair> apart = SharingRules.Apart();
    private Goods[] known = [];
    private double waitsUntil;
    private readonly OwnTruck[] trucks = [.. firm.Trucks.Select(static kind => new OwnTruck(kind))];

    /// <summary>The cheapest way to carry goods that is found, beginning now.</summary>
    public OwnPlan Plan(IReadOnlyList<Goods> open, double now)
    {
        if (open.Count == 0) return new OwnPlan(0, [], []);
        var free = Enumerable.Range(0, trucks.Length).Where(at => trucks[at].Free < TheDay.End && trucks[at].Driven < MostDriving).ToArray();
        if (free.Length == 0) return new OwnPlan(open.Sum(one => hire.Of(one).Fen), [], open);
        Place[] places = [firm.Site, .. open.Select(static one => one.To)];
        var metres = places.Select(from => places.Select(to => (double)pace.Metres(from, to)).ToArray()).ToArray();
        var answer = BoundedSolver.Solve(new SolverRequest
        {
            Seconds = 1, Seed = 1, Steps = Math.Min(MostSteps, 50 + 50 * open.Count * open.Count),
            Routing = new RoutingProblem
            {
                Distances = metres, Durations = metres.Select(row => row.Select(way => pace.Drive((long)way).TotalMinutes).ToArray()).ToArray(), Apart = apart,
                Vehicles = [.. free.Select(at => Vehicle(at, now))], Consignments = [.. open.Select((one, at) => Asked(one, at + 1, now))],
            },
        }).Routing!;
        var byId = open.ToDictionary(static one => one.Id);
        return new OwnPlan(answer.Cost.Total, answer.Trips, [.. answer.LeftBehind.Select(one => byId[one.Consignment])]);
    }

    /// <summary>Sends out what cannot wait until the next tick: trips whose slack is used up, and hired trucks for what would come too late. What
    /// is committed is taken out of what is open; the rest may still be planned better.</summary>
    public IReadOnlyList<DrivenTrip> Commit(List<Goods> open, double now)
    {
        if (open.Count == 0 || (now < TheDay.LastTick && now + TheDay.Tick + Reserve <= waitsUntil && open.SequenceEqual(known))) return [];
        var plan = Plan(open, now);
        List<DrivenTrip> made = [];
        foreach (var trip in plan.Trips)
        {
            if (trip.Leaves + trip.Slack.Time >= now + TheDay.Tick + Reserve && now < TheDay.LastTick) continue;
            var stops = trip.Stops.Select(stop => new DrivenStop(open.Find(one => one.Id == stop.Consignment)!, stop.Delivers)).ToArray();
            var number = int.Parse(trip.Vehicle, CultureInfo.InvariantCulture);
            made.Add(new DrivenTrip
            {
                Vehicle = $"{firm.Name}/{trip.Vehicle}", Kind = trucks[number].Kind, Start = firm.Site, End = firm.Site, Leaves = trip.Leaves, Stops = stops, Bearers = [new Bearer(firm.Index, 1)],
                Fen = TripFen(trucks[number].Kind) + (long)(trip.Distance * KmFen(trucks[number].Kind) / 1000),
            });
            trucks[number] = trucks[number] with { Free = trip.Ends, Driven = trucks[number].Driven + trip.Driving };
        }
        made.AddRange(plan.Hired.Where(one => hire.IsDue(one, now)).Select(one => hire.Trip(one, now)));
        foreach (var gone in made.SelectMany(static one => one.Stops)) open.Remove(gone.Goods);
        // Nothing has to be looked at again before this time unless what is open changes: a plan bears its slack.
        known = made.Count > 0 ? [] : [.. open];
        waitsUntil = made.Count > 0 ? 0 : plan.Trips.Select(static one => one.Leaves + one.Slack.Time).Append(plan.Hired.Count == 0 ? TheDay.End : now + TheDay.Tick).Min();
        return made;
    }

    private long TripFen(TruckKind kind) => driverIsSunk ? 0 : kind.Own.TripFen;

    private long KmFen(TruckKind kind) => driverIsSunk ? kind.Own.SunkKmFen : kind.Own.KmFen;

    private VehicleKind Vehicle(int at, double now)
    {
        var (kind, free, driven) = trucks[at];
        return new VehicleKind
        {
            Id = at.ToString(CultureInfo.InvariantCulture), Count = 1, Start = 0, End = 0, Capacity = Sizes(kind.Room), Earliest = Math.Max(now, free), Latest = TheDay.End,
            MostDriving = MostDriving - driven, FixedCost = TripFen(kind), CostPerDistance = KmFen(kind) / 1000.0,
        };
    }

    private RoutedConsignment Asked(Goods goods, int place, double now) => new()
    {
        Id = goods.Id, Load = Sizes(goods.Load), Class = SharingRules.Name(goods.Class, Temperature.Ambient), Price = hire.Of(goods).Fen,
        Pickup = new RoutedStop { Place = 0, Earliest = Math.Max(now, goods.Ready), Latest = goods.Until, Service = pace.StopMinutes },
        Delivery = new RoutedStop { Place = place, Earliest = goods.From, Latest = goods.Until, Service = pace.StopMinutes },
    };

    private static double[] Sizes(Load load) => [load.Kilograms, load.Litres, load.Places];

    private sealed record OwnTruck(TruckKind Kind, double Free = 0, double Driven = 0);
}

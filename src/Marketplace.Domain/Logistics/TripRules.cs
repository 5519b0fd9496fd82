using Marketplace.Domain.Resources;
using static Marketplace.Domain.Logistics.LogisticsTables;

namespace Marketplace.Domain.Logistics;

/// <summary>Decides over trips before they are on the road: what goes on one vehicle in which order, with whom, and whether both may drive.</summary>
internal static class TripRules
{
    /// <summary>The words of a trip that <see cref="TrackRules"/> decides over.</summary>
    private static readonly HashSet<string> road = ["arrive", "load", "refuse", "depart", "deliver", "stop", "track", "close"];

    public static void Reads(ResourceCommand command, ResourceFacts facts, Needs needs)
    {
        if (facts.Of(command)?.As<Trip>() is { } trip) needs.Rows(Consignments, trip.Consignments);
        if (command.Name == "plan")
        {
            var input = command.Read(LogisticsJson.Default.PlanInput);
            needs.Rows(Consignments, input.Consignments);
            Busy(needs, input.Vehicle, input.Driver);
        }
        if (command.Name != "replan") return;
        var change = command.Read(LogisticsJson.Default.ReplanInput);
        Busy(needs, change.Vehicle, change.Driver);
    }

    public static Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        if (command.Name == "plan")
        {
            var input = command.Read(LogisticsJson.Default.PlanInput);
            return Plan(command, facts, null, new ReplanInput(input.Vehicle, input.Driver, input.Leaves, input.Stops), [.. input.Consignments.Distinct()], now);
        }
        var thing = facts.Of(command)!;
        var trip = thing.As<Trip>();
        if (command.Name == "replan") return Plan(command, facts, thing, command.Read(LogisticsJson.Default.ReplanInput), trip.Consignments, now);
        if (road.Contains(command.Name)) return TrackRules.Decide(command, facts, thing, now);
        if (DocumentRules.Missing(trip.Vehicle, trip.Driver, trip.Leaves, trip.Ends) is { } no) return no;
        var put = Put(thing, "confirm", "CONFIRMED", trip);
        ResourcePut[] sent = [.. trip.Consignments.Select(id => facts.Row(Consignments, id)!).Select(static row => ConsignmentRules.Put(row, "dispatch", "DISPATCHED", row.As<Consignment>()))];
        return new ResourceDecision { Puts = [put, .. sent], Events = [.. sent.Select(static one => Freight.Told(one.After, "dispatched"))] };
    }

    /// <summary>The row after a change.</summary>
    public static ResourcePut Put(Resource thing, string command, string state, Trip trip) => new(thing with
    {
        State = state,
        Body = trip,
        Parties = [new Party("carrier", trip.Carrier)],
        Marks = state == "CLOSED" ? [] : [Truck(trip.Vehicle), Person(trip.Driver)],
    }, command);

    private static Answer<ResourceDecision> Plan(ResourceCommand command, ResourceFacts facts, Resource? thing, ReplanInput input, IReadOnlyList<string> ids, DateTimeOffset now)
    {
        List<Resource> rows = [];
        foreach (var id in ids)
        {
            if (facts.Row(Consignments, id) is not { } row || !row.Is(command.Tenant, "carrier")) return Freight.Missing("consignment");
            var goods = row.As<Consignment>();
            if (row.State != "BOOKED" || goods.Trip != thing?.Name.Id) return Freight.State(row, "plan");
            if (goods.Temperature != input.Vehicle.Temperature) return Refusal.Of(Codes.LogisticsClasses, ("one", goods.Temperature), ("other", input.Vehicle.Temperature));
            if (rows.FirstOrDefault(other => !SharingRules.Together(goods.Class, goods.Temperature, other.As<Consignment>().Class, other.As<Consignment>().Temperature)) is { } beside)
                return Refusal.Of(Codes.LogisticsClasses, ("one", goods.Class), ("other", beside.As<Consignment>().Class));
            rows.Add(row);
        }
        if (input.Leaves < now.AddMinutes(-5)) return Freight.Wrong("/leaves", "not over yet");
        var routed = Route(rows, input, Pace.Of(facts.Policy));
        if (routed.Refusal is { } cannot) return cannot;
        var route = routed.Must();
        if (DocumentRules.Missing(input.Vehicle, input.Driver, input.Leaves, route.Ends) is { } no) return no;
        foreach (var mark in (string[])[Truck(input.Vehicle), Person(input.Driver)])
            if (facts.Set(Trips, mark).FirstOrDefault(one => one.Name != command.On && one.As<Trip>().Leaves < route.Ends && input.Leaves < one.As<Trip>().Ends) is { } other)
                return Refusal.Of(Codes.LogisticsBusy, ("what", mark[..mark.IndexOf(':', StringComparison.Ordinal)]), ("until", other.As<Trip>().Ends.ToString("u")));
        var trip = new Trip { Carrier = command.Tenant, Vehicle = input.Vehicle, Driver = input.Driver, Leaves = input.Leaves, Ends = route.Ends, Stops = route.Stops, Metres = route.Metres };
        var put = Put(thing ?? new Resource { Name = command.On, State = "", Body = trip }, command.Name, "PLANNED", trip);
        return new ResourceDecision
        {
            Puts = [put, .. thing is not null ? [] : rows.Select(row => ConsignmentRules.Put(row, "plan", "BOOKED", row.As<Consignment>() with { Trip = command.On.Id }))],
            Events = [Freight.Told(put.After, "planned")],
        };
    }

    private static Answer<Route> Route(List<Resource> rows, ReplanInput input, Pace pace)
    {
        var carried = rows.Select(static one => new Carried(one.Name.Id, one.As<Consignment>().Load, one.As<Consignment>().Pickup, one.As<Consignment>().Delivery)).ToArray();
        var run = new Run(input.Vehicle.Capacity, null, null, input.Leaves);
        if (input.Stops is { } stops)
        {
            Call[] calls = [.. stops.Select(stop => new Call(rows.FindIndex(row => row.Name.Id == stop.Consignment), stop.Delivers))];
            return calls.Any(static one => one.Of < 0) ? Freight.Wrong("/stops", "stops of the consignments named") : RouteRules.Walk(carried, calls, run, pace);
        }
        var found = RouteRules.Insert(carried, run, pace);
        return found.Ok ? RouteRules.Walk(carried, found.Must(), run, pace) : found.Refusal!;
    }

    private static void Busy(Needs needs, Vehicle vehicle, Driver driver)
    {
        needs.Set(Trips, Truck(vehicle));
        needs.Set(Trips, Person(driver));
    }

    private static string Truck(Vehicle vehicle) => Freight.Secret("truck", vehicle.Plate);

    private static string Person(Driver driver) => Freight.Secret("driver", driver.Person);
}

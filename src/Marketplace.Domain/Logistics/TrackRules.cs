using Marketplace.Domain.Resources;
using static Marketplace.Domain.Logistics.LogisticsTables;

namespace Marketplace.Domain.Logistics;

/// <summary>Decides over what drivers tell. A step that is next moves the goods; one that they have passed already is kept as late and moves
/// nothing; one that is ahead of them is refused. What counts never counts before what counted before it, whatever the phone's clock says.</summary>
internal static class TrackRules
{
    private static readonly TimeSpan skew = TimeSpan.FromMinutes(5);
    private static readonly string[] after = ["PICKED_UP", "IN_TRANSIT", "ARRIVED", "EXCEPTION", "DELIVERED", "RETURNING", "CLAIM", "POD_ACCEPTED", "BILLED", "SETTLED"];
    private static readonly string[] aboard = ["PICKED_UP", "IN_TRANSIT", "ARRIVED", "EXCEPTION"];

    public static Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, Resource thing, DateTimeOffset now)
    {
        var trip = thing.As<Trip>();
        if (!command.Roles.Contains(Roles.Carrier) && !command.Roles.Contains(Roles.Owner) && !command.Roles.Contains(Roles.System) && command.Actor != trip.Driver.Person)
            return Refusal.Of(Codes.RoleMissing, ("role", Roles.Driver));
        var road = new Road(command, facts, thing, trip, now);
        return command.Name switch
        {
            "track" => Track(road, command.Read(LogisticsJson.Default.PositionInput).Points),
            "arrive" => Told(road, command.Read(LogisticsJson.Default.StepInput).At, at => Arrive(road, at)),
            "depart" => Told(road, command.Read(LogisticsJson.Default.StepInput).At, at => Depart(road, at)),
            "close" => Told(road, command.Read(LogisticsJson.Default.StepInput).At, at => Close(road, at)),
            "load" => Told(road, command.Read(LogisticsJson.Default.LoadInput).At, at => LoadOne(road, at)),
            "deliver" => Told(road, command.Read(LogisticsJson.Default.DeliverInput).At, at => Deliver(road, at)),
            _ => Told(road, command.Read(LogisticsJson.Default.HaltInput).At, at => Halt(road, at)),
        };
    }

    private static Answer<ResourceDecision> Told(Road road, DateTimeOffset at, Func<DateTimeOffset, Answer<ResourceDecision>> decide) =>
        at > road.Now + skew ? Freight.Wrong("/at", "not later than now") : decide(at);

    private static Answer<ResourceDecision> Arrive(Road road, DateTimeOffset at)
    {
        var (trip, input) = (road.Trip, road.Command.Read(LogisticsJson.Default.StepInput));
        var next = input.Stop ?? trip.Stops.ToList().FindIndex(static one => one.Arrived is null);
        if (next >= trip.Stops.Count) return Freight.Wrong("/stop", "a stop of the trip");
        if (road.Thing.State is not ("CONFIRMED" or "EN_ROUTE") || (next >= 0 && trip.Stops[next].Arrived is not null))
            return input.Stop is { } told && trip.Stops[told].Arrived is null ? road.Ahead(trip.Stops[told].Consignment) : road.Late("arriving", at, road.Rows);
        if (next < 0) return road.Ahead(trip.Stops[^1].Consignment);
        var here = trip.Stops[next].Place;
        var effective = road.Effective(at);
        Resource[] there = [.. road.Rows.Where(one => one.State == "IN_TRANSIT" && one.As<Consignment>().Delivery.Place.Is(here))];
        TripStop[] stops = [.. trip.Stops.Select(stop => stop.Place.Is(here) && stop.Arrived is null ? stop with { Arrived = effective } : stop)];
        var state = there.Length > 0 ? "UNLOADING" : "LOADING";
        return road.Move(state, trip with { At = next, Stops = stops, Effective = effective },
            [.. there.Select(one => (ConsignmentRules.Put(one, "arrive", "ARRIVED", WithReadings(one.As<Consignment>(), input.Readings)), EpcisRules.Object(one, "arriving", "in_transit", at, effective) with { Place = here, Readings = input.Readings ?? [] }))]);
    }

    private static Answer<ResourceDecision> Depart(Road road, DateTimeOffset at)
    {
        if (road.Trip.At is not { } stop) return road.Late("departing", at, road.Rows);
        var here = road.Trip.Stops[stop].Place;
        if (road.Rows.FirstOrDefault(one => (one.State == "DISPATCHED" && one.As<Consignment>().Pickup.Place.Is(here)) || one.State == "ARRIVED") is { } open) return road.Ahead(open.Name.Id, open.State);
        var effective = road.Effective(at);
        return road.Move("EN_ROUTE", road.Trip with { At = null, Effective = effective },
            [.. road.Rows.Where(static one => one.State == "PICKED_UP").Select(one => (ConsignmentRules.Put(one, "depart", "IN_TRANSIT", one.As<Consignment>()), EpcisRules.Object(one, "departing", "in_transit", at, effective) with { Place = here }))]);
    }

    private static Answer<ResourceDecision> LoadOne(Road road, DateTimeOffset at)
    {
        var input = road.Command.Read(LogisticsJson.Default.LoadInput);
        if (road.Row(input.Consignment) is not { } row) return Freight.Missing("consignment");
        if (after.Contains(row.State)) return road.Late("loading", at, [row]);
        var goods = row.As<Consignment>();
        if (row.State != "DISPATCHED" || road.Here is not { } here || !here.Is(goods.Pickup.Place)) return road.Ahead(row.Name.Id, row.State);
        var room = road.Trip.Vehicle.Capacity - Load.Sum(road.Rows.Where(static one => aboard.Contains(one.State) || one.State == "RETURNING").Select(static one => one.As<Consignment>().Load));
        if (!goods.Load.Fits(room)) return RouteRules.Full(room, row.Name.Id);
        Lot[] all = goods.Lots.Count > 0 ? [.. goods.Lots] : [new Lot { Sscc = "", Item = goods.Goods, Quantity = Math.Max(1, goods.Load.Places) }];
        if (input.Lots?.FirstOrDefault(counted => all.All(lot => lot.Sscc != counted.Sscc || lot.Quantity < counted.Quantity)) is { } more)
            return Refusal.Of(Codes.LogisticsLots, ("sscc", more.Sscc), ("open", all.FirstOrDefault(lot => lot.Sscc == more.Sscc)?.Quantity ?? 0));
        Lot[] taken = [.. all.Select(lot => lot with { PickedUp = input.Lots is null ? lot.Quantity : input.Lots.FirstOrDefault(one => one.Sscc == lot.Sscc)?.Quantity ?? 0 })];
        if (taken.All(static one => one.PickedUp == 0)) return Refusal.Of(Codes.LogisticsLots, ("sscc", taken[0].Sscc), ("open", taken[0].Quantity));
        var effective = road.Effective(at);
        var put = ConsignmentRules.Put(row, "load", "PICKED_UP", goods with { Lots = taken });
        var seen = EpcisRules.Object(put.After, "loading", "in_progress", at, effective) with { Place = here };
        return road.Move(road.Thing.State, road.Trip with { Seal = input.Seal ?? road.Trip.Seal, Effective = effective }, [(put, seen), (null, seen with { Type = "TransactionEvent", Action = "ADD" })]);
    }

    private static Answer<ResourceDecision> Deliver(Road road, DateTimeOffset at)
    {
        var input = road.Command.Read(LogisticsJson.Default.DeliverInput);
        if (road.Row(input.Consignment) is not { } row) return Freight.Missing("consignment");
        if (row.State is "DELIVERED" or "RETURNING" or "CLAIM" or "POD_ACCEPTED" or "BILLED" or "SETTLED") return road.Late("unloading", at, [row]);
        if (row.State != "ARRIVED" || road.Here is not { } here) return road.Ahead(row.Name.Id, row.State);
        var goods = row.As<Consignment>();
        List<Lot> lots = [];
        foreach (var lot in goods.Lots)
        {
            var counted = input.Lots?.FirstOrDefault(one => one.Sscc == lot.Sscc);
            var (delivered, lost) = input.Lots is null ? (lot.PickedUp, 0) : (counted?.Delivered ?? 0, counted?.Lost ?? 0);
            if (delivered + lost > lot.Open) return Refusal.Of(Codes.LogisticsLots, ("sscc", lot.Sscc), ("open", lot.Open));
            lots.Add(lot with { Delivered = delivered, Lost = lost });
        }
        var effective = road.Effective(at);
        goods = WithReadings(goods, input.Readings) with { Lots = lots, Pod = new ProofOfDelivery(effective, input.SignedBy, input.Photo) };
        var isWhole = goods.Excursions == 0 && lots.All(static one => one.Lost == 0); // else somebody must look at it
        goods = goods with { AcceptUntil = isWhole ? road.Now.AddHours(road.Facts.Policy.Number("proofHours", 72)) : null };
        var put = ConsignmentRules.Put(row, "deliver", lots.Any(static one => one.Open > 0) ? "RETURNING" : "DELIVERED", goods);
        return road.Move(road.Thing.State, road.Trip with { Effective = effective },
            [(put, EpcisRules.Object(put.After, "unloading", "in_progress", at, effective) with { Place = here, Readings = input.Readings ?? [] })]);
    }

    private static Answer<ResourceDecision> Halt(Road road, DateTimeOffset at)
    {
        var input = road.Command.Read(LogisticsJson.Default.HaltInput);
        if (road.Row(input.Consignment) is not { } row) return Freight.Missing("consignment");
        var refuses = road.Command.Name == "refuse";
        var goods = row.As<Consignment>();
        if (refuses ? row.State != "DISPATCHED" || road.Here is not { } here || !here.Is(goods.Pickup.Place) : row.State is not ("PICKED_UP" or "IN_TRANSIT" or "ARRIVED")) return road.Ahead(row.Name.Id, row.State);
        var effective = road.Effective(at);
        var put = ConsignmentRules.Put(row, road.Command.Name, refuses ? "REFUSED_AT_PICKUP" : "EXCEPTION", goods with { Reason = input.Reason });
        return road.Move(road.Thing.State, road.Trip with { Effective = effective }, [(put, EpcisRules.Object(row, "holding", refuses ? "unavailable" : "in_transit", at, effective) with { Place = road.Here })]);
    }

    private static Answer<ResourceDecision> Close(Road road, DateTimeOffset at) =>
        road.Rows.FirstOrDefault(static one => one.State is "DISPATCHED" or "PICKED_UP" or "IN_TRANSIT" or "ARRIVED") is { } open
            ? road.Ahead(open.Name.Id, open.State)
            : road.Move("CLOSED", road.Trip with { At = null, Effective = road.Effective(at) }, []);

    private static Answer<ResourceDecision> Track(Road road, IReadOnlyList<Position> points)
    {
        var track = road.Trip.Track;
        foreach (var point in points)
        {
            if (point.At > road.Now + skew) return Freight.Wrong("/points", "not later than now");
            if (road.Thing.State == "CLOSED" || point.At < track.Last) track = track with { LatePoints = track.LatePoints + 1 };
            else track = track with
            {
                Points = track.Points + 1,
                First = track.First ?? point.At,
                Last = point.At,
                LongestGapMinutes = Math.Max(track.LongestGapMinutes, track.Last is { } last ? (int)(point.At - last).TotalMinutes : 0),
            };
        }
        return road.Move(road.Thing.State, road.Trip with { Track = track }, []);
    }

    private static Consignment WithReadings(Consignment goods, IReadOnlyList<TemperatureReading>? readings) =>
        goods with { Excursions = goods.Excursions + (readings ?? []).Count(one => Temperature.IsOut(goods.Temperature, one.MilliCelsius)) };
}

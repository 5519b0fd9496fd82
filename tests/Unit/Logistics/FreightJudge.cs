using Marketplace.Domain.Logistics;
using Marketplace.Domain.Resources;

namespace Marketplace.Tests.Logistics;

/// <summary>Says whether L1 to L10 hold of a book, from the rows alone: it shares no rule with what decides.</summary>
internal sealed class FreightJudge(ResourceBook book)
{
    private static readonly Dictionary<string, int> rank = new()
    {
        ["DRAFT"] = 0, ["POSTED"] = 1, ["GROUPED"] = 2, ["TENDERED"] = 2, ["AWARDED"] = 3, ["BOOKED"] = 4, ["DISPATCHED"] = 5, ["PICKED_UP"] = 6, ["IN_TRANSIT"] = 7, ["ARRIVED"] = 8, ["EXCEPTION"] = 8, ["DELIVERED"] = 9,
        ["RETURNING"] = 9, ["CLAIM"] = 10, ["POD_ACCEPTED"] = 11, ["BILLED"] = 12, ["SETTLED"] = 13,
    };

    private readonly HashSet<(string, string)> bookings = [];
    private readonly Dictionary<string, DateTimeOffset> last = [];
    private readonly HashSet<string> events = [];
    private Dictionary<ResourceName, Resource> before = [];

    public void Before() => before = book.Things.ToDictionary(static one => one.Name);

    /// <summary>The first invariant that does not hold, by its name, or null.</summary>
    public string? After(DateTimeOffset now, bool isSwept)
    {
        Resource[] changed = [.. book.Things.Where(one => !before.TryGetValue(one.Name, out var was) || was.Seq != one.Seq)];
        foreach (var one in changed)
            if ((one.Body switch
            {
                CapacityOffer offer => Offer(one, offer),
                Consignment goods => Goods(one, goods),
                Trip trip => Trip(one, trip),
                Grouping grouping => Shares(grouping, one),
                Report report when one.State is "CHECKED" or "UPLOADED" => Agrees(report),
                _ => null,
            }) is { } broken) return $"{broken} ({one.Name})";
        if (Order(changed) is { } late) return late;
        return isSwept && book.Things.Any(one => one.Body is CapacityOffer offer && one.State is "OPEN" or "PART_RESERVED" or "FULL" && ((CapacityOffer)one.Body).Reservations.Any(held => !held.IsBooked && held.Until <= now))
            ? "L4: a hold outlives its time" : null;
    }

    private string? Offer(Resource row, CapacityOffer offer)
    {
        long kilograms = 0, litres = 0, places = 0;
        List<Consignment> all = [];
        foreach (var reservation in offer.Reservations)
            foreach (var part in reservation.Parts)
            {
                var goods = book.Find("consignments", part.Consignment)!;
                (kilograms, litres, places) = (kilograms + goods.As<Consignment>().Load.Kilograms, litres + goods.As<Consignment>().Load.Litres, places + goods.As<Consignment>().Load.Places);
                all.Add(goods.As<Consignment>());
                if (reservation.IsGrouping && goods.As<Consignment>().Grouping != reservation.Id) continue; // named in it, and not in it: it has not accepted, and may go elsewhere
                if (row.State is "PART_RESERVED" or "FULL" && goods.As<Consignment>().Award?.By == row.Name.ToString() && goods.State != "REFUSED_AT_PICKUP" && reservation.IsBooked != rank[goods.State] >= 4) return "L4: room is held and booked, or neither";
                if (reservation.IsBooked) bookings.Add((row.Name.Id, $"{reservation.Id} {part.Consignment}"));
                else if (bookings.Contains((row.Name.Id, $"{reservation.Id} {part.Consignment}")) && !reservation.IsGrouping && goods.State != "AWARDED") return "L4: a booking is a hold again";
            }
        if (kilograms > offer.Capacity.Kilograms || litres > offer.Capacity.Litres || places > offer.Capacity.Places) return "L1: an offer holds more than it has";
        return Apart(all);
    }

    private string? Goods(Resource row, Consignment goods)
    {
        var live = 0;
        foreach (var one in book.Things)
        {
            if (one.Body is CapacityOffer offer && one.State is "PART_RESERVED" or "FULL") live += ((CapacityOffer)one.Body).Reservations.Count(held => held.Parts.Any(part => part.Consignment == row.Name.Id) && (!held.IsGrouping || goods.Grouping == held.Id));
            if (one.Body is Tender && one.State is "AWARDED" or "CONFIRMED" && one.Body is Tender tender && tender.Consignments.Contains(row.Name.Id) && goods.Tender == one.Name.Id) live++;
        }
        if (live > 1) return "L3: two awards are live";
        if (row.State is "POSTED" or "TENDERED" or "NO_BID" && (goods.Award is not null || (live > 0 && row.State == "POSTED"))) return "L3: an award is live of what is open";
        if (row.State is "AWARDED" or "BOOKED" && goods.Award is null) return "L3: awarded to nobody";
        foreach (var lot in goods.Lots)
        {
            var sum = lot.Delivered + lot.Returned + lot.Lost;
            if (lot.Delivered < 0 || lot.Returned < 0 || lot.Lost < 0 || sum > lot.PickedUp || lot.PickedUp > lot.Quantity) return "L6: more came out than went in";
            if (row.State is "DELIVERED" or "CLAIM" or "POD_ACCEPTED" or "BILLED" or "SETTLED" && sum != lot.PickedUp) return "L6: delivered, returned and lost are not what was picked up";
        }
        if (before.TryGetValue(row.Name, out var was) && rank.GetValueOrDefault(was.State, -1) is >= 5 and var from && rank.TryGetValue(row.State, out var to) && to < from && was.State != "EXCEPTION") return $"L8: {row.State} after {was.State}";
        return null;
    }

    private string? Trip(Resource row, Trip trip)
    {
        Dictionary<string, bool> set = [];
        long kilograms = 0, litres = 0, places = 0;
        List<Consignment> all = [];
        foreach (var stop in trip.Stops)
        {
            var goods = book.Find("consignments", stop.Consignment)!.As<Consignment>();
            var window = stop.Delivers ? goods.Delivery.Window : goods.Pickup.Window;
            if (stop.Planned < window.From || stop.Planned > window.Until) return "L2: a stop is out of its window";
            if (stop.Delivers ? !set.TryGetValue(stop.Consignment, out var isDown) || isDown : set.ContainsKey(stop.Consignment)) return "L2: set down before it was taken up";
            set[stop.Consignment] = stop.Delivers;
            var sign = stop.Delivers ? -1 : 1;
            (kilograms, litres, places) = (kilograms + sign * goods.Load.Kilograms, litres + sign * goods.Load.Litres, places + sign * goods.Load.Places);
            if (kilograms > trip.Vehicle.Capacity.Kilograms || litres > trip.Vehicle.Capacity.Litres || places > trip.Vehicle.Capacity.Places) return "L1: a trip is overloaded by plan";
            if (!stop.Delivers) all.Add(goods);
        }
        if (set.Values.Any(static one => !one)) return "L2: taken up and never set down";
        Consignment[] aboard = [.. book.Things.Where(static one => one.State is "PICKED_UP" or "IN_TRANSIT" or "ARRIVED" or "EXCEPTION").Select(static one => one.As<Consignment>()).Where(one => one.Trip == row.Name.Id)];
        if (aboard.Sum(static one => one.Load.Kilograms) > trip.Vehicle.Capacity.Kilograms || aboard.Sum(static one => one.Load.Places) > trip.Vehicle.Capacity.Places) return "L1: a trip is overloaded on the road";
        for (var day = Day(trip.Leaves); day <= Day(trip.Ends); day = day.AddDays(1))
            foreach (var (kind, papers) in new[] { ("registration", trip.Vehicle.Documents), ("transportPermit", trip.Vehicle.Documents), ("drivingLicence", trip.Driver.Documents), ("qualification", trip.Driver.Documents) })
                if (!papers.Any(one => one.Kind == kind && one.From <= day && one.Until >= day)) return $"L10: no {kind} on a day of the trip";
        return Apart(all);
    }

    private static string? Apart(List<Consignment> all)
    {
        foreach (var one in all)
            foreach (var other in all)
            {
                if (one.Temperature != other.Temperature) return "L5: two temperatures share a vehicle";
                if (one.Class == "HAZMAT" && other.Class is "FOOD" or "PHARMA" && one.Class == "HAZMAT") return "L5: dangerous goods beside food or medicine";
            }
        return null;
    }

    private string? Shares(Grouping grouping, Resource row)
    {
        var sum = grouping.Members.Sum(static one => one.TogetherFen);
        if (sum != grouping.Terms.FixedFen + grouping.Terms.DistanceFen + grouping.Terms.StopsFen - grouping.Terms.CreditFen) return "L7: the shares are not the cost";
        if (grouping.Members.Any(static one => one.TogetherFen > one.AloneFen)) return "L7: somebody pays more than alone";
        return row.State == "ACCEPTED" && grouping.Members.Any(one => book.Find("consignments", one.Consignment)!.As<Consignment>() is { Award: { } award } goods && goods.Grouping == row.Name.Id && award.Fen != one.TogetherFen)
            ? "L7: another price was booked" : null;
    }

    private string? Agrees(Report report)
    {
        var owed = book.Find("settlements", report.Settlement)!.As<Settlement>();
        var trip = book.Find("trips", owed.Trip)!.As<Trip>();
        var slips = report.Funds.Slips.Sum(static one => one.Fen);
        if (report.Waybill.FreightFen != slips || report.Funds.TotalFen != slips || owed.Fen != slips) return "L9: the amounts differ";
        if (new[] { report.Waybill.Plate, report.Funds.Plate, report.Vehicle.Plate }.Any(one => one != trip.Vehicle.Plate)) return "L9: the plates differ";
        if (new[] { report.Waybill.Driver, report.Funds.Driver, report.Driver.Name }.Any(one => one != trip.Driver.Name)) return "L9: the drivers differ";
        TrackedEvent[] seen = [.. book.Things.Where(static one => one.State == "RECORDED").Select(static one => one.As<TrackedEvent>()).Where(one => one.Consignment == report.Consignment && one.Trip == owed.Trip)];
        if (seen.Any(one => one.Plate is not null && (one.Plate != trip.Vehicle.Plate || one.Person != trip.Driver.Person))) return "L9: the track tells of another vehicle or driver";
        if (seen.FirstOrDefault(static one => one.Step == "loading")?.Effective is not { } loaded || seen.FirstOrDefault(static one => one.Step == "unloading")?.Effective is not { } unloaded) return null;
        return loaded > unloaded || report.Waybill.Loaded != loaded || report.Waybill.Unloaded != unloaded || report.Funds.Slips.Any(one => one.At < loaded) ? "L9: the times differ" : null;
    }

    private string? Order(Resource[] changed)
    {
        TrackedEvent[] told = [.. changed.Where(one => one.Body is TrackedEvent && events.Add(one.Name.Id)).Select(static one => one.As<TrackedEvent>())];
        foreach (var one in told.Where(static one => one is { Trip: not null, Plate: not null, Effective: not null }))
        {
            if (last.TryGetValue(one.Trip!, out var was) && one.Effective < was) return "L8: what counts counts before what counted before";
            last[one.Trip!] = one.Effective!.Value;
        }
        if (told.All(static one => one.Effective is not null)) return null;
        var moved = changed.Any(one => one.Body is Consignment or Marketplace.Domain.Logistics.Trip && before.TryGetValue(one.Name, out var was) && was.State != one.State);
        return moved ? "L8: a late event moved something" : null;
    }

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime.AddHours(8));
}

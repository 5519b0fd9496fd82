using Marketplace.Domain.Resources;
using static Marketplace.Domain.Logistics.LogisticsTables;

namespace Marketplace.Domain.Logistics;

/// <summary>Decides over offers of room: room is held until a time, then it is booked or it goes back, never both.</summary>
internal static class OfferRules
{
    public static void Reads(ResourceCommand command, ResourceFacts facts, Needs needs)
    {
        var offer = facts.Of(command)?.As<CapacityOffer>();
        switch (command.Name)
        {
            case "reserve":
                needs.Row(Consignments, command.Read(LogisticsJson.Default.ReserveInput).Consignment);
                break;
            case "confirm" or "release":
                var id = command.Read(LogisticsJson.Default.ReservationInput).Reservation;
                Touched(needs, offer!.Reservations.Where(one => one.Id == id));
                break;
            case "lapse" or "cancel" or "depart":
                Touched(needs, offer!.Reservations.Where(static one => !one.IsBooked));
                break;
        }
    }

    /// <summary>What changes with reservations that go.</summary>
    public static void Touched(Needs needs, IEnumerable<Reservation> reservations)
    {
        foreach (var one in reservations)
        {
            needs.Rows(Consignments, one.Parts.Select(static part => part.Consignment));
            if (one.IsGrouping) needs.Row(Groupings, one.Id);
        }
    }

    public static Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        if (command.Name is "draft" or "open") return Make(command, now);
        var thing = facts.Of(command)!;
        var offer = thing.As<CapacityOffer>();
        switch (command.Name)
        {
            case "publish": return offer.Window.Until <= now ? Freight.Wrong("/window", "not over yet") : Alone(Put(thing, "publish", "OPEN", offer));
            case "complete": return Alone(Put(thing, "complete", "COMPLETED", offer));
            case "reserve": return Reserve(command, facts, thing, now);
            case "confirm": return Confirm(command, facts, thing, now);
            case "release":
                var id = command.Read(LogisticsJson.Default.ReservationInput).Reservation;
                if (offer.Reservations.FirstOrDefault(one => one.Id == id && !one.IsBooked) is not { } held || !MayRelease(offer, held, command.Tenant)) return Freight.Missing("reservation");
                return Free(facts, thing, command.Name, [held], static after => StateOf(after));
            case "lapse":
                var over = offer.Window.Until <= now;
                Reservation[] due = [.. offer.Reservations.Where(one => !one.IsBooked && (over || one.Until <= now))];
                return Free(facts, thing with { Body = offer with { IsClosed = over } }, command.Name, due, after => over && after.Reservations.Count == 0 ? "EXPIRED" : StateOf(after));
            case "depart" or "cancel":
                if (command.Name == "cancel" && offer.Reservations.Count(static one => one.IsBooked) is > 0 and var booked) return Refusal.Of(Codes.LogisticsBooked, ("bookings", booked));
                return Free(facts, thing, command.Name, [.. offer.Reservations.Where(static one => !one.IsBooked)], _ => command.Name == "cancel" ? "CANCELLED" : "DEPARTED");
            default: return Refusal.Of(Codes.RoleMissing, ("role", string.Join(" | ", OfferTable.Cell(thing.State, command.Name)!.By)));
        }
    }

    /// <summary>The state that what is held and booked comes to.</summary>
    public static string StateOf(CapacityOffer offer) =>
        offer.Reservations.Count == 0 ? "OPEN" : offer.Left is { Kilograms: > 0, Litres: > 0, Places: > 0 } ? "PART_RESERVED" : "FULL";

    /// <summary>The row after a change.</summary>
    public static ResourcePut Put(Resource thing, string command, string state, CapacityOffer offer)
    {
        var isLive = state is "OPEN" or "PART_RESERVED" or "FULL";
        DateTimeOffset[] times = [.. offer.Reservations.Where(static one => !one.IsBooked).Select(static one => one.Until), .. offer.IsClosed ? (DateTimeOffset[])[] : [offer.Window.Until]];
        return new ResourcePut(thing with
        {
            State = state,
            Body = offer,
            Open = isLive && !offer.IsClosed, // a full one too: who comes too late is told so
            Parties = [new Party("carrier", offer.Carrier), .. offer.Parts.Select(static one => one.Shipper).Distinct().Select(static one => new Party("shipper", one))],
            Marks = state is "OPEN" or "PART_RESERVED" && !offer.IsClosed ? [Freight.OpenMark, Freight.Board(offer.From, offer.Window.From)] : [],
            Deadline = isLive && times.Length > 0 ? new Deadline(times.Min(), "lapse") : null,
        }, command);
    }

    /// <summary>The other rows that change when held reservations go: consignments are posted again, a grouping is over.</summary>
    public static IReadOnlyList<ResourcePut> Freed(ResourceFacts facts, IEnumerable<Reservation> gone)
    {
        List<ResourcePut> puts = [];
        foreach (var one in gone)
        {
            foreach (var part in one.Parts)
                if (facts.Row(Consignments, part.Consignment) is { State: "GROUPED" or "AWARDED" } held && (!one.IsGrouping || held.As<Consignment>().Grouping == one.Id)) // one that has not accepted may be with another by now
                    puts.Add(ConsignmentRules.Put(held, held.State == "GROUPED" ? "ungroup" : "release", "POSTED", held.As<Consignment>() with { Award = null, Grouping = null }));
            if (one.IsGrouping && facts.Row(Groupings, one.Id) is { State: "PROPOSED" or "ACCEPTED" } grouping) puts.Add(GroupingRules.Put(grouping, "lapse", "LAPSED", grouping.As<Grouping>()));
        }
        return puts;
    }

    private static Answer<ResourceDecision> Make(ResourceCommand command, DateTimeOffset now)
    {
        var input = command.Read(LogisticsJson.Default.OfferInput);
        if (input.Window.Until <= now || input.Window.From > input.Window.Until) return Freight.Wrong("/window", "a span that is not over yet");
        if (input.Capacity is not { Kilograms: > 0, Litres: > 0, Places: > 0 }) return Freight.Wrong("/capacity", "room in every dimension");
        if (input.Temperature != Temperature.Ambient && input.BodyType != "REEFER") return Freight.Wrong("/bodyType", "a cold body for cold goods");
        var offer = new CapacityOffer
        {
            Carrier = command.Tenant, Capacity = input.Capacity, BodyType = input.BodyType, Temperature = input.Temperature, From = input.From, To = input.To, RadiusKm = input.RadiusKm,
            Window = input.Window, IsReturnLoad = input.ReturnLoad, IsInstant = input.Instant, Tariff = input.Tariff,
        };
        return Alone(Put(new Resource { Name = command.On, State = "", Body = offer }, command.Name, command.Name == "draft" ? "DRAFT" : "OPEN", offer));
    }

    private static Answer<ResourceDecision> Reserve(ResourceCommand command, ResourceFacts facts, Resource thing, DateTimeOffset now)
    {
        var offer = thing.As<CapacityOffer>();
        if (facts.Row(Consignments, command.Read(LogisticsJson.Default.ReserveInput).Consignment) is not { } wanted || !wanted.Is(command.Tenant, "shipper")) return Freight.Missing("consignment");
        if (wanted.State != "POSTED") return Freight.State(wanted, "reserve");
        var goods = wanted.As<Consignment>();
        if (LaneRules.Misfit(offer, goods, Pace.Of(facts.Policy), now) is { } no) return no;
        var award = new Award(thing.Name.ToString(), offer.Carrier, FreightCost.Fare(offer, goods.Load));
        var until = now.AddMinutes(facts.Policy.Number("holdMinutes", 120));
        var held = new Reservation
        {
            Id = wanted.Name.Id, Parts = [Part(wanted, award.Fen)], Until = until < offer.Window.Until ? until : offer.Window.Until, IsBooked = offer.IsInstant,
        };
        var after = offer with { Reservations = [.. offer.Reservations, held] };
        var put = Put(thing, "reserve", StateOf(after), after);
        var moved = ConsignmentRules.Put(wanted, offer.IsInstant ? "book" : "award", offer.IsInstant ? "BOOKED" : "AWARDED", goods with { Award = award });
        return new ResourceDecision { Puts = [put, moved], Commits = award.Fen, Events = [Freight.Told(moved.After, offer.IsInstant ? "booked" : "awarded")] };
    }

    /// <summary>What a consignment takes of an offer.</summary>
    public static ReservedPart Part(Resource consignment, long fen)
    {
        var goods = consignment.As<Consignment>();
        return new ReservedPart(consignment.Name.Id, goods.Shipper, goods.Load, goods.Class, goods.Temperature, fen);
    }

    private static Answer<ResourceDecision> Confirm(ResourceCommand command, ResourceFacts facts, Resource thing, DateTimeOffset now)
    {
        var offer = thing.As<CapacityOffer>();
        var id = command.Read(LogisticsJson.Default.ReservationInput).Reservation;
        if (offer.Reservations.FirstOrDefault(one => one.Id == id && !one.IsBooked) is not { } held) return Freight.Missing("reservation");
        if (held.Until <= now) return Refusal.Of(Codes.LogisticsLate, ("until", held.Until.ToString("u")));
        Resource[] rows = [.. held.Parts.Select(part => facts.Row(Consignments, part.Consignment)!)];
        if (rows.FirstOrDefault(static one => one.State != "AWARDED") is { } early) return Freight.State(early, "confirm"); // a grouping that not all have accepted
        var after = offer with { Reservations = [.. offer.Reservations.Select(one => one.Id == id ? one with { IsBooked = true } : one)] };
        var booked = rows.Select(static one => ConsignmentRules.Put(one, "book", "BOOKED", one.As<Consignment>())).ToArray();
        return new ResourceDecision { Puts = [Put(thing, "confirm", thing.State, after), .. booked], Events = [.. booked.Select(static one => Freight.Told(one.After, "booked"))] };
    }

    private static bool MayRelease(CapacityOffer offer, Reservation held, string tenant) => offer.Carrier == tenant || held.Parts.All(part => part.Shipper == tenant);

    private static Answer<ResourceDecision> Free(ResourceFacts facts, Resource thing, string command, IReadOnlyList<Reservation> gone, Func<CapacityOffer, string> state)
    {
        var offer = thing.As<CapacityOffer>();
        var after = offer with { Reservations = [.. offer.Reservations.Except(gone)] };
        var freed = Freed(facts, gone);
        return new ResourceDecision { Puts = [Put(thing, command, state(after), after), .. freed], Events = [.. freed.Select(static one => Freight.Told(one.After, "released"))] };
    }

    private static ResourceDecision Alone(ResourcePut put) => ResourceDecision.Of(put.After, put.Command);
}

using Marketplace.Domain.Resources;
using static Marketplace.Domain.Logistics.LogisticsTables;

namespace Marketplace.Domain.Logistics;

/// <summary>Decides over consignments, before they are with somebody and after they have been set down; on the way <see cref="TrackRules"/> does.</summary>
internal static class ConsignmentRules
{
    public static void Reads(ResourceCommand command, ResourceFacts facts, Needs needs)
    {
        if (facts.Of(command)?.As<Consignment>() is not { } goods) return;
        if (command.Name is "withdraw" or "post" && goods.Award is { } award) needs.Row(Offers, OfferOf(award));
        if (command.Name == "resume") needs.Row(Trips, goods.Trip);
    }

    public static Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        if (command.Name is "draft" or "place" or "edit") return Make(command, facts, now);
        var thing = facts.Of(command)!;
        var goods = thing.As<Consignment>();
        return command.Name switch
        {
            "post" when goods.Pickup.Window.Until <= now => Freight.Wrong("/pickup/window", "not over yet"),
            "post" => Restored(facts, thing, goods, To(thing, command, "POSTED", goods with { Award = null, Trip = null, Tender = null, Grouping = null, Reason = null })),
            "pack" => Pack(command, thing, now),
            "withdraw" => Withdraw(command, facts, thing),
            "lapse" => Gone(thing, command.Name, goods),
            "resume" => Resume(command, facts, thing),
            "sendBack" => To(thing, command, "RETURNING", goods),
            "writeOff" => To(thing, command, "CLAIM", goods with { Reason = command.Read(LogisticsJson.Default.ReasonInput).Reason, Lots = [.. goods.Lots.Select(static lot => lot with { Lost = lot.Lost + lot.Open })] }),
            "takeBack" => TakeBack(command, thing),
            "accept" => Accepted(command, thing, now),
            "acceptByTime" => To(thing, command, "POD_ACCEPTED", goods),
            "claim" or "concede" or "settleClaim" => ClaimRules.Decide(command, thing),
            _ => Refusal.Of(Codes.RoleMissing, ("role", string.Join(" | ", ConsignmentTable.Cell(thing.State, command.Name)!.By))),
        };
    }

    /// <summary>The row after a change.</summary>
    public static ResourcePut Put(Resource thing, string command, string state, Consignment goods)
    {
        List<Party> parties = [new("shipper", goods.Shipper)];
        if (goods.Consignee is { } consignee && state is not ("DRAFT" or "WITHDRAWN")) parties.Add(new Party("consignee", consignee));
        if (goods.Award is { } award) parties.Add(new Party("carrier", award.Carrier));
        return new ResourcePut(thing with
        {
            State = state,
            Body = goods,
            Parties = parties,
            Open = state == "POSTED",
            Marks = state == "POSTED" ? [Freight.OpenMark, Freight.Board(goods.Pickup.Place, goods.Pickup.Window.From)]
                : PhotoRules.Digest(goods.Pod?.Photo) is { } photo ? [PhotoRules.Mark + photo] : [],
            Deadline = state switch
            {
                "POSTED" => new Deadline(goods.Pickup.Window.Until, "lapse"),
                "DELIVERED" when goods.AcceptUntil is { } until => new Deadline(until, "acceptByTime"),
                _ => null,
            },
        }, command);
    }

    private static Answer<ResourceDecision> Make(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        var input = command.Read(LogisticsJson.Default.ConsignmentInput);
        if (input.Pickup.Window.Until <= now || input.Pickup.Window.From > input.Pickup.Window.Until) return Freight.Wrong("/pickup/window", "a span that is not over yet");
        if (input.Delivery.Window.From > input.Delivery.Window.Until || input.Delivery.Window.Until <= input.Pickup.Window.From) return Freight.Wrong("/delivery/window", "a span after the pickup");
        var before = facts.Of(command)?.As<Consignment>();
        var goods = new Consignment
        {
            Shipper = command.Tenant, Consignee = input.Consignee, Goods = input.Goods, Class = input.Class, Temperature = input.Temperature, Load = input.Load, Pickup = input.Pickup,
            Delivery = input.Delivery, Lots = before?.Lots ?? [],
        };
        var thing = facts.Of(command) ?? new Resource { Name = command.On, State = "", Body = goods };
        return To(thing, command, command.Name == "place" ? "POSTED" : "DRAFT", goods);
    }

    private static Answer<ResourceDecision> Pack(ResourceCommand command, Resource thing, DateTimeOffset now)
    {
        var input = command.Read(LogisticsJson.Default.PackInput);
        for (var at = 0; at < input.Lots.Count; at++)
        {
            if (!Gs1.IsValid(input.Lots[at].Sscc, 18)) return Freight.Wrong($"/lots/{at}/sscc", "18 digits with their check digit");
            if (input.Lots[at].Gtin is { } gtin && !Gs1.IsValid(gtin, 14)) return Freight.Wrong($"/lots/{at}/gtin", "14 digits with their check digit");
            if (input.Lots.Take(at).Any(other => other.Sscc == input.Lots[at].Sscc)) return Freight.Wrong($"/lots/{at}/sscc", "each unit once");
        }
        if (input.At > now.AddMinutes(5)) return Freight.Wrong("/at", "not later than now");
        var goods = thing.As<Consignment>();
        var packed = goods with { Lots = [.. input.Lots.Select(static one => new Lot { Sscc = one.Sscc, Item = one.Item, Batch = one.Batch, Gtin = one.Gtin, Quantity = one.Quantity })] };
        var put = Put(thing, command.Name, thing.State, packed);
        return new ResourceDecision
        {
            Puts = [put, .. packed.Lots.Select((lot, at) => EpcisRules.Packed(command, at + 1, put.After, lot, input, now))],
            Frees = [.. goods.Lots.Where(one => packed.Lots.All(lot => lot.Sscc != one.Sscc)).Select(one => Held(thing, one))],
            Claims = [.. packed.Lots.Select(one => Held(thing, one))],
        };
    }

    private static ResourceClaim Held(Resource thing, Lot lot) => new($"sscc:{lot.Sscc}", thing.Name, Codes.ConflictUnique);

    private static Answer<ResourceDecision> Withdraw(ResourceCommand command, ResourceFacts facts, Resource thing)
    {
        var goods = thing.As<Consignment>();
        if (goods.Trip is not null) return Refusal.Of(Codes.LogisticsBooked, ("bookings", 1));
        return Restored(facts, thing, goods, Gone(thing, command.Name, goods));
    }

    /// <summary>What the goods had booked of an offer that has not left yet is free again.</summary>
    private static ResourceDecision Restored(ResourceFacts facts, Resource thing, Consignment goods, ResourceDecision gone)
    {
        if (goods.Award is not { } award || OfferOf(award) is not { } id || facts.Row(Offers, id) is not { State: "PART_RESERVED" or "FULL" } offerRow) return gone;
        var offer = offerRow.As<CapacityOffer>();
        var after = offer with
        {
            Reservations = [.. offer.Reservations.Select(one => one with { Parts = [.. one.Parts.Where(part => part.Consignment != thing.Name.Id)] }).Where(static one => one.Parts.Count > 0)],
        };
        return gone with { Puts = [.. gone.Puts, OfferRules.Put(offerRow, "restore", OfferRules.StateOf(after), after)] };
    }

    private static ResourceDecision Gone(Resource thing, string command, Consignment goods)
    {
        var put = Put(thing, command, "WITHDRAWN", goods);
        return ResourceDecision.Of(put.After, command, Freight.Told(put.After, "withdrawn")) with
        {
            Frees = [.. goods.Lots.Where(static one => one.Sscc.Length > 0).Select(one => Held(thing, one))],
        };
    }

    private static Answer<ResourceDecision> Resume(ResourceCommand command, ResourceFacts facts, Resource thing)
    {
        var (goods, tripRow) = (thing.As<Consignment>(), facts.Row(Trips, thing.As<Consignment>().Trip!)!);
        if (tripRow.State == "CLOSED") return Freight.State(tripRow, command.Name);
        var trip = tripRow.As<Trip>();
        var here = trip.At is { } at ? trip.Stops[at].Place : null;
        return To(thing, command, here is null ? "IN_TRANSIT" : here.Is(goods.Delivery.Place) ? "ARRIVED" : here.Is(goods.Pickup.Place) ? "PICKED_UP" : "IN_TRANSIT", goods with { Reason = null });
    }

    private static Answer<ResourceDecision> TakeBack(ResourceCommand command, Resource thing)
    {
        var goods = thing.As<Consignment>();
        var counted = command.Read(LogisticsJson.Default.TakeBackInput).Lots;
        List<Lot> lots = [];
        foreach (var lot in goods.Lots)
        {
            var back = counted is null ? lot.Open : counted.FirstOrDefault(one => one.Sscc == lot.Sscc)?.Quantity ?? 0;
            if (back > lot.Open) return Refusal.Of(Codes.LogisticsLots, ("sscc", lot.Sscc), ("open", lot.Open));
            lots.Add(lot with { Returned = lot.Returned + back, Lost = lot.Lost + lot.Open - back });
        }
        return To(thing, command, lots.Any(static one => one.Lost > 0) ? "CLAIM" : "POD_ACCEPTED", goods with { Lots = lots });
    }

    private static Answer<ResourceDecision> Accepted(ResourceCommand command, Resource thing, DateTimeOffset now)
    {
        var put = Put(thing, command.Name, "POD_ACCEPTED", thing.As<Consignment>());
        return new ResourceDecision
        {
            Puts = [put, EpcisRules.Received(command, 1, put.After, now), EpcisRules.Accepted(command, 2, put.After, now)], Events = [Freight.Told(put.After, "accepted")],
        };
    }

    private static ResourceDecision To(Resource thing, ResourceCommand command, string state, Consignment goods)
    {
        var put = Put(thing, command.Name, state, goods);
        return state == thing.State || state == "DRAFT" ? ResourceDecision.Of(put.After, put.Command) : ResourceDecision.Of(put.After, put.Command, Freight.Told(put.After, "changed"));
    }

    private static string? OfferOf(Award award) => award.By.StartsWith($"{Offers}/", StringComparison.Ordinal) ? award.By[(Offers.Length + 1)..] : null;
}

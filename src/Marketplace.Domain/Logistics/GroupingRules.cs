using Marketplace.Domain.Resources;
using static Marketplace.Domain.Logistics.LogisticsTables;

namespace Marketplace.Domain.Logistics;

/// <summary>Decides over groupings: proposes what several shippers would pay on one vehicle, and commits it when each of them has clicked
/// and nothing has changed meanwhile.</summary>
public static class GroupingRules
{
    internal static void Reads(ResourceCommand command, ResourceFacts facts, Needs needs)
    {
        if (command.Name == "propose")
        {
            var input = command.Read(LogisticsJson.Default.ProposeInput);
            needs.Row(Offers, input.Offer);
            needs.Rows(Consignments, input.Consignments);
            return;
        }
        var grouping = facts.Of(command)!.As<Grouping>();
        needs.Row(Offers, grouping.Offer);
        needs.Rows(Consignments, grouping.Members.Select(static one => one.Consignment));
    }

    internal static Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        if (command.Name == "propose") return Propose(command, facts, now);
        var thing = facts.Of(command)!;
        if (command.Name == "accept") return Accept(command, facts, thing, now);
        return thing.State == "ACCEPTED" ? Refusal.Of(Codes.RoleMissing, ("role", Offers)) : End(command, facts, thing);
    }

    /// <summary>What a grouping of an offer and consignments comes to, or why it is none. The first answer is by insertion; a better order of the
    /// stops may be given.</summary>
    public static Answer<Grouping> Plan(Resource offerRow, IReadOnlyList<Resource> rows, IReadOnlyList<Call>? order, ResourcePolicy policy, DateTimeOffset now)
    {
        var (offer, pace) = (offerRow.As<CapacityOffer>(), Pace.Of(policy));
        var goods = rows.Select(static one => one.As<Consignment>()).ToArray();
        for (var at = 0; at < goods.Length; at++)
        {
            if (LaneRules.Misfit(offer, goods[at], pace, now) is { } no) return no;
            if (goods.Take(at).FirstOrDefault(other => !SharingRules.Together(goods[at].Class, goods[at].Temperature, other.Class, other.Temperature)) is { } beside)
                return Refusal.Of(Codes.LogisticsClasses, ("one", goods[at].Class), ("other", beside.Class));
        }
        var run = new Run(offer.Left, offer.From, offer.To, offer.Window.From);
        var carried = rows.Select(static one => new Carried(one.Name.Id, one.As<Consignment>().Load, one.As<Consignment>().Pickup, one.As<Consignment>().Delivery)).ToArray();
        if (order is null)
        {
            var found = RouteRules.Insert(carried, run, pace);
            if (!found.Ok) return found.Refusal!;
            order = found.Must();
        }
        var walked = RouteRules.Walk(carried, order, run, pace);
        if (walked.Refusal is { } cannot) return cannot;
        // Others may have given back what each of these has taken beside the offer's whole room: a hold is for all of them at once.
        if (!Load.Sum(goods.Select(static one => one.Load)).Fits(offer.Left)) return RouteRules.Full(offer.Left, "");
        var (route, cost) = (walked.Must(), FreightCost.Parts(offer, carried, order, pace, policy));
        var terms = FreightCost.Terms(offer, route.Metres, route.Calls, pace, policy);
        var all = (1UL << rows.Count) - 1;
        var alone = rows.Select((_, at) => cost(1UL << at)).ToArray();
        if (terms.TotalFen >= alone.Sum() || cost(all) < terms.TotalFen || CostShares.Of(rows.Count, cost) is not { } shares)
            return Refusal.Of(Codes.LogisticsDear, ("together", terms.TotalFen), ("alone", alone.Sum()));
        return new Grouping
        {
            Offer = offerRow.Name.Id, OfferVersion = offerRow.Seq, Carrier = offer.Carrier, Stops = route.Stops, Metres = route.Metres, Terms = terms, Binds = route.Binds,
            IsInCore = CostShares.IsInCore(shares, cost), Until = Earlier(now.AddMinutes(policy.Number("groupMinutes", 240)), offer.Window.Until),
            Members = [.. rows.Select((row, at) => new GroupingMember(row.Name.Id, goods[at].Shipper, row.Seq, alone[at], shares[at], cost(all & ~(1UL << at))))],
        };
    }

    internal static ResourcePut Put(Resource thing, string command, string state, Grouping grouping) => new(thing with
    {
        State = state,
        Body = grouping,
        Parties = [new Party("carrier", grouping.Carrier), .. grouping.Members.Select(static one => one.Shipper).Distinct().Select(static one => new Party("shipper", one))],
        Marks = state is "PROPOSED" ? [Freight.OpenMark, $"offer:{grouping.Offer}"] : [],
        Deadline = state == "PROPOSED" ? new Deadline(grouping.Until, "lapse") : null,
    }, command);

    private static Answer<ResourceDecision> Propose(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        var input = command.Read(LogisticsJson.Default.ProposeInput);
        if (facts.Row(Offers, input.Offer) is not { } offer) return Freight.Missing("offer");
        if (offer.State != "OPEN") return Freight.State(offer, "propose");
        List<Resource> rows = [];
        foreach (var id in input.Consignments.Distinct())
        {
            if (facts.Row(Consignments, id) is not { } row) return Freight.Missing("consignment");
            if (row.State != "POSTED") return Freight.State(row, "propose");
            rows.Add(row);
        }
        if (command.Tenant.Length > 0 && !rows.Any(one => one.Is(command.Tenant, "shipper"))) return Freight.Missing("consignment");
        if (rows.Count < 2) return Freight.Wrong("/consignments", "two or more");
        Call[]? order = null;
        if (input.Stops is { } stops)
        {
            order = [.. stops.Select(stop => new Call(rows.FindIndex(row => row.Name.Id == stop.Consignment), stop.Delivers))];
            if (order.Any(static one => one.Of < 0)) return Freight.Wrong("/stops", "stops of the consignments named");
        }
        var planned = Plan(offer, rows, order, facts.Policy, now);
        if (planned.Refusal is { } no) return no;
        var put = Put(new Resource { Name = command.On, State = "", Body = planned.Must() }, "propose", "PROPOSED", planned.Must());
        return ResourceDecision.Of(put.After, put.Command, Freight.Told(put.After, "proposed"));
    }

    private static Answer<ResourceDecision> Accept(ResourceCommand command, ResourceFacts facts, Resource thing, DateTimeOffset now)
    {
        var grouping = thing.As<Grouping>();
        if (grouping.Until <= now) return Refusal.Of(Codes.LogisticsLate, ("until", grouping.Until.ToString("u")));
        var members = grouping.Members.Select(one => one.Shipper == command.Tenant ? one with { IsAccepted = true } : one).ToArray();
        if (members.SequenceEqual(grouping.Members)) return Freight.State(thing, "accept");
        var offerRow = facts.Row(Offers, grouping.Offer)!;
        var offer = offerRow.As<CapacityOffer>();
        var hold = offer.Reservations.FirstOrDefault(one => one.Id == thing.Name.Id);
        if (hold is null && offerRow.Seq != grouping.OfferVersion) return Stale(offerRow);
        foreach (var member in grouping.Members.Where(static one => !one.IsAccepted))
            if (facts.Row(Consignments, member.Consignment) is not { State: "POSTED" } row || row.Seq != member.Version) return Stale(facts.Row(Consignments, member.Consignment)!);
        var isAll = members.All(static one => one.IsAccepted);
        var until = isAll ? Earlier(now.AddMinutes(facts.Policy.Number("holdMinutes", 120)), offer.Window.Until) : grouping.Until;
        hold ??= new Reservation
        {
            Id = thing.Name.Id, IsGrouping = true, Until = until,
            Parts = [.. grouping.Members.Select(one => OfferRules.Part(facts.Row(Consignments, one.Consignment)!, one.TogetherFen))],
        };
        hold = hold with { Until = until, IsBooked = isAll && offer.IsInstant };
        var isNew = offer.Reservations.All(one => one.Id != hold.Id);
        var held = offer with { Reservations = isNew ? [.. offer.Reservations, hold] : [.. offer.Reservations.Select(one => one.Id == hold.Id ? hold : one)] };
        ResourcePut[] moved = [.. members.Select(member => Moved(member, grouping, thing, facts, isAll, offer.IsInstant)).OfType<ResourcePut>()];
        var first = Put(thing, "accept", isAll ? "ACCEPTED" : "PROPOSED", grouping with { Members = members });
        return new ResourceDecision
        {
            Commits = grouping.Members.Where(one => one.Shipper == command.Tenant && !one.IsAccepted).Sum(static one => one.TogetherFen),
            Puts = [first, .. moved, OfferRules.Put(offerRow, isNew ? "hold" : "bind", OfferRules.StateOf(held), held)],
            Events = [Freight.Told(first.After, isAll ? "accepted" : "joined"), .. moved.Where(static one => one.After.State == "BOOKED").Select(static one => Freight.Told(one.After, "booked"))],
        };
    }

    private static ResourcePut? Moved(GroupingMember member, Grouping grouping, Resource thing, ResourceFacts facts, bool isAll, bool isInstant)
    {
        var row = facts.Row(Consignments, member.Consignment)!;
        if (!isAll && (!member.IsAccepted || row.State == "GROUPED")) return null;
        var goods = row.As<Consignment>() with { Grouping = thing.Name.Id };
        if (!isAll) return ConsignmentRules.Put(row, "group", "GROUPED", goods);
        goods = goods with { Award = new Award($"{Offers}/{grouping.Offer}", grouping.Carrier, member.TogetherFen) };
        return isInstant ? ConsignmentRules.Put(row, "book", "BOOKED", goods) : ConsignmentRules.Put(row, "award", "AWARDED", goods);
    }

    /// <summary>Declined or too late: what was held goes back, those who had accepted are posted again.</summary>
    private static Answer<ResourceDecision> End(ResourceCommand command, ResourceFacts facts, Resource thing)
    {
        var grouping = thing.As<Grouping>();
        var first = Put(thing, command.Name, command.Name == "decline" ? "DECLINED" : "LAPSED", grouping);
        var offerRow = facts.Row(Offers, grouping.Offer)!;
        var offer = offerRow.As<CapacityOffer>();
        if (offer.Reservations.FirstOrDefault(one => one.Id == thing.Name.Id) is not { } hold) return ResourceDecision.Of(first.After, first.Command, Freight.Told(first.After, "ended"));
        var after = offer with { Reservations = [.. offer.Reservations.Where(one => one.Id != hold.Id)] };
        var freed = OfferRules.Freed(facts, [hold]).Where(one => one.After.Name != thing.Name);
        return new ResourceDecision { Puts = [first, OfferRules.Put(offerRow, "restore", OfferRules.StateOf(after), after), .. freed], Events = [Freight.Told(first.After, "ended")] };
    }

    private static Refusal Stale(Resource changed) => Refusal.Of(Codes.LogisticsStale, ("what", changed.Name), ("state", changed.State));

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

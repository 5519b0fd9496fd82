using Marketplace.Domain.Resources;
using static Marketplace.Domain.Logistics.LogisticsTables;

namespace Marketplace.Domain.Logistics;

/// <summary>Decides over tenders: sealed prices in rounds that end by themselves, the lowest all-in price wins, and a winner that does not
/// confirm in time is not asked again.</summary>
internal static class TenderRules
{
    public static void Reads(ResourceCommand command, ResourceFacts facts, Needs needs)
    {
        if (command.Name == "open") needs.Rows(Consignments, command.Read(LogisticsJson.Default.TenderInput).Consignments);
        else needs.Rows(Consignments, facts.Of(command)!.As<Tender>().Consignments);
    }

    public static Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        if (command.Name == "open") return Open(command, facts, now);
        var thing = facts.Of(command)!;
        var tender = thing.As<Tender>();
        switch (command.Name)
        {
            case "bid": return Bid(command, thing, now);
            case "decline": return Decline(command, facts, thing, now);
            case "close" when tender.Bids.Count > 0: return Alone(Put(thing, "close", "CLOSED", tender with { Until = now.AddMinutes(tender.RoundMinutes) }), "closed");
            case "close": return Lapse(facts, thing, "close", tender.Kind == Tender.Sequential ? tender with { Out = [.. tender.Out, .. tender.Asked] } : tender, now); // silence is a no
            case "award": return Award(facts, thing, now);
            case "confirm":
                if (tender.Until <= now) return Refusal.Of(Codes.LogisticsLate, ("until", tender.Until?.ToString("u")));
                return With(Put(thing, "confirm", "CONFIRMED", tender with { Until = null }), "confirmed", Rows(facts, tender).Select(static one => ConsignmentRules.Put(one, "book", "BOOKED", one.As<Consignment>())));
            case "lapse": return Lapse(facts, thing, "lapse", tender.Winner is { } winner ? tender with { Out = [.. tender.Out, winner.Carrier] } : tender, now);
            case "withdraw":
                return With(Put(thing, "withdraw", "WITHDRAWN", tender with { Until = null }), "withdrawn",
                    Rows(facts, tender).Select(static one => ConsignmentRules.Put(one, "untender", "POSTED", one.As<Consignment>() with { Tender = null })));
            default: return NextRound(thing, now);
        }
    }

    private static Answer<ResourceDecision> Open(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        var input = command.Read(LogisticsJson.Default.TenderInput);
        IReadOnlyList<string> invited = [.. (input.Invited ?? []).Distinct()];
        if (invited.Contains(command.Tenant)) return Freight.Wrong("/invited", "other firms");
        if (input.Kind == Tender.Sequential && invited.Count == 0) return Freight.Wrong("/invited", "at least one carrier");
        List<Resource> rows = [];
        foreach (var id in input.Consignments.Distinct())
        {
            if (facts.Row(Consignments, id) is not { } row || !row.Is(command.Tenant, "shipper")) return Freight.Missing("consignment");
            if (row.State != "POSTED") return Freight.State(row, "open");
            rows.Add(row);
        }
        var tender = new Tender
        {
            Shipper = command.Tenant, Consignments = [.. rows.Select(static one => one.Name.Id)], Goods = [.. rows.Select(static one => Shown(one.Name.Id, one.As<Consignment>()))], Kind = input.Kind, Invited = invited, CeilingFen = input.CeilingFen, RoundMinutes = input.RoundMinutes,
            MostRounds = input.MostRounds, Until = now.AddMinutes(input.RoundMinutes),
        };
        return With(Put(new Resource { Name = command.On, State = "", Body = tender }, "open", "OPEN", tender), "opened",
            rows.Select(row => ConsignmentRules.Put(row, "tender", "TENDERED", row.As<Consignment>() with { Tender = command.On.Id })));
    }

    private static TenderedGoods Shown(string id, Consignment goods) => new(id, goods.Class, goods.Temperature, goods.Load, goods.Pickup, goods.Delivery);

    private static Answer<ResourceDecision> Bid(ResourceCommand command, Resource thing, DateTimeOffset now)
    {
        var tender = thing.As<Tender>();
        if (tender.Until <= now) return Refusal.Of(Codes.LogisticsLate, ("until", tender.Until?.ToString("u")));
        if (!MayBid(tender, command.Tenant)) return Refusal.Of(Codes.LogisticsNotAsked, ("round", tender.Round));
        var input = command.Read(LogisticsJson.Default.BidInput);
        var bid = new Bid(command.Tenant, input.FreightFen, input.TollFen, input.HandlingFen, input.TaxFen, now);
        var after = tender with { Bids = [.. tender.Bids.Where(one => one.Carrier != command.Tenant), bid] };
        return tender.Kind == Tender.Sequential
            ? Alone(Put(thing, "bid", "CLOSED", after with { Until = now.AddMinutes(tender.RoundMinutes) }), "closed")
            : Alone(Put(thing, "bid", "OPEN", after), "bid");
    }

    private static Answer<ResourceDecision> Decline(ResourceCommand command, ResourceFacts facts, Resource thing, DateTimeOffset now)
    {
        var tender = thing.As<Tender>();
        if (!MayBid(tender, command.Tenant)) return Refusal.Of(Codes.LogisticsNotAsked, ("round", tender.Round));
        var after = tender with { Out = [.. tender.Out, command.Tenant], Bids = [.. tender.Bids.Where(one => one.Carrier != command.Tenant)] };
        return tender.Kind == Tender.Sequential ? Lapse(facts, thing, "decline", after, now) : Alone(Put(thing, "decline", "OPEN", after), "declined");
    }

    private static Answer<ResourceDecision> Award(ResourceFacts facts, Resource thing, DateTimeOffset now)
    {
        var tender = thing.As<Tender>();
        if (tender.Bids.Where(one => tender.CeilingFen is not { } most || one.AllInFen <= most).OrderBy(static one => one.AllInFen).ThenBy(static one => one.At).ThenBy(static one => one.Carrier, StringComparer.Ordinal)
            .FirstOrDefault() is not { } best) return Refusal.Of(Codes.LogisticsAmount, ("fen", tender.Bids.Min(static one => one.AllInFen)), ("most", tender.CeilingFen));
        var rows = Rows(facts, tender);
        var shares = Split(best.AllInFen, [.. rows.Select(static one => one.As<Consignment>().Load.Kilograms)]);
        return With(Put(thing, "award", "AWARDED", tender with { Winner = best, Until = now.AddMinutes(tender.RoundMinutes) }), "awarded",
            rows.Select((row, at) => ConsignmentRules.Put(row, "award", "AWARDED", row.As<Consignment>() with { Award = new Award(thing.Name.ToString(), best.Carrier, shares[at]) }))) with
        { Commits = best.AllInFen };
    }

    /// <summary>The round has come to nothing: the next one, or the end.</summary>
    private static Answer<ResourceDecision> Lapse(ResourceFacts facts, Resource thing, string command, Tender tender, DateTimeOffset now)
    {
        var goesOn = GoesOn(tender);
        var after = tender with { Bids = [], Winner = null, Until = goesOn ? now : null };
        return With(Put(thing, command, "LAPSED", after), "lapsed", Rows(facts, tender).Select(row => (row.State, goesOn) switch
        {
            ("TENDERED", true) => null,
            ("AWARDED", true) => ConsignmentRules.Put(row, "retender", "TENDERED", row.As<Consignment>() with { Award = null }),
            _ => ConsignmentRules.Put(row, "noBid", "NO_BID", row.As<Consignment>() with { Award = null, Tender = null }),
        }).OfType<ResourcePut>());
    }

    private static Answer<ResourceDecision> NextRound(Resource thing, DateTimeOffset now)
    {
        var tender = thing.As<Tender>();
        if (!GoesOn(tender)) return Freight.State(thing, "nextRound");
        return Alone(Put(thing, "nextRound", "OPEN", tender with { Round = tender.Round + 1, Until = now.AddMinutes(tender.RoundMinutes) }), "opened");
    }

    private static bool GoesOn(Tender tender) => tender.Round < tender.MostRounds && (tender.Invited.Count == 0 || tender.Asked.Count > 0);

    private static bool MayBid(Tender tender, string tenant) =>
        tenant != tender.Shipper && !tender.Out.Contains(tenant) && (tender.Invited.Count == 0 || tender.Asked.Contains(tenant));

    private static ResourcePut Put(Resource thing, string command, string state, Tender tender) => new(thing with
    {
        State = state,
        Body = tender,
        Parties = [new Party("shipper", tender.Shipper), .. tender.Asked.Union(tender.Bids.Select(static one => one.Carrier)).Select(static one => new Party("bidder", one)),
            .. tender.Winner is { } won ? (Party[])[new Party("carrier", won.Carrier)] : []],
        Open = state == "OPEN" && tender.Invited.Count == 0,
        Marks = state == "OPEN" ? [Freight.OpenMark] : [],
        Deadline = tender.Until is not { } until ? null : state switch { "OPEN" => new Deadline(until, "close"), "CLOSED" or "AWARDED" => new Deadline(until, "lapse"), "LAPSED" => new Deadline(until, "nextRound"), _ => null },
    }, command);

    private static Resource[] Rows(ResourceFacts facts, Tender tender) => [.. tender.Consignments.Select(id => facts.Row(Consignments, id)!)];

    /// <summary>A sum by weights, to the fen, by largest remainder.</summary>
    private static long[] Split(long fen, long[] weights)
    {
        Int128 all = weights.Aggregate(Int128.Zero, static (sum, one) => sum + one);
        var shares = weights.Select(one => (long)((Int128)fen * one / all)).ToArray();
        foreach (var at in Enumerable.Range(0, weights.Length).OrderByDescending(at => (Int128)fen * weights[at] % all).ThenBy(static at => at).Take((int)(fen - shares.Sum()))) shares[at]++;
        return shares;
    }

    private static ResourceDecision Alone(ResourcePut put, string past) => ResourceDecision.Of(put.After, put.Command, Freight.Told(put.After, past));

    private static ResourceDecision With(ResourcePut first, string past, IEnumerable<ResourcePut> rest) => new() { Puts = [first, .. rest], Events = [Freight.Told(first.After, past)] };
}

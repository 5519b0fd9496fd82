using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Logistics;

/// <summary>Goods for a way back.</summary>
/// <param name="Offer">The offer's row.</param>
/// <param name="Consignment">The consignment's row.</param>
/// <param name="DeadheadMetres">Driven empty to the pickup and from the delivery.</param>
/// <param name="WaitMinutes">Waited for the pickup's window.</param>
/// <param name="CreditFen">What the empty way would have cost.</param>
/// <param name="CostFen">Empty way and waiting, less the credit: the lower, the better.</param>
public sealed record ReturnMatch(Resource Offer, Resource Consignment, long DeadheadMetres, long WaitMinutes, long CreditFen, long CostFen);

/// <summary>Finds goods for vehicles that go back empty, at once and not best: the cheapest pair first.</summary>
public static class ReturnLoadRules
{
    /// <summary>What a pair comes to, or why it is none.</summary>
    public static Answer<ReturnMatch> Score(Resource offerRow, Resource row, ResourcePolicy policy, DateTimeOffset now)
    {
        var (offer, goods, pace) = (offerRow.As<CapacityOffer>(), row.As<Consignment>(), Pace.Of(policy));
        if (LaneRules.Misfit(offer, goods, pace, now) is { } no) return no;
        var to = pace.Metres(offer.From, goods.Pickup.Place);
        var empty = to + pace.Metres(goods.Delivery.Place, offer.To);
        var there = offer.Window.From + pace.Drive(to);
        var wait = there < goods.Pickup.Window.From ? (long)(goods.Pickup.Window.From - there).TotalMinutes : 0;
        var credit = pace.Metres(offer.From, offer.To) * offer.Tariff.FenPerKm / 1000;
        return new ReturnMatch(offerRow, row, empty, wait, credit, empty * offer.Tariff.FenPerKm / 1000 + wait * policy.Number("fenPerWaitMinute", 50) - credit);
    }

    /// <summary>Each offer with at most one consignment and the other way round; a match saves more than it costs.</summary>
    public static IReadOnlyList<ReturnMatch> Match(IReadOnlyList<Resource> offers, IReadOnlyList<Resource> consignments, ResourcePolicy policy, DateTimeOffset now)
    {
        var pairs = from offer in offers
                    where offer.As<CapacityOffer>().IsReturnLoad
                    from goods in consignments
                    let scored = Score(offer, goods, policy, now)
                    where scored.Ok && scored.Must().CostFen < 0
                    orderby scored.Must().CostFen, offer.Name.Id, goods.Name.Id
                    select scored.Must();
        HashSet<ResourceName> used = [];
        List<ReturnMatch> found = [];
        foreach (var pair in pairs)
            if (!used.Contains(pair.Offer.Name) && !used.Contains(pair.Consignment.Name))
            {
                used.Add(pair.Offer.Name);
                used.Add(pair.Consignment.Name);
                found.Add(pair);
            }
        return found;
    }
}

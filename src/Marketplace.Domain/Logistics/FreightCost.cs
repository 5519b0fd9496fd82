using System.Numerics;
using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Logistics;

/// <summary>What a trip of an offer costs, and what any part of a grouping would pay by itself.</summary>
public static class FreightCost
{
    /// <summary>The terms of a trip.</summary>
    public static CostTerms Terms(CapacityOffer offer, long metres, int calls, Pace pace, ResourcePolicy policy)
    {
        var distance = Fen(offer.Tariff.FenPerKm, metres);
        var credit = offer.IsReturnLoad ? Math.Min(distance, Fen(offer.Tariff.FenPerKm, pace.Metres(offer.From, offer.To)) * policy.Number("emptyWayPercent", 50) / 100) : 0;
        return new CostTerms(offer.Tariff.FixedFen, distance, offer.Tariff.FenPerStop * calls, credit);
    }

    /// <summary>What goods pay that take places and leave the rest of the vehicle to others. Heavy or bulky goods pay for the places whose
    /// share of the vehicle they use up.</summary>
    public static long Fare(CapacityOffer offer, Load load) => Fare(offer.Capacity, offer.Tariff.FenPerPlace, load);

    /// <summary>The same of a vehicle's whole room and the price of a place, in fen.</summary>
    public static long Fare(Load capacity, long fenPerPlace, Load load)
    {
        var places = Math.Max(1, capacity.Places);
        return fenPerPlace * Math.Max(Math.Max(1, load.Places), Math.Max(Ceiling(load.Kilograms * places, capacity.Kilograms), Ceiling(load.Litres * places, capacity.Litres)));
    }

    /// <summary>The cost of every part of those carried: a trip of their own in the order of the whole one, or parts of it going separately, each
    /// at the fare when that is less. So no one who joins makes it dearer for the rest than going by himself would be.</summary>
    /// <param name="carried">At most <see cref="CostShares.MostExact"/>.</param>
    public static Func<ulong, long> Parts(CapacityOffer offer, IReadOnlyList<Carried> carried, IReadOnlyList<Call> calls, Pace pace, ResourcePolicy policy)
    {
        Dictionary<ulong, long> known = new() { [0] = 0 };
        long Cost(ulong set)
        {
            if (known.TryGetValue(set, out var value)) return value;
            var best = Trip(set);
            if (BitOperations.IsPow2(set)) best = Math.Min(best, Fare(offer, carried[BitOperations.TrailingZeroCount(set)].Load));
            for (var part = (set - 1) & set; part > 0; part = (part - 1) & set) best = Math.Min(best, Cost(part) + Cost(set ^ part));
            return known[set] = best;
        }
        long Trip(ulong set)
        {
            Place here = offer.From;
            var (metres, places) = (0L, 0);
            foreach (var call in calls)
            {
                if ((set & (1UL << call.Of)) == 0) continue;
                var there = call.Delivers ? carried[call.Of].Delivery.Place : carried[call.Of].Pickup.Place;
                if (places == 0 || !here.Is(there)) places++;
                (metres, here) = (metres + pace.Metres(here, there), there);
            }
            return Terms(offer, metres + pace.Metres(here, offer.To), places, pace, policy).TotalFen;
        }
        return Cost;
    }

    private static long Fen(long perKm, long metres) => (long)Math.Round((decimal)perKm * metres / 1000, MidpointRounding.AwayFromZero);

    private static long Ceiling(long of, long by) => by == 0 ? 0 : (of + by - 1) / by;
}

using Marketplace.Domain.Resources;
using Marketplace.Domain.Solving;

namespace Marketplace.Domain.Logistics;

/// <summary>A grouping that the board would propose: an offer, consignments, and the order of stops.</summary>
public sealed record BoardGroup(Resource Offer, IReadOnlyList<Resource> Consignments, IReadOnlyList<Call> Calls, Grouping Planned);

/// <summary>What a board of a city and a day asks the solver, and what it makes of the answer. Units there: metres, minutes, fen.</summary>
public static class BoardRules
{
    /// <summary>Consignments of one request at most.</summary>
    public const int Most = 200;

    /// <summary>The mark of all that is open.</summary>
    public const string OpenMark = Freight.OpenMark;

    /// <summary>The mark of an offer's city and day.</summary>
    public static string Mark(Resource offer) => Freight.Board(offer.As<CapacityOffer>().From, offer.As<CapacityOffer>().Window.From);

    /// <summary>The goods that some of the offers could take at all.</summary>
    public static IEnumerable<Resource> Near(IReadOnlyList<Resource> offers, IReadOnlyList<Resource> consignments, ResourcePolicy policy, DateTimeOffset now)
    {
        var pace = Pace.Of(policy);
        return consignments.Where(one => one.State == "POSTED" && offers.Any(offer => LaneRules.Misfit(offer.As<CapacityOffer>(), one.As<Consignment>(), pace, now) is null));
    }

    /// <summary>The offers of one request: those that are open, the first to leave first, as many as the solver takes kinds of vehicles.</summary>
    public static IReadOnlyList<Resource> Free(IReadOnlyList<Resource> offers) =>
        [.. offers.Where(static one => one.State == "OPEN").OrderBy(static one => one.As<CapacityOffer>().Window.From).ThenBy(static one => one.Name.Id, StringComparer.Ordinal).Take(SolverRequestRules.MostKinds)];

    /// <summary>Groupings at once: for each offer, the consignment that saves the most is put in until nothing saves any more.</summary>
    public static IReadOnlyList<BoardGroup> AtOnce(IReadOnlyList<Resource> offers, IReadOnlyList<Resource> consignments, ResourcePolicy policy, DateTimeOffset now)
    {
        List<BoardGroup> found = [];
        HashSet<string> taken = [];
        foreach (var offer in offers.Where(static one => one.State == "OPEN").OrderBy(static one => one.Name.Id, StringComparer.Ordinal))
        {
            BoardGroup? best = null;
            Resource[] open = [.. consignments.Where(one => one.State == "POSTED" && !taken.Contains(one.Name.Id) && LaneRules.Misfit(offer.As<CapacityOffer>(), one.As<Consignment>(), Pace.Of(policy), now) is null).Take(Most)];
            foreach (var one in open.OrderByDescending(static one => one.As<Consignment>().Load.Kilograms).ThenBy(static one => one.Name.Id, StringComparer.Ordinal))
            {
                if (best?.Consignments.Any(it => it.Name == one.Name) == true) continue;
                foreach (var other in best is null ? open.Where(it => string.CompareOrdinal(it.Name.Id, one.Name.Id) > 0) : [one])
                    if (Try(offer, best is null ? [one, other] : [.. best.Consignments, other], null, policy, now) is { } tried && tried.Planned.SavingFen > (best?.Planned.SavingFen ?? 0)) best = tried;
                if (best?.Consignments.Count == CostShares.MostExact) break;
            }
            if (best is null) continue;
            found.Add(best);
            taken.UnionWith(best.Consignments.Select(static one => one.Name.Id));
        }
        return found;
    }

    /// <summary>The request for better groupings: each offer is one vehicle, a consignment that is left behind costs its fare or a trip of
    /// its own.</summary>
    public static RoutingProblem Problem(IReadOnlyList<Resource> offers, IReadOnlyList<Resource> consignments, ResourcePolicy policy)
    {
        var (pace, start) = (Pace.Of(policy), offers.Min(static one => one.As<CapacityOffer>().Window.From));
        Place[] places = [.. offers.SelectMany(static one => (Place[])[one.As<CapacityOffer>().From, one.As<CapacityOffer>().To]), .. consignments.SelectMany(static one => (Place[])[one.As<Consignment>().Pickup.Place, one.As<Consignment>().Delivery.Place])];
        double Minutes(DateTimeOffset at) => Math.Max(0, (at - start).TotalMinutes);
        RoutedStop Stop(int place, Window window) => new() { Place = place, Earliest = Minutes(window.From), Latest = Minutes(window.Until), Service = pace.StopMinutes };
        return new RoutingProblem
        {
            Distances = [.. places.Select(from => places.Select(to => (double)pace.Metres(from, to)).ToArray())],
            Durations = [.. places.Select(from => places.Select(to => pace.Drive(pace.Metres(from, to)).TotalMinutes).ToArray())],
            Vehicles = [.. offers.Select((row, at) =>
            {
                var offer = row.As<CapacityOffer>();
                return new VehicleKind
                {
                    Id = row.Name.Id, Count = 1, Start = at * 2, End = at * 2 + 1, Capacity = Sizes(offer.Left), Earliest = Minutes(offer.Window.From), Latest = 14 * 24 * 60, FixedCost = offer.Tariff.FixedFen,
                    CostPerDistance = offer.Tariff.FenPerKm / 1000.0, Has = [offer.Temperature],
                };
            })],
            Consignments = [.. consignments.Select((row, at) =>
            {
                var goods = row.As<Consignment>();
                return new RoutedConsignment
                {
                    Id = row.Name.Id, Load = Sizes(goods.Load), Class = SharingRules.Name(goods.Class, goods.Temperature), Needs = [goods.Temperature], Price = Alone(offers, row, pace, policy),
                    Pickup = Stop(offers.Count * 2 + at * 2, goods.Pickup.Window), Delivery = Stop(offers.Count * 2 + at * 2 + 1, goods.Delivery.Window),
                };
            })],
            Apart = SharingRules.Apart(),
        };
    }

    /// <summary>The groupings of a plan that hold by our own rules; a trip with one consignment is none.</summary>
    public static IReadOnlyList<BoardGroup> Groups(RoutingPlan plan, IReadOnlyList<Resource> offers, IReadOnlyList<Resource> consignments, ResourcePolicy policy, DateTimeOffset now)
    {
        List<BoardGroup> found = [];
        foreach (var trip in plan.Trips)
        {
            string[] ids = [.. trip.Stops.Select(static one => one.Consignment).Distinct()];
            if (ids.Length is < 2 or > CostShares.MostExact || offers.FirstOrDefault(one => one.Name.Id == trip.Vehicle) is not { } offer) continue;
            Resource[] rows = [.. ids.Select(id => consignments.First(one => one.Name.Id == id))];
            if (Try(offer, rows, [.. trip.Stops.Select(stop => new Call(Array.IndexOf(ids, stop.Consignment), stop.Delivers))], policy, now) is { } group) found.Add(group);
        }
        return found;
    }

    private static BoardGroup? Try(Resource offer, IReadOnlyList<Resource> rows, IReadOnlyList<Call>? calls, ResourcePolicy policy, DateTimeOffset now)
    {
        var planned = GroupingRules.Plan(offer, rows, calls, policy, now);
        if (!planned.Ok) return null;
        return new BoardGroup(offer, rows, [.. planned.Must().Stops.Select(stop => new Call(rows.ToList().FindIndex(row => row.Name.Id == stop.Consignment), stop.Delivers))], planned.Must());
    }

    private static double Alone(IReadOnlyList<Resource> offers, Resource row, Pace pace, ResourcePolicy policy)
    {
        var goods = row.As<Consignment>();
        Carried[] one = [new Carried(row.Name.Id, goods.Load, goods.Pickup, goods.Delivery)];
        return offers.Select(offer => (double)FreightCost.Parts(offer.As<CapacityOffer>(), one, [new Call(0, false), new Call(0, true)], pace, policy)(1)).Min();
    }

    private static double[] Sizes(Load load) => [load.Kilograms, load.Litres, load.Places];
}

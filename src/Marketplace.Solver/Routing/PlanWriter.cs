using Marketplace.Domain.Solving;

namespace Marketplace.Solver.Routing;

/// <summary>Turns a kept plan into what the caller reads.</summary>
internal static class PlanWriter
{
    public static RoutingPlan Write(Network net, Kept kept, int vehiclesAtLeast)
    {
        var trips = kept.Trips.Select(trip => Trip(net, trip)).ToList();
        var carried = kept.Trips.SelectMany(static trip => trip.Nodes).Select(static node => node / 2).ToHashSet();
        var left = Enumerable.Range(0, net.Pairs).Where(pair => !carried.Contains(pair)).ToList();
        return new RoutingPlan
        {
            Trips = trips,
            LeftBehind = [.. left.Select(pair => new LeftBehind(net.Problem.Consignments[pair].Id, Why(net, pair)))],
            Distance = trips.Sum(static trip => trip.Distance),
            Cost = new PlanCost(
                kept.Trips.Sum(trip => net.FixedCost[trip.Kind]),
                kept.Trips.Zip(trips).Sum(both => net.CostPerDistance[both.First.Kind] * both.Second.Distance),
                left.Sum(pair => net.Problem.Consignments[pair].Price ?? 0)),
            VehiclesAtLeast = vehiclesAtLeast,
        };
    }

    private static PlannedTrip Trip(Network net, KeptTrip kept)
    {
        int[] nodes = [net.StartOf(kept.Kind), .. kept.Nodes, net.StartOf(kept.Kind) + 1];
        var stops = new List<PlannedStop>();
        var carries = new double[net.Dimensions];
        var (begins, distance, driving) = (net.Ready[nodes[0]], 0.0, 0.0);
        var (leaves, ends) = (begins, begins);
        var starts = new double[nodes.Length];
        starts[0] = begins;
        for (var at = 1; at < nodes.Length; at++)
        {
            var (node, leg) = (nodes[at], nodes[at - 1] * net.Nodes + nodes[at]);
            var arrives = begins + net.Step[leg];
            starts[at] = begins = Math.Max(arrives, net.Ready[node]);
            distance += net.Distance[leg];
            driving += net.Step[leg] - net.Service[nodes[at - 1]];
            ends = arrives;
            if (at == nodes.Length - 1) continue;
            for (var d = 0; d < carries.Length; d++) carries[d] += (node % 2 == 0 ? 1 : -1) * net.Load[node / 2 * carries.Length + d];
            stops.Add(new PlannedStop(net.Problem.Consignments[node / 2].Id, node % 2 == 1, arrives, begins, [.. carries]));
        }
        return new PlannedTrip(net.Problem.Vehicles[kept.Kind].Id, leaves, ends, distance, driving, Slack(net, nodes, starts), stops);
    }

    /// <summary>The delay a trip bears: at each stop its own, and the waiting before it swallows some of what came from the start.</summary>
    private static TripSlack Slack(Network net, int[] nodes, double[] starts)
    {
        var (least, binding, waited) = (double.PositiveInfinity, nodes.Length - 2, 0.0);
        for (var at = 1; at < nodes.Length; at++)
        {
            waited += starts[at] - starts[at - 1] - net.Step[nodes[at - 1] * net.Nodes + nodes[at]];
            var bears = net.Due[nodes[at]] - starts[at] + waited;
            if (bears < least) (least, binding) = (bears, at - 1);
        }
        return new TripSlack(Math.Max(0, least), binding);
    }

    private static string Why(Network net, int pair)
    {
        var alone = new Trip(net);
        for (var kind = 0; kind < net.Kinds; kind++)
        {
            alone.Open(kind, -1);
            if (Insertion.Find(net, alone, pair, default(Shortest)).Exists)
                return double.IsPositiveInfinity(net.Price[pair]) ? LeftBehindReasons.NoRoom : LeftBehindReasons.Dear;
        }
        return LeftBehindReasons.NoVehicleCan;
    }
}

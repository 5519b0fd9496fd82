namespace Marketplace.Solver.Routing;

/// <summary>A number of vehicles no complete plan goes below: the most pairs found of which no two can share a trip.</summary>
internal static class VehicleBound
{
    public static int Of(Network net)
    {
        var conflicts = Conflicts(net);
        var most = net.Pairs == 0 ? 0 : 1;
        // Greedy from each pair, most conflicts first: the bound need not be tight to save the search for what cannot be.
        var byDegree = Enumerable.Range(0, net.Pairs).OrderByDescending(pair => conflicts[pair].Count(static c => c)).ToArray();
        foreach (var first in byDegree)
        {
            var clique = new List<int> { first };
            foreach (var pair in byDegree)
                if (pair != first && clique.TrueForAll(one => conflicts[one][pair])) clique.Add(pair);
            most = Math.Max(most, clique.Count);
        }
        return most;
    }

    private static bool[][] Conflicts(Network net)
    {
        var conflicts = Enumerable.Range(0, net.Pairs).Select(_ => new bool[net.Pairs]).ToArray();
        var trip = new Trip(net);
        for (var a = 0; a < net.Pairs; a++)
            for (var b = a + 1; b < net.Pairs; b++)
                conflicts[a][b] = conflicts[b][a] = !CanShare(net, trip, a, b);
        return conflicts;
    }

    private static bool CanShare(Network net, Trip trip, int a, int b)
    {
        for (var kind = 0; kind < net.Kinds; kind++)
        {
            trip.Open(kind, -1);
            var spot = Insertion.Find(net, trip, a, default(Shortest));
            if (!spot.Exists) continue;
            trip.Insert(a, spot, -1);
            if (Insertion.Find(net, trip, b, default(Shortest)).Exists) return true;
        }
        return false;
    }
}

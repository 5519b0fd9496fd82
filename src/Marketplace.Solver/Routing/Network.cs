using Marketplace.Domain.Solving;

namespace Marketplace.Solver.Routing;

/// <summary>The problem as flat arrays. Pair p is picked up at node 2p and set down at node 2p+1; after them each kind of vehicle has a
/// node where it starts and one where it ends. A matrix is kept both ways round, so that whoever asks about one node reads one row.</summary>
internal sealed class Network
{
    public Network(RoutingProblem problem)
    {
        Problem = problem;
        var (pairs, kinds) = (problem.Consignments, problem.Vehicles);
        Pairs = pairs.Count;
        Kinds = kinds.Count;
        Dimensions = kinds[0].Capacity.Count;
        var stops = pairs.SelectMany(static pair => new[] { pair.Pickup, pair.Delivery })
            .Concat(kinds.SelectMany(static kind => new[] { Depot(kind.Start, kind), Depot(kind.End, kind) })).ToList();
        Nodes = stops.Count;
        Ready = [.. stops.Select(static stop => stop.Earliest)];
        Due = [.. stops.Select(static stop => stop.Latest)];
        Service = [.. stops.Select(static stop => stop.Service)];
        (Distance, Step) = (new double[Nodes * Nodes], new double[Nodes * Nodes]);
        (DistanceTo, StepTo) = (new double[Nodes * Nodes], new double[Nodes * Nodes]);
        for (var from = 0; from < Nodes; from++)
            for (var to = 0; to < Nodes; to++)
            {
                var (way, time) = Way(problem, stops[from].Place, stops[to].Place);
                Distance[from * Nodes + to] = DistanceTo[to * Nodes + from] = way;
                Step[from * Nodes + to] = StepTo[to * Nodes + from] = Service[from] + time;
            }
        Load = [.. pairs.SelectMany(static pair => pair.Load)];
        Capacity = [.. kinds.SelectMany(static kind => kind.Capacity)];
        Price = [.. pairs.Select(static pair => pair.Price ?? double.PositiveInfinity)];
        var classes = Bits(pairs.Where(static pair => pair.Class is not null).Select(static pair => pair.Class!));
        var needs = Bits(pairs.SelectMany(static pair => pair.Needs));
        Class = [.. pairs.Select(pair => pair.Class is null ? 0 : classes[pair.Class])];
        Against = [.. pairs.Select(pair => pair.Class is null ? 0 : problem.Apart.Aggregate(0UL, (all, two) => all
            | (two.One == pair.Class ? classes.GetValueOrDefault(two.Other) : 0)
            | (two.Other == pair.Class ? classes.GetValueOrDefault(two.One) : 0)))];
        Needs = [.. pairs.Select(pair => pair.Needs.Aggregate(0UL, (all, need) => all | needs[need]))];
        Has = [.. kinds.Select(kind => kind.Has.Aggregate(0UL, (all, has) => all | needs.GetValueOrDefault(has)))];
        FixedCost = [.. kinds.Select(static kind => kind.FixedCost)];
        CostPerDistance = [.. kinds.Select(static kind => kind.CostPerDistance ?? 1)];
        MostDriving = [.. kinds.Select(static kind => kind.MostDriving ?? double.PositiveInfinity)];
    }

    /// <summary>What was asked.</summary>
    public RoutingProblem Problem { get; }

    /// <summary>Consignments, kinds of vehicles, dimensions of a load, nodes in all.</summary>
    public int Pairs { get; }
    public int Kinds { get; }
    public int Dimensions { get; }
    public int Nodes { get; }

    /// <summary>By node: when service begins at the earliest and at the latest, and how long it takes.</summary>
    public double[] Ready { get; }
    public double[] Due { get; }
    public double[] Service { get; }

    /// <summary>From node (row) to node: the way; and service at the first with the time on the road.</summary>
    public double[] Distance { get; }
    public double[] Step { get; }

    /// <summary>The same, to node (row) from node.</summary>
    public double[] DistanceTo { get; }
    public double[] StepTo { get; }

    /// <summary>By pair and dimension, and by kind and dimension.</summary>
    public double[] Load { get; }
    public double[] Capacity { get; }

    /// <summary>By pair: the price of leaving it behind, infinite where it must be carried; classes and needs as bits.</summary>
    public double[] Price { get; }
    public ulong[] Class { get; }
    public ulong[] Against { get; }
    public ulong[] Needs { get; }

    /// <summary>By kind: what a trip costs, what it has, as bits, and how long it may drive.</summary>
    public double[] FixedCost { get; }
    public double[] CostPerDistance { get; }
    public ulong[] Has { get; }
    public double[] MostDriving { get; }

    /// <summary>Where a kind starts; the node after is where it ends.</summary>
    public int StartOf(int kind) => 2 * (Pairs + kind);

    private static RoutedStop Depot(int place, VehicleKind kind) => new() { Place = place, Earliest = kind.Earliest, Latest = kind.Latest };

    private static (double Way, double Time) Way(RoutingProblem problem, int from, int to)
    {
        double way;
        if (problem.Points is { } points)
        {
            var (dx, dy) = (points[from].X - points[to].X, points[from].Y - points[to].Y);
            way = Math.Sqrt(dx * dx + dy * dy);
        }
        else
        {
            way = problem.Distances![from][to];
        }
        return (way, problem.Durations?[from][to] ?? way);
    }

    private static Dictionary<string, ulong> Bits(IEnumerable<string> names) =>
        names.Distinct(StringComparer.Ordinal).Select(static (name, at) => (name, at)).ToDictionary(static n => n.name, static n => 1UL << n.at, StringComparer.Ordinal);
}

using Marketplace.Domain.Solving;

namespace Marketplace.Tests.Unit.Solving;

/// <summary>The best plan of a small problem by trying everything: each subset of consignments on each kind of vehicle in each order, then
/// each way to deal the subsets out. Written without a look at the solver.</summary>
internal sealed class BruteForce(RoutingProblem problem)
{
    private readonly double[][] cheapest = [.. problem.Vehicles.Select(kind => Enumerable.Range(0, 1 << problem.Consignments.Count).Select(set => Cheapest(problem, kind, set)).ToArray())];

    /// <summary>Consignments that must be carried and are not, vehicles, cost; in the order in which a plan is judged.</summary>
    public (int Missing, int Vehicles, double Cost) Best()
    {
        var fleet = problem.Vehicles.SelectMany(static (kind, at) => Enumerable.Repeat(at, Math.Min(kind.Count, 4))).ToArray();
        return Deal(fleet, 0, (1 << problem.Consignments.Count) - 1, 0, 0);
    }

    private (int Missing, int Vehicles, double Cost) Deal(int[] fleet, int at, int left, int used, double cost)
    {
        if (at == fleet.Length)
        {
            var behind = problem.Consignments.Where((_, one) => (left & (1 << one)) != 0).ToList();
            return (behind.Count(static one => one.Price is null), used, cost + behind.Sum(static one => one.Price ?? 0));
        }
        var best = Deal(fleet, at + 1, left, used, cost);
        for (var set = left; set > 0; set = (set - 1) & left)
        {
            if (double.IsInfinity(cheapest[fleet[at]][set])) continue;
            var found = Deal(fleet, at + 1, left & ~set, used + 1, cost + cheapest[fleet[at]][set]);
            if (IsBetter(found, best)) best = found;
        }
        return best;
    }

    private bool IsBetter((int Missing, int Vehicles, double Cost) one, (int Missing, int Vehicles, double Cost) other) =>
        one.Missing != other.Missing ? one.Missing < other.Missing
        : problem.FewestVehiclesFirst && one.Vehicles != other.Vehicles ? one.Vehicles < other.Vehicles
        : one.Cost < other.Cost;

    private static double Cheapest(RoutingProblem problem, VehicleKind kind, int set)
    {
        if (set == 0) return double.PositiveInfinity;
        var ones = Enumerable.Range(0, problem.Consignments.Count).Where(one => (set & (1 << one)) != 0).Select(one => problem.Consignments[one]).ToList();
        if (ones.Any(one => one.Needs.Except(kind.Has).Any())) return double.PositiveInfinity;
        if (problem.Apart.Any(two => ones.Any(one => one.Class == two.One) && ones.Any(one => one.Class == two.Other))) return double.PositiveInfinity;
        var least = double.PositiveInfinity;
        Go(kind.Start, kind.Earliest, 0, [.. ones], [], new double[kind.Capacity.Count]);
        return kind.FixedCost + (kind.CostPerDistance ?? 1) * least;

        void Go(int at, double clock, double way, List<RoutedConsignment> waiting, List<RoutedConsignment> aboard, double[] load)
        {
            if (waiting.Count == 0 && aboard.Count == 0)
            {
                var home = way + Between(at, kind.End);
                if (clock + Between(at, kind.End) <= kind.Latest + 1e-9 && home <= (kind.MostDriving ?? double.PositiveInfinity) + 1e-9) least = Math.Min(least, home);
                return;
            }
            foreach (var one in waiting)
                if (one.Load.Zip(load).Zip(kind.Capacity).All(static sizes => sizes.First.First + sizes.First.Second <= sizes.Second + 1e-9))
                    Stop(one.Pickup, [.. waiting.Where(other => other != one)], [.. aboard, one], [.. load.Zip(one.Load, static (all, its) => all + its)]);
            foreach (var one in aboard)
                Stop(one.Delivery, waiting, [.. aboard.Where(other => other != one)], [.. load.Zip(one.Load, static (all, its) => all - its)]);

            void Stop(RoutedStop stop, List<RoutedConsignment> stillWaiting, List<RoutedConsignment> stillAboard, double[] then)
            {
                var begins = Math.Max(stop.Earliest, clock + Between(at, stop.Place));
                if (begins <= stop.Latest + 1e-9) Go(stop.Place, begins + stop.Service, way + Between(at, stop.Place), stillWaiting, stillAboard, then);
            }
        }

        double Between(int from, int to) =>
            double.Hypot(problem.Points![from].X - problem.Points[to].X, problem.Points[from].Y - problem.Points[to].Y);
    }
}

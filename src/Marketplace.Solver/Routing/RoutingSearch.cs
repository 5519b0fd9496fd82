using Marketplace.Domain.Solving;

namespace Marketplace.Solver.Routing;

/// <summary>From nothing to a good plan: insertion, so that there is an answer at once; a seat for everybody who must be carried; fewer
/// vehicles; then less way, until the box is spent.</summary>
internal sealed class RoutingSearch
{
    private const double FleetShare = 0.25;
    private const int FleetRounds = 20_000;

    // Two long ones, each hot enough to leave where the one before ended: more and shorter ones stay in a poor valley more often.
    private static readonly double[] annealings = [0.68, 1];

    private readonly Network net;
    private readonly Budget budget;
    private readonly Draft draft;
    private readonly InsertionTable table;
    private readonly Recreate recreate;
    private readonly Ruin ruin;
    private readonly FleetCut fleet;
    private readonly Annealing annealing;
    private readonly Action<Kept> report;
    private Kept? best;

    public RoutingSearch(Network net, Budget budget, int seed, Action<Kept> report)
    {
        (this.net, this.budget, this.report) = (net, budget, report);
        var dice = new Dice(seed);
        draft = new Draft(net);
        table = new InsertionTable(draft);
        recreate = new Recreate(draft, table, dice);
        ruin = new Ruin(draft, dice);
        fleet = new FleetCut(draft, table, dice);
        annealing = new Annealing(draft, ruin, recreate, dice);
    }

    /// <summary>A first answer at once.</summary>
    public void Begin()
    {
        foreach (var order in Enum.GetValues<Order>())
        {
            draft.Restore(new Kept([], 0, 0, 0));
            recreate.Run(order, blinks: 0, all: true, opensLate: net.Problem.FewestVehiclesFirst);
            Weigh(draft);
        }
    }

    /// <summary>The best plan found before the budget is spent.</summary>
    public Kept Run(int vehiclesAtLeast)
    {
        draft.Restore(best!);
        if (best!.Missing > 0 && fleet.Seat(budget, FleetShare, int.MaxValue)) Weigh(draft);
        if (net.Problem.FewestVehiclesFirst && best.Missing == 0) SaveVehicles(vehiclesAtLeast);
        foreach (var until in annealings) Anneal(until, new Cooling(From: 1, To: 0.003, Size: 8));
        return best;
    }

    private void SaveVehicles(int atLeast)
    {
        while (best!.Used > atLeast && budget.Spent < FleetShare)
        {
            draft.Restore(best);
            if (fleet.Cut(budget, FleetShare, FleetRounds)) Weigh(draft);
        }
    }

    private void Anneal(double until, Cooling cooling)
    {
        draft.MostTrips = net.Problem.FewestVehiclesFirst && best!.Missing == 0 ? best.Used : draft.Trips.Length;
        draft.Restore(best!);
        annealing.Run(budget, until, cooling, Weigh);
    }

    private void Weigh(Draft now)
    {
        var kept = now.Keep();
        if (!kept.IsBetterThan(best, net.Problem.FewestVehiclesFirst)) return;
        best = kept;
        report(kept);
    }
}

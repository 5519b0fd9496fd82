namespace Marketplace.Solver.Routing;

/// <summary>Ruin and recreate under simulated annealing: what is a little dearer is taken too, ever less of it as the box is spent.</summary>
internal sealed class Annealing(Draft draft, Ruin ruin, Recreate recreate, Dice dice)
{
    private const double Blinks = 0.01;

    /// <summary>Searches from the draft as it is until so much of the budget is spent; temperatures are shares of what a pair costs on
    /// average. Leaves the draft at the last plan, and tells of each better one.</summary>
    public void Run(Budget budget, double until, Cooling cooling, Action<Draft> improved)
    {
        var began = budget.Spent;
        var unit = draft.Cost / Math.Max(1, draft.Net.Pairs);
        var (cost, missing, used) = (draft.Cost, draft.Missing, draft.Used);
        var (bestCost, bestMissing, bestUsed) = (cost, missing, used);
        var fewest = draft.Net.Problem.FewestVehiclesFirst;
        while (budget.Spent < until)
        {
            budget.Step();
            var progress = Math.Min(1, (budget.Spent - began) / (until - began));
            var heat = unit * cooling.From * Math.Pow(cooling.To / cooling.From, progress);
            draft.Begin();
            ruin.Run(cooling.Size);
            recreate.Run(Blinks, all: missing > 0, opensLate: fewest);
            var missingNow = draft.Missing;
            if (missingNow > missing || Dearer(draft.Cost, missingNow, heat))
            {
                draft.Rollback();
                continue;
            }
            (cost, missing, used) = (draft.Cost, missingNow, draft.Used);
            var better = missing != bestMissing ? missing < bestMissing
                : fewest && used != bestUsed ? used < bestUsed : cost < bestCost - 1e-9;
            if (!better) continue;
            (bestCost, bestMissing, bestUsed) = (cost, missing, used);
            if (fewest && missing == 0) draft.MostTrips = Math.Min(draft.MostTrips, used);
            improved(draft);
        }

        bool Dearer(double now, int missingNow, double heat) => missingNow == missing && now >= cost - heat * Math.Log(1 - dice.Unit());
    }
}

/// <summary>How one annealing goes.</summary>
/// <param name="From">The temperature at first, in average costs of a pair.</param>
/// <param name="To">At last.</param>
/// <param name="Size">Pairs a ruin removes, about.</param>
internal sealed record Cooling(double From, double To, double Size);

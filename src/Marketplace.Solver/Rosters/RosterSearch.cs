using System.Globalization;
using Google.OrTools.Sat;
using Marketplace.Domain.Solving;

namespace Marketplace.Solver.Rosters;

/// <summary>Has CP-SAT look for the roster of least cost with one thread; rosters come as they get better, each with what none can go below.</summary>
internal static class RosterSearch
{
    /// <param name="problem">What to fill.</param>
    /// <param name="request">Seed and steps.</param>
    /// <param name="budget">The clock.</param>
    /// <param name="left">Seconds that it may still look.</param>
    /// <param name="tell">Told of each roster.</param>
    public static void Run(RosterProblem problem, SolverRequest request, Budget budget, double left, Action<SolverAnswer> tell)
    {
        var model = new RosterModel(problem);
        using var solver = new CpSolver();
        solver.StringParameters = string.Create(CultureInfo.InvariantCulture, $"num_workers:1,random_seed:{Math.Abs((long)request.Seed) % int.MaxValue},max_time_in_seconds:{left}")
            + (request.Steps is { } steps ? string.Create(CultureInfo.InvariantCulture, $",max_number_of_conflicts:{steps}") : "");
        using var better = new Better(model, plan => tell(new SolverAnswer { Seconds = budget.Seconds, Roster = plan }));
        var status = solver.Solve(model.Model, better);
        // Nobody takes anything is a roster too: there is none only when the time was too short to find even that.
        var plan = status is CpSolverStatus.Optimal or CpSolverStatus.Feasible
            ? model.Read(one => solver.Value(one), one => solver.BooleanValue(one), solver.BestObjectiveBound) : null;
        tell(new SolverAnswer { Final = true, Seconds = budget.Seconds, Steps = solver.NumConflicts(), Roster = plan });
    }

    private sealed class Better(RosterModel model, Action<RosterPlan> told) : CpSolverSolutionCallback
    {
        public override void OnSolutionCallback() => told(model.Read(one => Value(one), one => BooleanValue(one), BestObjectiveBound()));
    }
}

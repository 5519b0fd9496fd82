using System.Text.Json;
using CsCheck;
using Marketplace.Domain.Solving;
using Marketplace.Solver.Assignment;
using Marketplace.Tests.Solving;
using Xunit;

namespace Marketplace.Tests.Unit.Solving;

/// <summary>Assignments are of least cost, and prove it.</summary>
public sealed class AssignmentTests(ITestOutputHelper output)
{
    private static int Runs => Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 20_000 : 1_000;

    private static Gen<AssignmentProblem> Any =>
        from rows in Gen.Int[1, 5]
        from more in Gen.Int[0, 2]
        from costs in Gen.Int[-20, 60].Array[rows * (rows + more)]
        select new AssignmentProblem([.. Enumerable.Range(0, rows).Select(row => (IReadOnlyList<long?>)
            [.. costs.Skip(row * (rows + more)).Take(rows + more).Select(static cost => cost > 50 ? (long?)null : cost)])]);

    [Fact]
    public void None_is_cheaper_than_what_is_found()
    {
        var (whole, partly) = (0, 0);
        Any.Sample(problem =>
        {
            var plan = ShortestPaths.Solve(problem);
            var least = Least(problem, 0, []);
            if (least is null)
            {
                partly++;
                Assert.Contains(-1, plan.Columns);
                return;
            }
            whole++;
            var (cost, faults) = AssignmentCheck.Judge(problem.Costs, plan);
            Assert.Empty(faults);
            Assert.Equal(least, cost);
        }, iter: Runs, threads: 1);
        output.WriteLine($"{whole} assigned, {partly} without an assignment of every row");
        Assert.True(whole > 0 && partly > 0);
    }

    /// <summary>The proof is of the matrix in the file; whether the listed figure belongs to that matrix is not for the solver to say.</summary>
    [Theory]
    [InlineData("assign100")]
    [InlineData("assign200")]
    [InlineData("assign300")]
    public void Outside_instances_are_solved_with_a_proof(string name)
    {
        var costs = AssignmentCheck.Read(File.ReadAllText(Path.Combine(Repository.Shared, "data", "assignment", $"{name}.txt")));
        var (cost, faults) = AssignmentCheck.Judge(costs, ShortestPaths.Solve(new(costs)));
        output.WriteLine($"{name}: {cost}");
        Assert.Empty(faults);
        Assert.Equal(cost, SecondOpinion(costs));
    }

    /// <summary>The figures listed for these names belong to other matrices: so many entries of these are dearer, whichever they are and
    /// whether or not they share rows and columns.</summary>
    [Theory]
    [InlineData("assign100", 305, 544, 643, 647)]
    [InlineData("assign200", 475, 4000, 4103, 4095)]
    [InlineData("assign300", 626, 15076, 15285, 15267)]
    public void No_reading_of_the_outside_instances_comes_down_to_the_listed_figure(string name, long listed, long cheapest, long byRow, long byColumn)
    {
        var costs = AssignmentCheck.Read(File.ReadAllText(Path.Combine(Repository.Shared, "data", "assignment", $"{name}.txt")));
        var size = costs.Count;
        Assert.All(costs, row => Assert.Equal(size, row.Count));
        Assert.Equal(cheapest, costs.SelectMany(static row => row).Order().Take(size).Sum());
        Assert.Equal(byRow, costs.Sum(static row => row.Min()));
        Assert.Equal(byColumn, Enumerable.Range(0, size).Sum(column => costs.Min(row => row[column])));
        Assert.True(listed < cheapest && cheapest <= Math.Min(byRow, byColumn));
    }

    private static long SecondOpinion(IReadOnlyList<IReadOnlyList<long?>> costs)
    {
        using var flow = new Google.OrTools.Graph.LinearSumAssignment();
        for (var row = 0; row < costs.Count; row++)
            for (var column = 0; column < costs.Count; column++) flow.AddArcWithCost(row, column, costs[row][column]!.Value);
        Assert.Equal(Google.OrTools.Graph.LinearSumAssignment.Status.OPTIMAL, flow.Solve());
        return flow.OptimalCost();
    }

    [Fact]
    public void A_dearer_assignment_has_no_proof()
    {
        var problem = new AssignmentProblem([[1, 2], [3, 3]]);
        var plan = ShortestPaths.Solve(problem);
        Assert.Empty(AssignmentCheck.Judge(problem.Costs, plan).Faults);
        Assert.NotEmpty(AssignmentCheck.Judge(problem.Costs, plan with { Columns = [1, 0], Cost = 5 }).Faults);
        Assert.NotEmpty(AssignmentCheck.Judge(problem.Costs, plan with { Columns = [0, 0], Cost = 4 }).Faults);
    }

    private static long? Least(AssignmentProblem problem, int row, HashSet<int> taken)
    {
        if (row == problem.Costs.Count) return 0;
        long? least = null;
        for (var column = 0; column < problem.Costs[row].Count; column++)
        {
            if (problem.Costs[row][column] is not { } cost || !taken.Add(column)) continue;
            if (Least(problem, row + 1, taken) is { } rest && (least is null || cost + rest < least)) least = cost + rest;
            taken.Remove(column);
        }
        return least;
    }
}

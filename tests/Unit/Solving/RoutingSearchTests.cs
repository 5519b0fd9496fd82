using System.Text.Json;
using CsCheck;
using Marketplace.Domain.Solving;
using Marketplace.Solver;
using Marketplace.Tests.Solving;
using Xunit;

namespace Marketplace.Tests.Unit.Solving;

/// <summary>Plans keep every rule, are as good as the best there is where that can be known, and are the same for the same seed.</summary>
public sealed class RoutingSearchTests(ITestOutputHelper output)
{
    private static bool Nightly => Environment.GetEnvironmentVariable("NIGHTLY") == "1";

    [Fact]
    public void Small_problems_are_solved_as_well_as_by_trying_everything()
    {
        var (runs, optimal, trips, left, missing, prices) = (0, 0, 0, 0, 0, 0);
        RoutingSamples.Any(4).Sample(problem =>
        {
            var answer = Solve(problem, 400);
            var check = Judge(problem, answer);
            Assert.Empty(check.Faults);
            var best = new BruteForce(problem).Best();
            var behind = problem.Consignments.Where(one => check.Left.Contains(one.Id)).ToList();
            var found = (Missing: behind.Count(static one => one.Price is null), check.Trips, check.Cost);
            var comparable = found.Missing == best.Missing && (!problem.FewestVehiclesFirst || found.Trips == best.Vehicles);
            Assert.True(found.Missing >= best.Missing, "it carries more than can be carried");
            Assert.True(!problem.FewestVehiclesFirst || best.Missing > 0 || found.Trips >= best.Vehicles, "it needs fewer vehicles than are needed");
            Assert.True(!comparable || found.Cost >= best.Cost - 1e-6, "it is cheaper than the cheapest");
            if (problem.FewestVehiclesFirst && best.Missing == 0) Assert.True(answer.Routing!.VehiclesAtLeast <= best.Vehicles, "the bound is no bound");
            runs++;
            if (comparable && found.Cost <= best.Cost + 1e-6) optimal++;
            trips += found.Trips;
            left += behind.Count;
            missing += found.Missing;
            prices += behind.Count(static one => one.Price is not null);
        }, iter: Nightly ? 3_000 : 150, threads: 1);
        output.WriteLine($"{runs} problems: {optimal} as good as the best; {trips} trips, {left} left behind, {missing} of them against the will, {prices} for their price");
        Assert.True(optimal >= runs * 0.95, $"{optimal} of {runs} as good as the best");
        Assert.True(trips > 0 && missing > 0 && prices > 0, "the problems do not show what they should");
    }

    [Theory]
    [InlineData("lr101")]
    [InlineData("lc203")]
    [InlineData("lr105")]
    public void A_few_hundred_steps_are_near_the_best_known(string name)
    {
        var folder = Path.Combine(Repository.Shared, "data", "pdptw");
        var text = File.ReadAllText(Path.Combine(folder, $"{name}.txt"));
        var best = File.ReadLines(Path.Combine(folder, "best-known.csv")).Select(static line => line.Split(',')).Single(cells => cells[0] == name);
        var problem = LiLimInstance.Read(text).Problem();
        var answer = Solve(problem, Nightly ? 40_000 : 4_000);
        var check = Judge(problem, answer);
        Assert.Empty(check.Faults);
        Assert.Empty(check.Left);
        output.WriteLine($"{name}: {check.Trips} vehicles, {check.Distance:F2}; best known {best[1]}, {best[2]}");
        Assert.True(check.Trips <= int.Parse(best[1]) + 1);
        Assert.True(check.Distance <= 1.1 * double.Parse(best[2]) || check.Trips > int.Parse(best[1]));
    }

    [Fact]
    public void The_same_seed_and_steps_give_the_same_plan()
    {
        var problem = RoutingSamples.Any(12).Single();
        var (one, two) = (Solve(problem, 500), Solve(problem, 500));
        Assert.Equal(JsonSerializer.Serialize(one.Routing, SolvingJson.Default.RoutingPlan), JsonSerializer.Serialize(two.Routing, SolvingJson.Default.RoutingPlan));
    }

    [Fact]
    public void A_consignment_that_cannot_be_carried_says_why()
    {
        var problem = new RoutingProblem
        {
            Points = [new(0, 0), new(10, 0)],
            Vehicles = [new() { Id = "van", Count = 1, Start = 0, End = 0, Capacity = [5], Latest = 100 }],
            Consignments =
            [
                Carried("heavy", 6, null), Carried("dear", 1, 3), Carried("goes", 5, null), Carried("beside", 5, null, latest: 10),
            ],
        };
        var answer = Solve(problem, 300);
        Assert.Empty(Judge(problem, answer).Faults);
        var why = answer.Routing!.LeftBehind.ToDictionary(static left => left.Consignment, static left => left.Why);
        Assert.Equal(LeftBehindReasons.NoVehicleCan, why["heavy"]);
        Assert.Equal(3, answer.Routing.LeftBehind.Count + answer.Routing.Trips.Sum(static trip => trip.Stops.Count(static stop => stop.Delivers)) - 1);

        static RoutedConsignment Carried(string id, double load, double? price, double latest = 90) =>
            new() { Id = id, Pickup = new() { Place = 0, Latest = latest }, Delivery = new() { Place = 1, Latest = latest }, Load = [load], Price = price };
    }

    internal static SolverAnswer Solve(RoutingProblem problem, long steps)
    {
        var request = new SolverRequest { Seed = 7, Seconds = 600, Steps = steps, Routing = problem };
        using var input = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(request, SolvingJson.Default.SolverRequest));
        using var lines = new MemoryStream();
        Serving.Answer(input, lines);
        var answers = System.Text.Encoding.UTF8.GetString(lines.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => JsonSerializer.Deserialize(line, SolvingJson.Default.SolverAnswer)!).ToList();
        Assert.Null(answers[^1].Refusal);
        Assert.True(answers[^1].Final);
        Assert.True(answers.Count >= 2, "there was no answer before the last one");
        return answers[^1];
    }

    internal static PlanCheck Judge(RoutingProblem problem, SolverAnswer answer) => new(
        JsonSerializer.SerializeToElement(new SolverRequest { Seconds = 1, Routing = problem }, SolvingJson.Default.SolverRequest),
        JsonSerializer.SerializeToElement(answer, SolvingJson.Default.SolverAnswer));
}

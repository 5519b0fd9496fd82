using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Solving;
using Marketplace.Tests.Solving;
using Xunit;

namespace Marketplace.Tests.Unit.Solving;

/// <summary>Ways for a planner to be wrong.</summary>
public enum PlanFault
{
    /// <summary>Loads are not added up: everything goes on one vehicle.</summary>
    ForgetsCapacity,

    /// <summary>What is set down is not on board yet.</summary>
    DeliversFirst,

    /// <summary>Windows are not looked at.</summary>
    ComesLate,

    /// <summary>A pickup on one vehicle, its delivery on another.</summary>
    SplitsAPair,

    /// <summary>A consignment is dropped without a word.</summary>
    ForgetsOne,

    /// <summary>A consignment is carried twice.</summary>
    CarriesTwice,

    /// <summary>More vehicles than there are.</summary>
    InventsAVehicle,

    /// <summary>The way is said to be shorter than it is.</summary>
    Flatters,
}

/// <summary>The checkers see what a wrong plan does, each on a plan that was right before.</summary>
public sealed class PlanCheckTests
{
    private const string Folder = "data/pdptw";

    public static TheoryData<PlanFault> Faults => [.. Enum.GetValues<PlanFault>()];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_wrong_plan_is_caught(PlanFault fault)
    {
        var (text, problem, answer) = Solved.Value;
        Assert.Empty(RoutingSearchTests.Judge(problem, answer).Faults);
        var plan = JsonSerializer.SerializeToNode(answer, SolvingJson.Default.SolverAnswer)!;
        var asked = fault == PlanFault.InventsAVehicle ? problem with { Vehicles = [problem.Vehicles[0] with { Count = answer.Routing!.Trips.Count - 1 }] } : problem;
        Break(plan["routing"]!, fault);
        var request = JsonSerializer.SerializeToElement(new SolverRequest { Seconds = 1, Routing = asked }, SolvingJson.Default.SolverRequest);
        var faults = new PlanCheck(request, JsonSerializer.SerializeToElement(plan)).Faults;
        Assert.Contains(faults, found => found.Contains(Word(fault), StringComparison.Ordinal));
        if (fault is PlanFault.InventsAVehicle or PlanFault.Flatters) return;
        Assert.NotEmpty(LiLimCheck.Judge(text, Tasks(text, plan["routing"]!)).Faults);
    }

    [Fact]
    public void A_right_plan_passes_both()
    {
        var (text, _, answer) = Solved.Value;
        var plan = JsonSerializer.SerializeToNode(answer, SolvingJson.Default.SolverAnswer)!["routing"]!;
        var (faults, distance) = LiLimCheck.Judge(text, Tasks(text, plan));
        Assert.Empty(faults);
        Assert.Equal(answer.Routing!.Distance, distance, 6);
    }

    private static readonly Lazy<(string Text, RoutingProblem Problem, SolverAnswer Answer)> Solved = new(static () =>
    {
        var text = File.ReadAllText(Path.Combine(Repository.Shared, Folder, "lrc101.txt"));
        var problem = LiLimInstance.Read(text).Problem();
        return (text, problem, RoutingSearchTests.Solve(problem, 300));
    });

    private static string Word(PlanFault fault) => fault switch
    {
        PlanFault.ForgetsCapacity => "too much is on board",
        PlanFault.DeliversFirst => "before it is on board",
        PlanFault.ComesLate => "is late",
        PlanFault.SplitsAPair => "stays on board",
        PlanFault.ForgetsOne => "accounted for 0 times",
        PlanFault.CarriesTwice => "accounted for 2 times",
        PlanFault.InventsAVehicle => "too many",
        PlanFault.Flatters => "the plan's distance",
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };

    private static void Break(JsonNode plan, PlanFault fault)
    {
        var trips = plan["trips"]!.AsArray();
        JsonArray Stops(int trip) => trips[trip]!["stops"]!.AsArray();
        switch (fault)
        {
            case PlanFault.ForgetsCapacity:
                // Every pickup of the plan, then every delivery, on the first vehicle.
                var all = trips.SelectMany(static trip => trip!["stops"]!.AsArray()).OrderBy(IsDelivery).Select(static stop => stop!.DeepClone()).ToArray();
                for (var trip = trips.Count - 1; trip > 0; trip--) trips.RemoveAt(trip);
                trips[0]!["stops"] = new JsonArray(all);
                break;
            case PlanFault.DeliversFirst:
                Move(Stops(0), Stops(0).ToList().FindIndex(IsDelivery), 0);
                break;
            case PlanFault.ComesLate:
                // One vehicle makes all trips, one after the other.
                for (var trip = 1; trip < trips.Count; trip++)
                    foreach (var stop in Stops(trip)) Stops(0).Add(stop!.DeepClone());
                while (trips.Count > 1) trips.RemoveAt(1);
                break;
            case PlanFault.SplitsAPair:
                var at = Stops(0).ToList().FindIndex(IsDelivery);
                var delivery = Stops(0)[at]!.DeepClone();
                Stops(0).RemoveAt(at);
                Stops(1).Add(delivery);
                break;
            case PlanFault.ForgetsOne:
                var forgotten = Stops(0)[0]!["consignment"]!.GetValue<string>();
                for (var stop = Stops(0).Count - 1; stop >= 0; stop--)
                    if (Stops(0)[stop]!["consignment"]!.GetValue<string>() == forgotten) Stops(0).RemoveAt(stop);
                break;
            case PlanFault.CarriesTwice:
                Stops(1).Add(Stops(0)[0]!.DeepClone());
                var again = Stops(0).First(stop => IsDelivery(stop) && stop!["consignment"]!.GetValue<string>() == Stops(0)[0]!["consignment"]!.GetValue<string>());
                Stops(1).Add(again!.DeepClone());
                break;
            case PlanFault.Flatters:
                plan["distance"] = plan["distance"]!.GetValue<double>() * 0.999;
                break;
            case PlanFault.InventsAVehicle: // the request has one vehicle fewer
                break;
        }
    }

    private static void Move(JsonArray stops, int from, int to)
    {
        var stop = stops[from]!;
        stops.RemoveAt(from);
        stops.Insert(to, stop);
    }

    private static bool IsDelivery(JsonNode? stop) => stop!["delivers"]?.GetValue<bool>() == true;

    private static List<IReadOnlyList<int>> Tasks(string text, JsonNode plan)
    {
        var sibling = LiLimInstance.Read(text).Tasks.ToDictionary(static task => task.Id, static task => task.DeliveredAt);
        return [.. plan["trips"]!.AsArray().Select(trip => (IReadOnlyList<int>)[.. trip!["stops"]!.AsArray().Select(stop =>
        {
            var id = int.Parse(stop!["consignment"]!.GetValue<string>());
            return IsDelivery(stop) ? sibling[id] : id;
        })])];
    }
}

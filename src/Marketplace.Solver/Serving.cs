using System.Text.Json;
using Marketplace.Domain.Solving;
using Marketplace.Solver.Assignment;
using Marketplace.Solver.Rosters;
using Marketplace.Solver.Routing;

namespace Marketplace.Solver;

/// <summary>One request, its answers as lines.</summary>
internal static class Serving
{
    /// <summary>Bytes of a request at most.</summary>
    public const int LargestRequest = 32 * 1024 * 1024;

    /// <summary>Improvements closer together than this are told as one.</summary>
    private const double PauseSeconds = 0.2;

    /// <summary>Answers a request; every answer is one line of JSON, flushed.</summary>
    public static void Answer(Stream input, Stream output)
    {
        if (!TryRead(input, out var request, out var refusal))
        {
            Tell(output, new SolverAnswer { Final = true, Refusal = refusal });
            return;
        }
        var budget = new Budget(request.Seconds, request.Steps, request.CountsProcessorTime);
        if (request.Assignment is { } assignment)
            Tell(output, new SolverAnswer { Final = true, Assignment = ShortestPaths.Solve(assignment), Seconds = budget.Seconds });
        else if (request.Roster is { } roster)
            RosterSearch.Run(roster, request, budget, Math.Max(0.05, request.Seconds - budget.Seconds), answer => Tell(output, answer));
        else
            Route(request.Routing!, request.Seed, budget, answer => Tell(output, answer));
    }

    private static void Route(RoutingProblem problem, int seed, Budget budget, Action<SolverAnswer> tell)
    {
        var net = new Network(problem);
        var (told, atLeast) = (double.NegativeInfinity, 1);
        var search = new RoutingSearch(net, budget, seed, kept =>
        {
            if (budget.Seconds - told < PauseSeconds) return;
            told = budget.Seconds;
            tell(Line(kept, final: false));
        });
        search.Begin();
        atLeast = VehicleBound.Of(net);
        tell(Line(search.Run(atLeast), final: true));

        SolverAnswer Line(Kept kept, bool final) =>
            new() { Final = final, Seconds = budget.Seconds, Steps = budget.Steps, Routing = PlanWriter.Write(net, kept, atLeast) };
    }

    private static bool TryRead(Stream input, out SolverRequest request, out SolverRefusal? refusal)
    {
        request = null!;
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = input.Read(buffer)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length <= LargestRequest) continue;
            refusal = new SolverRefusal("", $"more than {LargestRequest} bytes");
            return false;
        }
        try
        {
            request = JsonSerializer.Deserialize(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), SolvingJson.Default.SolverRequest)!;
            refusal = request is null ? new SolverRefusal("", "no request") : SolverRequestRules.Refuse(request);
        }
        catch (JsonException broken)
        {
            refusal = new SolverRefusal(broken.Path ?? "", broken.Message);
        }
        return refusal is null;
    }

    private static void Tell(Stream output, SolverAnswer answer)
    {
        output.Write(JsonSerializer.SerializeToUtf8Bytes(answer, SolvingJson.Default.SolverAnswer));
        output.WriteByte((byte)'\n');
        output.Flush();
    }
}

using System.Text.Json;
using Marketplace.Domain.Solving;
using Marketplace.Solver;

namespace Marketplace.Bench.Days;

/// <summary>The solver as the host's child process runs it, from the request's bytes to the answer's, but within this process: bounded by
/// steps of the search, never by a clock, so that a seed always gives the same plan.</summary>
internal static class BoundedSolver
{
    private const double NeverReached = 3600; // seconds; the steps end it long before

    /// <summary>The last answer.</summary>
    public static SolverAnswer Solve(SolverRequest request)
    {
        using var input = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(request with { Seconds = NeverReached }, SolvingJson.Default.SolverRequest));
        using var output = new MemoryStream();
        Serving.Answer(input, output);
        var bytes = output.GetBuffer().AsSpan(0, (int)output.Length).TrimEnd((byte)'\n');
        var answer = JsonSerializer.Deserialize(bytes[(bytes.LastIndexOf((byte)'\n') + 1)..], SolvingJson.Default.SolverAnswer)!;
        return answer.Refusal is { } no ? throw new InvalidOperationException($"The solver refuses {no.At}: {no.Fault}.") : answer;
    }
}

using System.Diagnostics;
using System.Globalization;
using Marketplace.Domain.Solving;
using Marketplace.Grains.Solving;
using Marketplace.Tests.Solving;

namespace Marketplace.Bench.Solving;

/// <summary>Linear assignments in the form of the OR-Library, each in a process of its own, against the optimum of the folder's table and
/// against the proof that comes with the answer.</summary>
internal static class AssignmentBench
{
    public static async Task<int> Run(string folder)
    {
        var table = Path.Combine(folder, "optima.csv");
        var optima = File.Exists(table)
            ? File.ReadLines(table).Skip(1).Select(static line => line.Split(',')).ToDictionary(static cells => cells[0].Trim(), static cells => long.Parse(cells[1], CultureInfo.InvariantCulture))
            : [];
        Console.WriteLine($"{folder}, {Machine.Words}");
        Console.WriteLine("| instance | size | cost | optimum | proof | of the process | in all |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        var (all, proved, exact, known, impossible) = (0, 0, 0, 0, 0);
        using var solver = new SolverProcess(new SolverOptions(), TimeProvider.System);
        foreach (var file in Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal))
        {
            var costs = AssignmentCheck.Read(await File.ReadAllTextAsync(file));
            var began = Stopwatch.GetTimestamp();
            var answer = await solver.Solve(new SolverRequest { Seconds = 60, Assignment = new(costs) });
            var took = Stopwatch.GetElapsedTime(began);
            var (cost, faults) = answer?.Assignment is { } plan ? AssignmentCheck.Judge(costs, plan) : (0, ["no answer"]);
            var name = Path.GetFileNameWithoutExtension(file);
            long? optimum = optima.TryGetValue(name, out var least) ? least : null;
            all++;
            if (faults.Count == 0) proved++;
            if (optimum is not null) known++;
            // A sum of row minima is below every assignment: a figure below even that belongs to another matrix.
            if (optimum < costs.Sum(static row => row.Min())) impossible++;
            if (cost == optimum && faults.Count == 0) exact++;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {costs.Count} | {cost} | {optimum} | {(faults.Count == 0 ? "holds" : string.Join("; ", faults))} | {1000 * answer?.Seconds:F0} ms | {took.TotalMilliseconds:F0} ms |"));
        }
        Console.WriteLine($"{all} instances: {proved} proved, {exact} of {known} at the listed optimum; {impossible} listed optima are below the sum of the row minima, so not of these matrices");
        return proved == all && exact + impossible == known && all > 0 ? 0 : 1;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Marketplace.Domain.Solving;
using Marketplace.Grains.Solving;
using Marketplace.Tests.Solving;

namespace Marketplace.Bench.Solving;

/// <summary>Instances of pickup and delivery with time windows, each in a process of its own as the host would start it, one after the other;
/// plans are judged by checkers that share no code with the solver, and compared with the best known.</summary>
internal static class RoutingBench
{
    private const double Near = 1.05;

    public static async Task<int> Run(string folder, string[] words)
    {
        var options = words.Chunk(2).ToDictionary(static pair => pair[0], static pair => pair[^1]);
        var seconds = double.Parse(options.GetValueOrDefault("--seconds", "60"), CultureInfo.InvariantCulture);
        var seed = int.Parse(options.GetValueOrDefault("--seed", "1"), CultureInfo.InvariantCulture);
        var only = options.GetValueOrDefault("--only")?.Split(',');
        var processorTime = options.GetValueOrDefault("--clock", "wall") == "processor";
        var known = Best(folder);
        Console.WriteLine($"{folder}, {seconds} s {(processorTime ? "of processor time " : "")}each, seed {seed}, {Machine.Words}");
        Console.WriteLine("| instance | vehicles | best known | distance | best known | gap | first answer | seconds | plan |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        var tally = new Tally();
        using var solver = new SolverProcess(new SolverOptions(), TimeProvider.System);
        foreach (var file in Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            if (only?.Contains(name) == false) continue;
            await One(solver, file, new SolverRequest { Seed = seed, Seconds = seconds, CountsProcessorTime = processorTime }, known.TryGetValue(name, out var best) ? best : null, tally);
        }
        Console.WriteLine($"{tally.All} instances: {tally.Feasible} feasible; of {tally.Known} with a best known: {tally.SameVehicles} at equal vehicles, "
            + $"{tally.Near} of them within 5 %, {tally.Fewer} with fewer, {tally.OneMore} one above, {tally.MoreThanOne} more than one above; mean gap at equal vehicles "
            + string.Create(CultureInfo.InvariantCulture, $"{(tally.SameVehicles == 0 ? 0 : tally.Gaps / tally.SameVehicles):+0.00;-0.00;0.00} %"));
        return tally.Feasible == tally.All && tally.All > 0 ? 0 : 1;
    }

    private static async Task One(SolverProcess solver, string file, SolverRequest box, (int Vehicles, double Distance)? best, Tally tally)
    {
        var text = await File.ReadAllTextAsync(file);
        var request = box with { Routing = LiLimInstance.Read(text).Problem() };
        var began = Stopwatch.GetTimestamp();
        TimeSpan? first = null;
        var answer = await solver.Solve(request, _ => first ??= Stopwatch.GetElapsedTime(began));
        var took = Stopwatch.GetElapsedTime(began);
        var (faults, vehicles, distance) = answer?.Routing is null ? (["no answer"], 0, 0.0) : Judge(text, request, answer);
        tally.Count(faults.Count == 0, vehicles, distance, best);
        var gap = best is { } known ? 100 * (distance / known.Distance - 1) : double.NaN;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {Path.GetFileNameWithoutExtension(file)} | {vehicles} | {best?.Vehicles} | {distance:F2} | {best?.Distance} | {gap:+0.00;-0.00;0.00} % | ")
            + string.Create(CultureInfo.InvariantCulture, $"{first?.TotalMilliseconds:F0} ms | {took.TotalSeconds:F1} | {(faults.Count == 0 ? "feasible" : string.Join("; ", faults.Take(3)))} |"));
    }

    private static (IReadOnlyList<string> Faults, int Vehicles, double Distance) Judge(string text, SolverRequest request, SolverAnswer answer)
    {
        var (asked, said) = (JsonSerializer.SerializeToElement(request, SolvingJson.Default.SolverRequest), JsonSerializer.SerializeToElement(answer, SolvingJson.Default.SolverAnswer));
        var check = new PlanCheck(asked, said);
        var sibling = LiLimInstance.Read(text).Tasks.ToDictionary(static task => task.Id, static task => task.DeliveredAt);
        List<IReadOnlyList<int>> routes = [.. answer.Routing!.Trips.Select(trip => (IReadOnlyList<int>)
            [.. trip.Stops.Select(stop => int.Parse(stop.Consignment, CultureInfo.InvariantCulture)).Zip(trip.Stops, (id, stop) => stop.Delivers ? sibling[id] : id)])];
        var (faults, distance) = LiLimCheck.Judge(text, routes);
        return ([.. check.Faults, .. faults, .. check.Left.Select(static left => $"{left} is left behind")], routes.Count, distance);
    }

    private static Dictionary<string, (int Vehicles, double Distance)> Best(string folder)
    {
        var file = Path.Combine(folder, "best-known.csv");
        if (!File.Exists(file)) return [];
        return File.ReadLines(file).Skip(1).Select(static line => line.Split(',')).Where(static cells => cells.Length >= 3).ToDictionary(static cells => cells[0].Trim(),
            static cells => (int.Parse(cells[1], CultureInfo.InvariantCulture), double.Parse(cells[2], CultureInfo.InvariantCulture)));
    }

    private sealed class Tally
    {
        public int All, Feasible, Known, SameVehicles, Near, Fewer, OneMore, MoreThanOne;
        public double Gaps;

        public void Count(bool feasible, int vehicles, double distance, (int Vehicles, double Distance)? best)
        {
            All++;
            if (feasible) Feasible++;
            if (best is not { } known) return;
            Known++;
            if (!feasible) return;
            if (vehicles < known.Vehicles) Fewer++;
            else if (vehicles == known.Vehicles + 1) OneMore++;
            else if (vehicles > known.Vehicles) MoreThanOne++;
            else
            {
                SameVehicles++;
                Gaps += 100 * (distance / known.Distance - 1);
                if (distance <= RoutingBench.Near * known.Distance) Near++;
            }
        }
    }
}

using System.Globalization;

namespace Marketplace.Bench.Days;

/// <summary>What was lived through: each run's world with everybody sharing, and the same worlds under other assumptions.</summary>
internal sealed record LivedDays(IReadOnlyList<DayRun> Runs, IReadOnlyList<SharedDay> All, IReadOnlyList<SharedDay> Half, IReadOnlyList<SharedDay> Quarter, IReadOnlyList<(Tally Alone, Tally Shared)> Sunk, IReadOnlyList<Tally> Foreseen);

/// <summary>A day of a brain of 330 firms, simulated from a seed, three times, with sharing and without.</summary>
internal static class DayBench
{
    private const string Usage = "day [--seed 1] [--runs 3] [--firms 330] [--sensitivity 1]; firms from 2, runs from 1";

    public static int Run(string[] words)
    {
        Dictionary<string, int> options = new() { ["--seed"] = 1, ["--runs"] = 3, ["--firms"] = 330, ["--sensitivity"] = 1 };
        foreach (var pair in words.Chunk(2))
        {
            if (pair.Length < 2 || !options.ContainsKey(pair[0]) || !int.TryParse(pair[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return Wrong(string.Join(' ', pair));
            options[pair[0]] = number;
        }
        if (options["--firms"] < 2) return Wrong("--firms");
        if (options["--runs"] < 1) return Wrong("--runs");
        DayPrint.Write(Console.Out, Lived(options["--seed"], options["--runs"], options["--firms"], options["--sensitivity"] != 0));
        return 0;
    }

    /// <summary>Lives through all of it, on two threads; each part is a matter of its seed alone.</summary>
    public static LivedDays Lived(int seed, int count, int firms, bool isWide)
    {
        var two = new ParallelOptions { MaxDegreeOfParallelism = 2 };
        var runs = new DayRun[count];
        Parallel.For(0, count, two, at => runs[at] = new DayRun(seed + at, firms));
        var (all, half, quarter) = (new SharedDay[count], new SharedDay[count], new SharedDay[count]);
        var (sunk, foreseen) = (new (Tally, Tally)[count], new Tally[count]);
        Parallel.For(0, count * (isWide ? 4 : 1), two, job =>
        {
            var at = job % count;
            switch (job / count)
            {
                case 0: all[at] = runs[at].Share(); break;
                case 1: sunk[at] = runs[at].WithSunkDrivers(); break;
                case 2: half[at] = runs[at].Share(0.5); break;
                default: (quarter[at], foreseen[at]) = (runs[at].Share(0.25), runs[at].Foreseen()); break;
            }
        });
        return isWide ? new LivedDays(runs, all, half, quarter, sunk, foreseen) : new LivedDays(runs, all, [], [], [], []);
    }

    private static int Wrong(string what)
    {
        Console.Error.WriteLine($"{what} is not understood: {Usage}");
        return 2;
    }
}

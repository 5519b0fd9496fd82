using System.Globalization;

namespace Marketplace.Bench.Days;

/// <summary>A day of a brain of 330 firms, simulated from a seed, three times, with sharing and without.</summary>
internal static class DayBench
{
    public static int Run(string[] words)
    {
        var options = words.Chunk(2).ToDictionary(static pair => pair[0], static pair => int.Parse(pair[^1], CultureInfo.InvariantCulture));
        var (seed, runs, firms) = (options.GetValueOrDefault("--seed", 1), options.GetValueOrDefault("--runs", 3), options.GetValueOrDefault("--firms", 330));
        var days = new DayRun[runs];
        Parallel.For(0, runs, new ParallelOptions { MaxDegreeOfParallelism = 2 }, at => days[at] = DayRun.Of(seed + at, firms, foresees: true));
        DayPrint.Write(Console.Out, days);
        return 0;
    }
}

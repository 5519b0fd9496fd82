using System.Globalization;

namespace Marketplace.Bench.Days;

/// <summary>What is printed: no figure without its baseline.</summary>
internal static class DayPrint
{
    public static void Write(TextWriter to, IReadOnlyList<DayRun> days)
    {
        foreach (var day in days)
        {
            to.WriteLine($"\n## Seed {day.Seed}\n");
            foreach (var line in day.Counts) to.WriteLine($"- {line}");
            to.WriteLine("\n| figure | alone | shared | difference | 95 % over firms |\n|---|---:|---:|---:|---|");
            var (alone, shared) = (Tally.Total(day.Alone), Tally.Total(day.Shared));
            foreach (var figure in Figure.All)
            {
                var paired = Intervals.Paired(day.Alone, day.Shared, figure.Of, day.Seed);
                to.WriteLine($"| {figure.Name} | {Text(figure, figure.Of(alone))} | {Text(figure, figure.Of(shared))} | {Signed(figure, paired.Mean)} | {Signed(figure, paired.Low)} to {Signed(figure, paired.High)} |");
            }
        }
        to.WriteLine($"\n## {days.Count} runs\n\n| figure | alone | shared | difference | 95 % over runs | |\n|---|---:|---:|---:|---|---|");
        foreach (var figure in Figure.All)
        {
            double[] alone = [.. days.Select(day => figure.Of(Tally.Total(day.Alone)))], shared = [.. days.Select(day => figure.Of(Tally.Total(day.Shared)))];
            var difference = Intervals.Of([.. alone.Zip(shared, static (one, other) => other - one)]);
            var word = !difference.IsClear ? "not clear" : difference.Mean < 0 == figure.LessIsBetter ? "better" : "worse";
            to.WriteLine($"| {figure.Name} | {Text(figure, alone.Average())} | {Text(figure, shared.Average())} | {Signed(figure, difference.Mean)} | {Signed(figure, difference.Low)} to {Signed(figure, difference.High)} | {word} |");
        }
    }

    private static string Text(Figure figure, double value) => value.ToString($"N{figure.Digits}", CultureInfo.InvariantCulture);

    private static string Signed(Figure figure, double value) => (value > 0 ? "+" : "") + Text(figure, value);
}

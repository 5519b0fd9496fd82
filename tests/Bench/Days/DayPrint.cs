using System.Globalization;

namespace Marketplace.Bench.Days;

/// <summary>What is printed: no figure without its baseline, and what is not clear is called so.</summary>
internal static class DayPrint
{
    private static readonly string[] freight = ["empty km", "empty share of km, %", "km", "diesel, l per 100 t·km asked", "on time, %", "freight, yuan"];

    public static void Write(TextWriter to, LivedDays days)
    {
        var count = days.Runs.Count;
        to.WriteLine($"A day of a brain, simulated: seeds {days.Runs[0].Seed} to {days.Runs[^1].Seed}, {days.Runs[0].Alone.Length} firms. What is assumed: docs/simulation.md.");
        for (var at = 0; at < count; at++) One(to, days.Runs[at], days.All[at]);
        to.WriteLine();
        to.WriteLine($"## {count} runs, all firms share");
        to.WriteLine();
        to.WriteLine($"Mean of the runs; Student's interval of 95 % with {count - 1} degrees of freedom. It speaks of other worlds drawn alike, not of a real brain.");
        to.WriteLine();
        to.WriteLine("| figure | alone | shared | difference | 95 % over runs | with sharing |");
        to.WriteLine("|---|---:|---:|---:|---|---|");
        foreach (var figure in Figure.All)
        {
            double[] alone = [.. days.Runs.Select(run => figure.Of(Tally.Total(run.Alone)))], shared = [.. days.All.Select(day => figure.Of(Tally.Total(day.Firms)))];
            Row(to, figure, alone.Average(), shared.Average(), Intervals.Of([.. alone.Zip(shared, static (one, other) => other - one)]));
        }
        var wide = Figure.All[0] with { Name = "empty km with all vehicles that go home in any case" };
        double[] before = [.. days.Runs.Select(static run => Tally.Total(run.Alone)[Sum.EmptyKm] + run.UnusedReturnKm)], after = [.. days.All.Select(static day => Tally.Total(day.Firms)[Sum.EmptyKm] + day.UnusedReturnKm)];
        Row(to, wide, before.Average(), after.Average(), Intervals.Of([.. before.Zip(after, static (one, other) => other - one)]));
        if (days.Half.Count > 0) Sensitivity(to, days);
    }

    private static void One(TextWriter to, DayRun run, SharedDay day)
    {
        to.WriteLine();
        to.WriteLine($"## Seed {run.Seed}");
        to.WriteLine();
        foreach (var line in run.Counts.Concat(day.Counts)) to.WriteLine($"- {line}");
        to.WriteLine();
        to.WriteLine("| figure | alone | shared | difference | 95 % over firms | with sharing |");
        to.WriteLine("|---|---:|---:|---:|---|---|");
        var (alone, shared) = (Tally.Total(run.Alone), Tally.Total(day.Firms));
        foreach (var figure in Figure.All) Row(to, figure, figure.Of(alone), figure.Of(shared), Intervals.Paired(run.Alone, day.Firms, figure.Of, run.Seed));
    }

    private static void Sensitivity(TextWriter to, LivedDays days)
    {
        to.WriteLine();
        to.WriteLine("## Other assumptions");
        to.WriteLine();
        to.WriteLine("Means of the runs, alone → shared (difference ± half of Student's interval).");
        to.WriteLine();
        to.WriteLine("| figure | 25 % of firms share | 50 % | 100 % | 100 %, drivers of own trucks have nothing else to do | alone, if each knew its whole day before |");
        to.WriteLine("|---|---:|---:|---:|---:|---:|");
        Tally[] alone = [.. days.Runs.Select(static run => Tally.Total(run.Alone))];
        foreach (var figure in Figure.All)
        {
            var isFreight = freight.Contains(figure.Name);
            to.WriteLine($"| {figure.Name} | {Cell(figure, alone, Totals(days.Quarter))} | {Cell(figure, alone, Totals(days.Half))} | {Cell(figure, alone, Totals(days.All))} | "
                + $"{(isFreight ? Cell(figure, [.. days.Sunk.Select(static one => one.Alone)], [.. days.Sunk.Select(static one => one.Shared)]) : "–")} | "
                + $"{(isFreight ? Cell(figure, alone, days.Foreseen) : "–")} |");
        }
    }

    private static Tally[] Totals(IReadOnlyList<SharedDay> days) => [.. days.Select(static day => Tally.Total(day.Firms))];

    private static string Cell(Figure figure, IReadOnlyList<Tally> alone, IReadOnlyList<Tally> shared)
    {
        var difference = Intervals.Of([.. alone.Zip(shared, (one, other) => figure.Of(other) - figure.Of(one))]);
        return $"{Text(figure, alone.Average(figure.Of))} → {Text(figure, shared.Average(figure.Of))} ({Signed(figure, difference.Mean)} ± {Text(figure, difference.High - difference.Mean)})";
    }

    private static void Row(TextWriter to, Figure figure, double alone, double shared, Interval difference)
    {
        var word = !difference.IsClear ? "not clear" : difference.Mean < 0 == figure.LessIsBetter ? "better" : "worse";
        to.WriteLine($"| {figure.Name} | {Text(figure, alone)} | {Text(figure, shared)} | {Signed(figure, difference.Mean)} | {Signed(figure, difference.Low)} to {Signed(figure, difference.High)} | {word} |");
    }

    private static string Text(Figure figure, double value) =>
        double.IsFinite(value) ? value.ToString($"N{figure.Digits}", CultureInfo.InvariantCulture) : value > 0 ? "∞" : "-∞";

    private static string Signed(Figure figure, double value) => (value > 0 ? "+" : "") + Text(figure, value);
}

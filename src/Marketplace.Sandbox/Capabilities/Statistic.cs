using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Marketplace.Sandbox.Engines;
using Marketplace.Sandbox.Statistics;

namespace Marketplace.Sandbox.Capabilities;

/// <summary><c>ctx.stats</c>: statistics of the workshop. Every value given counts as a row.</summary>
internal static class Statistic
{
    public static readonly Capability Stats = new("Stats",
        "Statistics over numbers or decimals as text, at most 100,000 rows in a call; the same bits on every machine.",
        new HostFunction("mean", HostKind.Local, "values: Decimal[]", "number | null", "The mean; null for no values.",
            (s, a) => HostLists.Js(Samples.Mean(HostLists.Numbers(s, a.At(0), "the values")))),
        new HostFunction("stdev", HostKind.Local, "values: Decimal[], options?: { population?: boolean }", "number | null",
            "The standard deviation of a sample (over n - 1), or of a whole population (over n); null where there are too few values.",
            (s, a) => HostLists.Js(Samples.Stdev(HostLists.Numbers(s, a.At(0), "the values"), a.At(1).Option("population") == JsBoolean.True))),
        new HostFunction("quantile", HostKind.Local, "values: Decimal[], p: number", "number | null",
            "The quantile at p (0 to 1) by linear interpolation at (n - 1)p: Hyndman and Fan's definition 7.", Quantile),
        new HostFunction("constants", HostKind.Local, "n: number", "ChartConstants", "The constants of control charts for subgroups of 2 to 25.", Constants),
        new HostFunction("xbarR", HostKind.Local, "subgroups: Decimal[][]", "VariablesChart", "Chart of means and ranges; subgroups of one size, 2 to 25.",
            (s, a) => ChartAnswers.Pair(s, Grouped(s, a, ControlCharts.MeansAndRanges))),
        new HostFunction("xbarS", HostKind.Local, "subgroups: Decimal[][]", "VariablesChart", "Chart of means and standard deviations; subgroups of one size, 2 to 25.",
            (s, a) => ChartAnswers.Pair(s, Grouped(s, a, ControlCharts.MeansAndStdevs))),
        new HostFunction("imr", HostKind.Local, "values: Decimal[]", "VariablesChart", "Chart of individual values and their moving ranges of two; at least two values.",
            (s, a) => ChartAnswers.Pair(s, ControlCharts.Individuals(Counts.Measured(s, a.At(0), 2)))),
        new HostFunction("p", HostKind.Local, "counts: number[], sizes: number[]", "ControlLine", "Chart of the share of nonconforming items; limits by each sample's size.",
            (s, a) => ChartAnswers.Line(s, Counts.Sized(s, a, true, ControlCharts.Shares))),
        new HostFunction("np", HostKind.Local, "counts: number[], size: number", "ControlLine", "Chart of the number of nonconforming items in samples of one size.",
            (s, a) => ChartAnswers.Line(s, ControlCharts.Items(Counts.Of(s, a.At(0), Counts.Size(s, a.At(1))), Counts.Size(s, a.At(1))))),
        new HostFunction("c", HostKind.Local, "counts: number[]", "ControlLine", "Chart of nonconformities in samples of one size.",
            (s, a) => ChartAnswers.Line(s, ControlCharts.Defects(Counts.Of(s, a.At(0), double.PositiveInfinity)))),
        new HostFunction("u", HostKind.Local, "counts: number[], sizes: Decimal[]", "ControlLine", "Chart of nonconformities per unit; limits by each sample's size.",
            (s, a) => ChartAnswers.Line(s, Counts.Sized(s, a, false, ControlCharts.DefectsPerUnit))),
        new HostFunction("ruleSet", HostKind.Local, "name: 'nelson' | 'westernElectric'", "RunRule[]", "A published set of rules, as data to pick from.", RuleAnswers.Set),
        new HostFunction("rules", HostKind.Local, "points: { value: Decimal, centre: Decimal, sigma: Decimal }[], rules: RunRule[]", "string[][]",
            "For each point the ids of the rules that it completes. A run ends where the centre changes. Each point counts as a row for each rule.", RuleAnswers.Broken),
        new HostFunction("capability", HostKind.Local, "subgroups: Decimal[][], limits: { lower?: Decimal | null, upper?: Decimal | null }", "CapabilityIndices",
            "Cp and Cpk by the spread within subgroups, Pp and Ppk by the spread of all values. It does not ask whether the process is stable: ask `rules` first.", Capable));

    private static JsValue Quantile(HostScope scope, JsValue[] args)
    {
        var values = HostLists.Numbers(scope, args.At(0), "the values");
        var p = HostLists.Number(scope, args.At(1), "p");
        return p is >= 0 and <= 1 ? HostLists.Js(Samples.Quantile(values, p)) : throw ScriptErrors.Range(scope.Run.Engine, "p is 0 to 1");
    }

    private static JsValue Constants(HostScope scope, JsValue[] args)
    {
        var by = Of(scope, HostLists.Number(scope, args.At(0), "n"));
        return HostLists.Js(scope,
            ("n", by.N), ("d2", by.D2), ("d3", by.RangeSigma), ("c4", by.C4), ("A2", by.A2), ("A3", by.A3),
            ("D3", by.D3), ("D4", by.D4), ("B3", by.B3), ("B4", by.B4), ("E2", by.E2));
    }

    private static ControlConstants Of(HostScope scope, double n) =>
        (n == Math.Floor(n) && n is >= ControlConstants.Least and <= ControlConstants.Most ? ControlConstants.Of((int)n) : null)
        ?? throw ScriptErrors.Range(scope.Run.Engine, $"A subgroup has {ControlConstants.Least} to {ControlConstants.Most} values");

    private static VariablesChart Grouped(HostScope scope, JsValue[] args, Func<double[][], ControlConstants, VariablesChart> chart)
    {
        var groups = Subgroups(scope, args.At(0));
        return chart(groups, Of(scope, groups[0].Length));
    }

    private static double[][] Subgroups(HostScope scope, JsValue value)
    {
        double[][] groups = [.. HostLists.Items(scope, value, "the subgroups").Select(g => HostLists.Numbers(scope, g, "a subgroup"))];
        if (groups.Length == 0) throw ScriptErrors.Range(scope.Run.Engine, "A chart needs at least one subgroup");
        return groups.All(g => g.Length == groups[0].Length) ? groups : throw ScriptErrors.Range(scope.Run.Engine, "All subgroups have the same number of values");
    }

    private static JsValue Capable(HostScope scope, JsValue[] args)
    {
        var groups = Subgroups(scope, args.At(0));
        if (groups[0].Length is 0 or > ControlConstants.Most || groups.Sum(static g => g.Length) < 2)
            throw ScriptErrors.Range(scope.Run.Engine, "Capability needs two values, in subgroups of 1 to 25");
        var (lower, upper) = (Limit(scope, args, "lower"), Limit(scope, args, "upper"));
        if (lower >= upper) throw ScriptErrors.Range(scope.Run.Engine, "The lower limit must be below the upper");
        var found = ProcessCapability.Of(groups, lower, upper);
        return HostLists.Js(scope,
            ("mean", found.Mean), ("sigmaWithin", found.Within), ("sigmaOverall", found.Overall),
            ("cp", HostLists.Js(found.Cp)), ("cpk", HostLists.Js(found.Cpk)), ("pp", HostLists.Js(found.Pp)), ("ppk", HostLists.Js(found.Ppk)));
    }

    private static double? Limit(HostScope scope, JsValue[] args, string name) =>
        args.At(1).Option(name) is var given && (given.IsUndefined() || given.IsNull()) ? null : HostLists.Number(scope, given, name);
}

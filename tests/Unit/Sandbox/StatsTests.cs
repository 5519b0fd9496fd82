using System.Text.Json;
using Marketplace.Domain.Invocations;
using Xunit;

namespace Marketplace.Tests.Unit.Sandbox;

/// <summary><c>ctx.stats</c> against printed tables and plain arithmetic.</summary>
public sealed class StatsTests
{
    // ASTM STP 15D, as handbooks print it: n, A2, A3, B3, B4, c4, d2, d3, D3, D4.
    public static TheoryData<double[]> Printed =>
    [
        new double[] { 2, 1.880, 2.659, 0, 3.267, 0.7979, 1.128, 0.853, 0, 3.267 }, new double[] { 5, 0.577, 1.427, 0, 2.089, 0.9400, 2.326, 0.864, 0, 2.114 },
        new double[] { 7, 0.419, 1.182, 0.118, 1.882, 0.9594, 2.704, 0.833, 0.076, 1.924 }, new double[] { 10, 0.308, 0.975, 0.284, 1.716, 0.9727, 3.078, 0.797, 0.223, 1.777 },
        new double[] { 15, 0.223, 0.789, 0.428, 1.572, 0.9823, 3.472, 0.756, 0.347, 1.653 }, new double[] { 25, 0.153, 0.606, 0.565, 1.435, 0.9896, 3.931, 0.708, 0.459, 1.541 },
    ];

    [Theory, MemberData(nameof(Printed))]
    public async Task Constants_are_the_printed_ones(double[] row)
    {
        var c = await Runs.Result($"return ctx.stats.constants({row[0]});");
        foreach (var (name, want) in ((string[])["A2", "A3", "B3", "B4", "c4", "d2", "d3", "D3", "D4"]).Zip(row.Skip(1)))
            Assert.InRange(c.GetProperty(name).GetDouble(), want - 0.0006, want + 0.0006);
    }

    /// <summary>By integrating the distribution of the range, which is not how they got into the table.</summary>
    [Theory]
    [InlineData(2), InlineData(3), InlineData(6), InlineData(12), InlineData(25)]
    public async Task The_mean_range_is_that_of_the_normal_distribution(int n)
    {
        var c = await Runs.Result($"return ctx.stats.constants({n});");
        Assert.Equal(MeanRange(n), c.GetProperty("d2").GetDouble(), 7);
        Assert.Equal(3 / (c.GetProperty("d2").GetDouble() * Math.Sqrt(n)), c.GetProperty("A2").GetDouble(), 12);
    }

    [Theory]
    [InlineData("ctx.stats.mean([])", "null")]
    [InlineData("ctx.stats.mean(['0.1', 0.2, '-0.3'])", "9.25185853854297E-18")]
    [InlineData("ctx.stats.mean([1e15, 1, -1e15])", "0.3333333333333333")]
    [InlineData("ctx.stats.stdev([2, 4, 4, 4, 5, 5, 7, 9], { population: true })", "2")]
    [InlineData("ctx.stats.stdev([1])", "null")]
    [InlineData("ctx.stats.stdev([1, 3])", "1.4142135623730951")]
    [InlineData("ctx.stats.quantile([4, 1, 3, 2], 0.25)", "1.75")]
    [InlineData("ctx.stats.quantile([4, 1, 3, 2], 1)", "4")]
    [InlineData("ctx.stats.np([2, 4], 100).centre", "3")]
    [InlineData("ctx.stats.c([4, 5]).upper", "10.863961030678928")]
    [InlineData("ctx.stats.u([4, 6], [2, 2]).centre", "2.5")]
    [InlineData("ctx.stats.p([1, 1], [10, 40]).sigma", "null")]
    [InlineData("ctx.stats.imr([10, 12, 11]).sigma", "1.3293403881738504")]
    [InlineData("ctx.stats.capability([[1, 1], [3, 3]], { lower: 0 }).cp", "null")]
    public async Task Says_what_arithmetic_says(string script, string want)
    {
        var got = await Runs.Result($"return {script};");
        if (want == "null") Assert.Equal(JsonValueKind.Null, got.ValueKind);
        else Assert.Equal(double.Parse(want, System.Globalization.CultureInfo.InvariantCulture), got.GetDouble(), 1e-12);
    }

    [Theory]
    [InlineData("[0,0,0,0,0,0,3.1]", "N1", "6")]
    [InlineData("[0,0,3.0000000001]", "N1", "")]
    [InlineData("[1,1,1,1,1,1,1,1,1]", "N2", "8")]
    [InlineData("[1,1,1,1,0,1,1,1,1,1]", "N2", "")]
    [InlineData("[1,2,3,4,5,6]", "N3", "5")]
    [InlineData("[1,2,3,3,5,6]", "N3", "")]
    [InlineData("[2.1,0,2.1]", "N5", "2")]
    [InlineData("[2.1,0,-2.1]", "N5", "")]
    [InlineData("[2.1,2.2,0]", "N5", "")]
    public async Task Rules_mark_the_point_that_completes_them(string values, string rule, string want)
    {
        var got = await Runs.Result($"const all = ctx.stats.ruleSet('nelson').filter((r) => 'N' + r.id === '{rule}'); return ctx.stats.rules({values}.map((value) => ({{ value, centre: 0, sigma: 1 }})), all);");
        Assert.Equal(want, string.Join(',', got.EnumerateArray().Select(static (ids, i) => (ids, i)).Where(static p => p.ids.GetArrayLength() > 0).Select(static p => p.i)));
    }

    [Fact]
    public async Task A_new_centre_begins_a_new_run()
    {
        var got = await Runs.Result("const p = [...Array(5).fill({ value: 1, centre: 0, sigma: 1 }), ...Array(5).fill({ value: 2, centre: 1, sigma: 1 })]; return ctx.stats.rules(p, [{ id: 'a', kind: 'beyond', of: 8, sigmas: 0 }]).flat().length;");
        Assert.Equal(0, got.GetInt32());
    }

    [Fact]
    public async Task Rows_are_counted_exactly_and_end_the_call_at_the_ceiling()
    {
        var outcome = await Runs.Handler("return ctx.stats.mean(Array(90).fill(1));");
        Assert.Equal(90, outcome.Meter.Rows);
        var over = await Runs.Handler("const a = Array(60000).fill(1); ctx.stats.mean(a); return ctx.stats.mean(a);");
        Assert.Equal((Verdict.HostCalls, 60_000L), (over.Verdict, over.Meter.Rows));
    }

    private static double MeanRange(int n)
    {
        var (sum, h) = (0.0, 0.001);
        for (var x = -8.0; x < 8; x += h) sum += h * (1 - Math.Pow(1 - Phi(x + (h / 2)), n) - Math.Pow(Phi(x + (h / 2)), n));
        return sum;
    }

    private static double Phi(double x)
    {
        var (sum, term) = (x, x);
        for (var i = 3; i < 600; i += 2) sum += term *= x * x / i;
        return 0.5 + (sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
    }
}

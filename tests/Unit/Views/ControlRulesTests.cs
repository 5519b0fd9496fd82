using Marketplace.Domain.Views;
using Xunit;

namespace Marketplace.Tests.Unit.Views;

public sealed class ControlRulesTests(ITestOutputHelper output)
{
    private const int Seed = 20261127;

    [Theory]
    [InlineData(1, "0 0 3.1", 2)]
    [InlineData(2, "1 1 1 1 1 1 1 1 1", 8)]
    [InlineData(3, "0 .1 .2 .3 .4 .5", 5)]
    [InlineData(4, ".1 -.1 .1 -.1 .1 -.1 .1 -.1 .1 -.1 .1 -.1 .1 -.1", 13)]
    [InlineData(5, "2.1 0 2.1", 2)]
    [InlineData(6, "1.1 1.1 0 1.1 1.1", 4)]
    [InlineData(7, ".1 .2 -.3 .1 .2 -.3 .1 .2 -.3 .1 .2 -.3 .1 .2 -.3", 14)]
    [InlineData(8, "1.1 -1.1 1.1 -1.1 1.1 -1.1 1.1 -1.1", 7)]
    public void Each_rule_is_completed_by_the_last_point_and_not_by_one_less(int rule, string sigmas, int at)
    {
        var points = Points(sigmas);
        Assert.Equal([at], Enumerable.Range(0, points.Count).Where(i => ControlRules.Broken(points, [rule])[i].Count > 0));
        Assert.All(ControlRules.Broken(points[1..], [rule]), b => Assert.True(b.Count == 0 || rule is 1));
    }

    [Fact]
    public void A_run_does_not_reach_over_the_start_of_a_stage()
    {
        var first = Points("1 1 1 1 1");
        var second = Points("1 1 1 1 1").Select(p => p with { Value = p.Value + 10, Centre = 10, Upper = 13, Lower = 7 });
        Assert.All(ControlRules.Broken([.. first, .. second], [2]), Assert.Empty);
    }

    [Fact]
    public void Limits_of_individuals_are_those_worked_by_hand()
    {
        // Mean 10.2; moving ranges 2 1 3 2, mean 2; 2.66 times that is 5.32.
        Assert.Equal((10.2m, 15.52m, 4.88m), ControlRules.Individuals([10, 12, 11, 8, 10]));
        Assert.Null(ControlRules.Individuals([5]));
    }

    [Fact]
    public void A_side_without_a_limit_has_no_zones() =>
        Assert.All(ControlRules.Broken([.. Points("-4 -4 -4 -4 -4").Select(p => p with { Lower = null })], [1, 5, 6, 8]), Assert.Empty);

    // The other way: windows over plain numbers, counted from the front, without the stage and side types of the product.
    [Fact]
    public void Agrees_with_a_second_reading_of_the_rules_and_a_wrong_one_is_caught()
    {
        var iterations = Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 10_000 : 1_000;
        var (wrongSeen, dice) = (0, new Random(Seed));
        for (var n = 0; n < iterations; n++)
        {
            int[] tenths = [.. Enumerable.Range(0, dice.Next(1, 41)).Select(_ => dice.Next(-35, 36))];
            var broken = ControlRules.Broken([.. tenths.Select(t => new ControlPoint(t / 10m, 0, 3, -3))], ControlRules.All);
            for (var i = 0; i < tenths.Length; i++)
                Assert.Equal(Second(tenths[..(i + 1)], 9), broken[i]);
            if (Enumerable.Range(0, tenths.Length).Any(i => !Second(tenths[..(i + 1)], 8).SequenceEqual(broken[i]))) wrongSeen++;
        }
        output.WriteLine($"{iterations} charts, seed {Seed}; eight instead of nine on one side differed in {wrongSeen}");
        Assert.True(wrongSeen > 0, "the wrong rule was never seen");
    }

    private static List<int> Second(int[] t, int sameSide)
    {
        var rules = new List<int>();
        int[] Tail(int n) => t.Length < n ? [] : t[^n..];
        if (Math.Abs(t[^1]) > 30) rules.Add(1);
        if (Tail(sameSide) is { Length: > 0 } a && (a.Min() > 0 || a.Max() < 0)) rules.Add(2);
        if (Tail(6) is { Length: > 0 } b && (b.SequenceEqual(b.Distinct().Order()) || b.SequenceEqual(b.Distinct().OrderDescending()))) rules.Add(3);
        if (Tail(14) is { Length: > 0 } c && Enumerable.Range(1, 12).All(i => c[i] > c[i - 1] ? c[i + 1] < c[i] : c[i] < c[i - 1] && c[i + 1] > c[i])) rules.Add(4);
        if (Tail(3) is { Length: > 0 } d && (d[2] > 20 ? d.Count(x => x > 20) >= 2 : d[2] < -20 && d.Count(x => x < -20) >= 2)) rules.Add(5);
        if (Tail(5) is { Length: > 0 } e && (e[4] > 10 ? e.Count(x => x > 10) >= 4 : e[4] < -10 && e.Count(x => x < -10) >= 4)) rules.Add(6);
        if (Tail(15) is { Length: > 0 } f && f.Min() > -10 && f.Max() < 10) rules.Add(7);
        if (Tail(8) is { Length: > 0 } g && g.All(x => x is > 10 or < -10) && g.Min() < 0 && g.Max() > 0) rules.Add(8);
        return rules;
    }

    private static List<ControlPoint> Points(string sigmas) =>
        [.. sigmas.Split(' ').Select(s => new ControlPoint(decimal.Parse(s, System.Globalization.CultureInfo.InvariantCulture), 0, 3, -3))];
}

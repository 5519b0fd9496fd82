using Marketplace.Bench.Days;
using Xunit;

namespace Marketplace.Tests.Unit.Days;

/// <summary>How sure a figure is.</summary>
public sealed class IntervalTests
{
    [Fact]
    public void Three_runs_have_two_degrees_of_freedom()
    {
        var interval = Intervals.Of([1, 2, 3]);
        Assert.Equal((2, 2 - 4.303 / Math.Sqrt(3), 2 + 4.303 / Math.Sqrt(3)), (interval.Mean, interval.Low, interval.High));
        Assert.False(interval.IsClear);
        // The normal quantile would call it clear: three runs are not many.
        Assert.True(2 - 1.96 / Math.Sqrt(3) > 0);
    }

    [Fact]
    public void One_run_says_nothing_of_others() => Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), (Intervals.Of([7]).Low, Intervals.Of([7]).High));

    [Fact]
    public void Firms_are_drawn_with_both_of_their_days()
    {
        // Firms differ by thousands, each saves exactly one: only pairs show it.
        var alone = Enumerable.Range(0, 40).Select(static at => Km(1_000 * at)).ToArray();
        var shared = Enumerable.Range(0, 40).Select(static at => Km(1_000 * at - 1)).ToArray();
        var paired = Intervals.Paired(alone, shared, static all => all[Sum.Km], seed: 1);
        Assert.Equal((-40, -40, -40), (paired.Mean, paired.Low, paired.High));
        Assert.True(paired.IsClear);
        Assert.True(Unpaired(alone, shared) > 1_000, "the wrong bootstrap, which draws each world's firms for itself, would not show it");
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval_and_half_a_hundred_firms_hide_a_single_ones_luck()
    {
        var alone = Enumerable.Range(0, 50).Select(static at => Km(100)).ToArray();
        var shared = Enumerable.Range(0, 50).Select(static at => Km(at == 7 ? 50 : 100)).ToArray();
        var interval = Intervals.Paired(alone, shared, static all => all[Sum.Km], seed: 3);
        Assert.Equal(interval, Intervals.Paired(alone, shared, static all => all[Sum.Km], seed: 3));
        Assert.Equal((-50, 0), (interval.Mean, interval.High));
        Assert.False(interval.IsClear);
    }

    private static double Unpaired(Tally[] alone, Tally[] shared)
    {
        var (one, other) = (new Draw(1, "alone"), new Draw(1, "shared"));
        var differences = Enumerable.Range(0, 200).Select(_ =>
            Enumerable.Range(0, 40).Sum(_ => shared[other.Whole(0, 39)][Sum.Km]) - Enumerable.Range(0, 40).Sum(_ => alone[one.Whole(0, 39)][Sum.Km])).Order().ToArray();
        return differences[194] - differences[5];
    }

    private static Tally Km(double km)
    {
        var tally = new Tally();
        tally[Sum.Km] = km;
        return tally;
    }
}

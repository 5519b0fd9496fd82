using CsCheck;
using Marketplace.Domain.Logistics;
using Xunit;

namespace Marketplace.Tests.Unit.Logistics;

/// <summary>Who pays how much of a common trip.</summary>
public sealed class CostSharesTests
{
    private static readonly long[] abc = [0, 1000, 800, 1400, 600, 1300, 1100, 1700];

    [Fact]
    public void The_fixture_comes_out_exactly_and_is_in_the_core()
    {
        var shares = CostShares.Of(3, static set => abc[set]);
        Assert.Equal([750, 550, 400], shares);
        Assert.True(CostShares.IsInCore(shares!, static set => abc[set]));
        Assert.False(CostShares.IsInCore([1001, 400, 299], static set => abc[set]));
    }

    [Fact]
    public void Shares_are_what_orders_of_coming_say_and_come_to_the_cost() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[0, int.MaxValue]).Sample(static (count, seed) =>
        {
            var cost = Game(count, seed);
            if (CostShares.Of(count, set => cost[set]) is not { } shares) return cost[^1] > Enumerable.Range(0, count).Sum(one => cost[1 << one]);
            // By brute force over all orders, in fractions of their number.
            var sums = new long[count];
            var orders = 0L;
            void Walk(int set)
            {
                if (set == (1 << count) - 1) orders++;
                for (var one = 0; one < count; one++) if ((set & 1 << one) == 0) Walk(set | 1 << one);
            }
            Walk(0);
            for (var set = 0; set < 1 << count; set++)
                for (var one = 0; one < count; one++)
                    if ((set & 1 << one) == 0) sums[one] += Fact(int.PopCount(set)) * Fact(count - int.PopCount(set) - 1) * (cost[set | 1 << one] - cost[set]);
            var isRational = Enumerable.Range(0, count).All(one => sums[one] <= cost[1 << one] * orders);
            return shares.Sum() == cost[^1] && Enumerable.Range(0, count).All(one => shares[one] <= cost[1 << one])
                && (!isRational || Enumerable.Range(0, count).All(one => Math.Abs(shares[one] * orders - sums[one]) < orders));
        }, iter: 400);

    [Fact]
    public void A_sample_of_orders_comes_to_the_cost_too_and_is_the_same_for_the_same_seed()
    {
        static long Cost(ulong set) => set == 0 ? 0 : 500 + ulong.PopCount(set) is var size ? (long)size * 137 + (long)(set % 7) : 0;
        for (var count = 11; count <= 14; count++)
        {
            var shares = CostShares.Of(count, Cost, seed: count, orders: 300)!;
            Assert.Equal(Cost((1UL << count) - 1), shares.Sum());
            Assert.All(shares.Select((share, one) => (share, one)), one => Assert.True(one.share <= Cost(1UL << one.one)));
            Assert.Equal(shares, CostShares.Of(count, Cost, seed: count, orders: 300));
        }
    }

    private static long Fact(int of) => of <= 1 ? 1 : of * Fact(of - 1);

    private static long[] Game(int count, int seed)
    {
        var dice = new Random(seed);
        var cost = new long[1 << count];
        for (var set = 1; set < cost.Length; set++) cost[set] = dice.Next(100, 1000) + int.PopCount(set) * 50;
        return cost;
    }
}

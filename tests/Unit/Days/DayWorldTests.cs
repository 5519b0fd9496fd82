using Marketplace.Bench.Days;
using Marketplace.Domain.Logistics;
using Xunit;

namespace Marketplace.Tests.Unit.Days;

/// <summary>The worlds that days are simulated in.</summary>
public sealed class DayWorldTests
{
    [Fact]
    public void A_seed_makes_one_world_and_another_seed_another()
    {
        var (one, same, other) = (Land.Of(5, 330), Land.Of(5, 330), Land.Of(6, 330));
        Assert.Equal(one.Suppliers.Select(static firm => (firm.Site, firm.People)), same.Suppliers.Select(static firm => (firm.Site, firm.People)));
        Assert.NotEqual(one.Suppliers.Select(static firm => firm.People), other.Suppliers.Select(static firm => firm.People));
        Assert.Equal(FreightDay.Of(one).Goods, FreightDay.Of(same).Goods);
        Assert.Equal(MoneyDay.Of(one).Claims, MoneyDay.Of(same).Claims);
        Assert.Equal(WorkDay.Of(one).Tasks, WorkDay.Of(same).Tasks);
    }

    [Fact]
    public void It_has_the_sizes_of_the_smallest_column()
    {
        var day = FreightDay.Of(Land.Of(1, 330));
        Assert.Equal((330, 1000, 300), (day.Land.Suppliers.Count, day.Goods.Count, day.Rooms.Count));
        // Skewed: a tenth of the firms has over a quarter of the people, and one plant stands out.
        var people = day.Land.Suppliers.Select(static one => one.People).OrderDescending().ToArray();
        Assert.True(people.Take(33).Sum() > people.Sum() / 4);
        Assert.True(day.Goods.Count(one => one.To == day.Land.Plants[0]) > 150);
    }

    [Fact]
    public void Every_consignment_can_be_carried_by_a_truck_that_is_called_when_it_is_known()
    {
        var land = Land.Of(3, 330);
        var day = FreightDay.Of(land);
        var hire = new Hire(land, Pace.Of(TheDay.Policy("BROKER")));
        Assert.Empty(FreightCheck.Faults(day, [.. day.Goods.Select(one => hire.Trip(one, one.Known + TheDay.Tick))]));
    }

    [Fact]
    public void Draws_have_the_means_they_should()
    {
        var draw = new Draw(1, "means");
        var units = Enumerable.Range(0, 20_000).Select(_ => draw.Unit()).ToArray();
        Assert.InRange(units.Average(), 0.49, 0.51);
        var normal = Enumerable.Range(0, 20_000).Select(_ => draw.Normal()).ToArray();
        Assert.InRange(normal.Average(), -0.03, 0.03);
        Assert.InRange(normal.Average(static one => one * one), 0.95, 1.05);
        Assert.InRange(Enumerable.Range(0, 20_000).Average(_ => draw.Rounded(2.3)), 2.28, 2.32);
        Assert.InRange(Enumerable.Range(0, 20_000).Count(_ => draw.Weighted([1, 3]) == 1), 14_700, 15_300);
    }

    [Fact]
    public void A_small_day_is_printed_alike_each_time()
    {
        static string Printed(int seed)
        {
            using var text = new StringWriter();
            DayPrint.Write(text, DayBench.Lived(seed, 2, 8, isWide: true));
            return text.ToString();
        }
        var one = Printed(4);
        Assert.Equal(one, Printed(4));
        Assert.NotEqual(one[one.IndexOf("##", StringComparison.Ordinal)..], Printed(5)[one.IndexOf("##", StringComparison.Ordinal)..]);
        Assert.Contains("| empty km |", one, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_who_stays_away_has_another_day()
    {
        var run = new DayRun(4, 12);
        var shared = Tally.Total(run.Share(participation: 0).Firms);
        foreach (var figure in Figure.All) Assert.Equal(figure.Of(Tally.Total(run.Alone)), figure.Of(shared), 6);
    }
}

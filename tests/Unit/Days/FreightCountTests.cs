using Marketplace.Bench.Days;
using Marketplace.Domain.Logistics;
using Xunit;

namespace Marketplace.Tests.Unit.Days;

/// <summary>What is counted of trips, and what the checker of trips sees.</summary>
public sealed class FreightCountTests
{
    // A degree north is 111.195 km, by road 144.553: everything lies on one meridian, a tenth of a degree apart.
    private const double Step = 14.4553;
    private static readonly Land land = new(1, [Firm(0, 1), Firm(1, 2)], [Spot(3)], [Spot(0)], []);
    private static readonly Goods one = Goods(0, 0, 500, 1_000), two = Goods(1, 1, 500, 4_000);
    private static readonly FreightDay day = new(land, [one, two], [new Room(0, TruckKind.Medium, Spot(5), Spot(0), 25, 360, 420, true)]);

    /// <summary>From the yard by both firms to the plant and home: 3 steps with something on board but for the first, and 3 home.</summary>
    private static readonly DrivenTrip trip = new()
    {
        Vehicle = "o-9", Kind = TruckKind.Medium, Start = Spot(0), End = Spot(0), Leaves = 420, Fen = 60_000, Bearers = [new Bearer(0, 0.25), new Bearer(1, 0.75)],
        Stops = [new DrivenStop(one, false), new DrivenStop(two, false), new DrivenStop(one, true), new DrivenStop(two, true)],
    };

    [Fact]
    public void The_way_home_is_driven_empty()
    {
        var (km, empty, litres) = FreightCount.Way(trip, land);
        Assert.Equal((6 * Step, 4 * Step), (km, empty), Near);
        // 4 steps empty, one with a tonne, one with the whole payload of 5 t.
        Assert.Equal(Step / 100 * (4 * 13 + (13 + 5 * 0.2) + 18), litres, 0.05);
        // The wrong counter, which stops at the last delivery, sees a quarter of it.
        Assert.NotEqual((6 * Step, 4 * Step), Forgetful(trip), Near);
    }

    [Fact]
    public void A_hired_truck_counts_the_share_of_the_way_home_that_it_drives_empty()
    {
        var (km, empty, _) = FreightCount.Way(trip with { WayHome = 0.6 }, land);
        Assert.Equal((4.8 * Step, 2.8 * Step), (km, empty), Near);
    }

    [Fact]
    public void Those_who_bear_a_trip_bear_all_of_it()
    {
        var firms = Tally.Of(2);
        FreightCount.Trip(trip, land, firms);
        Assert.Equal((45_000, 1.5 * Step), (firms[1][Sum.FreightFen], firms[0][Sum.Km]), Near);
        Assert.Equal(6 * Step, Tally.Total(firms)[Sum.Km], 0.05);
    }

    [Fact]
    public void Goods_that_never_come_are_late()
    {
        var firms = Tally.Of(2);
        FreightCount.Arrivals(day, [(one, one.Until + Roads.Grace)], firms);
        Assert.Equal((1, 1, 0, 1), (firms[0][Sum.OnTime], firms[0][Sum.Consignments], firms[1][Sum.OnTime], firms[1][Sum.Consignments]));
        Assert.Equal(2 * Step, firms[0][Sum.TonKm], 0.05);
        var late = Tally.Of(2);
        FreightCount.Arrivals(day, [(one, one.Until + Roads.Grace + 1)], late);
        Assert.Equal(0, late[0][Sum.OnTime]);
    }

    [Fact]
    public void A_vehicle_that_goes_home_in_any_case_is_counted_unless_it_took_goods()
    {
        Assert.Equal(5 * Step, FreightCount.UnusedReturns(day, [trip]), 0.05);
        Assert.Equal(0, FreightCount.UnusedReturns(day, [trip with { Vehicle = "o-0" }]));
    }

    [Fact]
    public void A_trip_that_can_be_driven_has_no_faults() => Assert.Empty(FreightCheck.Faults(day, [trip]));

    [Theory]
    [InlineData("late")]
    [InlineData("left out")]
    [InlineData("twice")]
    [InlineData("too much")]
    [InlineData("out of order")]
    [InlineData("stays on board")]
    [InlineData("beside food")]
    [InlineData("two places")]
    [InlineData("shares")]
    public void The_checker_sees_a_trip_that(string wrong)
    {
        IReadOnlyList<DrivenTrip> trips = wrong switch
        {
            "late" => [trip with { Leaves = 1_000 }],
            "left out" => [trip with { Stops = [trip.Stops[0], trip.Stops[2]] }],
            "twice" => [trip, trip with { Vehicle = "" }],
            "too much" => [trip with { Kind = TruckKind.Light }],
            "out of order" => [trip with { Stops = [trip.Stops[2], trip.Stops[0], trip.Stops[1], trip.Stops[3]] }],
            "stays on board" => [trip with { Stops = [trip.Stops[0], trip.Stops[1], trip.Stops[3]] }],
            "beside food" => [trip with { Stops = [.. trip.Stops.Select(static stop => stop with { Goods = stop.Goods with { Class = stop.Goods.Index == 0 ? GoodsClass.Food : GoodsClass.Hazmat } })] }],
            "two places" => [trip with { Stops = [trip.Stops[0], trip.Stops[2]] }, trip with { Stops = [trip.Stops[1], trip.Stops[3]], Leaves = 430 }],
            _ => [trip with { Bearers = [new Bearer(0, 0.9)] }],
        };
        Assert.NotEmpty(FreightCheck.Faults(day, trips));
    }

    private static (double, double) Forgetful(DrivenTrip of)
    {
        var (km, empty, _) = FreightCount.Way(of with { WayHome = 0 }, land);
        return (km, empty);
    }

    private static bool Near((double One, double Other) expected, (double One, double Other) found) => Math.Abs(expected.One - found.One) < 0.05 && Math.Abs(expected.Other - found.Other) < 0.05;

    private static Place Spot(int steps) => new("点", "500112", 106_000_000, 29_000_000 + 100_000 * steps);

    private static Supplier Firm(int index, int steps) => new(index, Spot(steps), 0, 50, [TruckKind.Light]);

    private static Goods Goods(int index, int firm, int ready, long kilograms) => new(index, firm, Spot(3), new Load(kilograms, 5_000, 2), GoodsClass.General, 360, ready, 540, 720);
}

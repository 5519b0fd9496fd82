using Marketplace.Domain.Logistics;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Solving;
using Xunit;

namespace Marketplace.Tests.Unit.Logistics;

/// <summary>What the board proposes at once.</summary>
public sealed class BoardRulesTests
{
    private static readonly DateTimeOffset now = new(2026, 3, 18, 6, 0, 0, TimeSpan.FromHours(8));
    private static readonly ResourcePolicy policy = new() { Mode = "BROKER", From = DateOnly.MinValue };
    private static readonly Place yard = new("车场", "500112", 106_550_000, 29_560_000), works = new("工厂", "500112", 106_560_000, 29_600_000), plant = new("主机厂", "500105", 106_750_000, 29_620_000);

    [Fact]
    public void Nothing_is_put_beside_itself()
    {
        // With room to spare, a consignment that is named twice would seem to save its fare twice.
        Resource[] goods = [.. Enumerable.Range(0, 5).Select(static at => Goods($"g-{at}", 300 + 50 * at))];
        var group = Assert.Single(BoardRules.AtOnce([Offer()], goods, policy, now));
        var ids = group.Consignments.Select(static one => one.Name.Id).ToArray();
        Assert.Equal(goods.Select(static one => one.Name.Id), ids.Order(StringComparer.Ordinal));
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void More_offers_than_the_solver_takes_are_asked_in_the_order_in_which_they_leave()
    {
        Resource[] offers = [.. Enumerable.Range(0, 60).Reverse().Select(static at => Offer($"o-{at:00}", at)), Offer("o-full") with { State = "FULL" }];
        var free = BoardRules.Free(offers);
        Assert.Equal(Enumerable.Range(0, SolverRequestRules.MostKinds).Select(static at => $"o-{at:00}"), free.Select(static one => one.Name.Id));
        Resource[] goods = [Goods("g-1", 300), Goods("g-2", 400)];
        Assert.Null(SolverRequestRules.Refuse(new SolverRequest { Seconds = 1, Routing = BoardRules.Problem(free, goods, policy) }));
        Assert.NotNull(SolverRequestRules.Refuse(new SolverRequest { Seconds = 1, Routing = BoardRules.Problem([.. offers], goods, policy) })); // all at once: it refuses
    }

    private static Resource Offer(string id = "o-1", int minutes = 0) => new()
    {
        Name = new ResourceName("offers", id), State = "OPEN", Seq = 1, Body = new CapacityOffer
        {
            Carrier = "carrier-1", Capacity = new Load(9_500, 50_000, 16), BodyType = "BOX", Temperature = Temperature.Ambient, From = yard, To = yard, RadiusKm = 60,
            Window = new Window(now.AddMinutes(60 + minutes), now.AddHours(4)), Tariff = new Tariff(14_000, 420, 1_500, 40_000),
        },
    };

    private static Resource Goods(string id, long kilograms) => new()
    {
        Name = new ResourceName("consignments", id), State = "POSTED", Seq = 1, Body = new Consignment
        {
            Shipper = $"firm-{id}", Goods = "箱体", Class = GoodsClass.General, Temperature = Temperature.Ambient, Load = new Load(kilograms, 1_000, 1),
            Pickup = new PlaceWindow(works, new Window(now, now.AddHours(12))), Delivery = new PlaceWindow(plant, new Window(now, now.AddHours(12))),
        },
    };
}

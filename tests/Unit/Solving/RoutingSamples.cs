using CsCheck;
using Marketplace.Domain.Solving;

namespace Marketplace.Tests.Unit.Solving;

/// <summary>Small problems of every kind: two dimensions of load, unlike vehicles and depots, windows wide and narrow, driving limits,
/// classes that do not go together, needs, prices.</summary>
internal static class RoutingSamples
{
    private const int Places = 6;

    public static Gen<RoutingProblem> Any(int consignments) =>
        from points in Gen.Select(Gen.Int[0, 20], Gen.Int[0, 20]).Array[Places]
        from kinds in Kind.Array[1, 2]
        from carried in Consignment.Array[1, consignments]
        from fewest in Gen.Bool
        from apart in Gen.Bool
        select new RoutingProblem
        {
            Points = [.. points.Select(static point => new PlacePoint(point.Item1, point.Item2))],
            Vehicles = [.. kinds.Select(static (kind, at) => kind with { Id = $"kind{at}" })],
            Consignments = [.. carried.Select((one, at) => one with { Id = $"c{at}", Price = fewest ? null : one.Price })],
            FewestVehiclesFirst = fewest,
            Apart = apart ? [new("food", "paint")] : [],
        };

    private static Gen<VehicleKind> Kind =>
        from count in Gen.Int[1, 2]
        from places in Gen.Select(Gen.Int[0, Places - 1], Gen.Int[0, Places - 1])
        from capacity in Gen.Select(Gen.Int[3, 10], Gen.Int[3, 10])
        from latest in Gen.Int[60, 160]
        from driving in Gen.Int[30, 120]
        from costs in Gen.Select(Gen.Int[0, 30], Gen.Int[1, 3])
        from lift in Gen.Bool
        from limited in Gen.Bool
        select new VehicleKind
        {
            Id = "", Count = count, Start = places.Item1, End = places.Item2, Capacity = [capacity.Item1, capacity.Item2], Earliest = 0, Latest = latest,
            MostDriving = limited ? driving : null, FixedCost = costs.Item1, CostPerDistance = costs.Item2, Has = lift ? ["lift"] : [],
        };

    private static Gen<RoutedConsignment> Consignment =>
        from pickup in Stop(80)
        from delivery in Stop(140)
        from load in Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5])
        from price in Gen.Int[0, 60]
        from words in Gen.Select(Gen.Int[0, 3], Gen.Int[0, 4], Gen.Int[0, 2])
        select new RoutedConsignment
        {
            Id = "", Pickup = pickup, Delivery = delivery, Load = [load.Item1, load.Item2],
            Class = words.Item1 switch { 0 => "food", 1 => "paint", _ => null }, Needs = words.Item2 == 0 ? ["lift"] : [], Price = words.Item3 == 0 ? price : null,
        };

    private static Gen<RoutedStop> Stop(int latest) =>
        from place in Gen.Int[0, Places - 1]
        from ends in Gen.Select(Gen.Int[0, latest], Gen.Int[0, latest])
        from service in Gen.Int[0, 6]
        from wide in Gen.Bool
        select new RoutedStop { Place = place, Earliest = wide ? 0 : Math.Min(ends.Item1, ends.Item2), Latest = wide ? latest : Math.Max(ends.Item1, ends.Item2), Service = service };
}

using System.Globalization;
using Marketplace.Domain.Logistics;

namespace Marketplace.Bench.Days;

/// <summary>A supplier: where it is, how many people it has, and its own trucks.</summary>
internal sealed record Supplier(int Index, Place Site, int Park, int People, IReadOnlyList<TruckKind> Trucks)
{
    /// <summary>Its name in the brain.</summary>
    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"firm-{Index:000}");
}

/// <summary>Who is where: suppliers in parks, the plants of chain owners, yards of carriers, towns beyond. Positions of parks and towns are about
/// those of Chongqing; everything else is drawn.</summary>
internal sealed record Land(int Seed, IReadOnlyList<Supplier> Suppliers, IReadOnlyList<Place> Plants, IReadOnlyList<Place> Yards, IReadOnlyList<Place> Towns)
{
    /// <summary>How much each plant buys: a Zipf law, so that one chain owner stands for about a third.</summary>
    public IReadOnlyList<double> PlantWeights { get; } = [.. Plants.Select(static (_, at) => 1.0 / (at + 1))];

    private static readonly (string Name, string Division, double Lon, double Lat, double Weight)[] parks =
    [
        ("鱼复", "500112", 106.75, 29.62, 20), ("蔡家", "500109", 106.47, 29.73, 10), ("西永", "500106", 106.37, 29.60, 12), ("西彭", "500107", 106.33, 29.30, 10), ("界石", "500113", 106.55, 29.42, 14),
        ("璧山", "500120", 106.23, 29.58, 12), ("双福", "500116", 106.28, 29.38, 9), ("永川", "500118", 105.90, 29.35, 5), ("长寿", "500115", 107.05, 29.83, 4), ("涪陵", "500102", 107.35, 29.70, 4),
    ];

    private static readonly int[] plantParks = [0, 4, 2, 0, 1, 5, 4, 3, 0, 6, 9, 7];

    private static readonly (string Name, string Division, double Lon, double Lat)[] towns =
        [("遂宁", "510903", 105.57, 30.52), ("泸州", "510502", 105.44, 28.87), ("遵义", "520302", 106.93, 27.70), ("南充", "511302", 106.08, 30.80)];

    /// <summary>The land of a seed.</summary>
    public static Land Of(int seed, int firms)
    {
        var draw = new Draw(seed, "land");
        List<Supplier> suppliers = [];
        for (var at = 0; at < firms; at++)
        {
            var park = draw.Weighted([.. parks.Select(static one => one.Weight)]);
            var people = (int)draw.LogNormal(45, 0.9, 8, 600);
            suppliers.Add(new Supplier(at, Near(draw, park, 4), park, people, Trucks(people)));
        }
        return new Land(seed, suppliers, [.. plantParks.Select(park => Near(draw, park, 3))], [.. parks.Select((_, park) => Near(draw, park, 3))],
            [.. towns.Select(static one => Spot(one.Name, one.Division, one.Lon, one.Lat))]);
    }

    /// <summary>One light truck; from 60 people on a medium one beside it, from 200 on two of each.</summary>
    private static IReadOnlyList<TruckKind> Trucks(int people) =>
        people < 60 ? [TruckKind.Light] : people < 200 ? [TruckKind.Light, TruckKind.Medium] : [TruckKind.Light, TruckKind.Light, TruckKind.Medium, TruckKind.Medium];

    private static Place Near(Draw draw, int park, double km) =>
        Spot(parks[park].Name, parks[park].Division, parks[park].Lon + draw.Normal() * km / 96.8, parks[park].Lat + draw.Normal() * km / 111.2);

    private static Place Spot(string name, string division, double lon, double lat) => new(name, division, (int)Math.Round(lon * 1e6), (int)Math.Round(lat * 1e6));
}

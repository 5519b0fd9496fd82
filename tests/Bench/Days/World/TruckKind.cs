using Marketplace.Domain.Logistics;

namespace Marketplace.Bench.Days;

/// <summary>What a firm saves when its own truck stays in the yard.</summary>
/// <param name="TripFen">Loading and leaving, the driver's time.</param>
/// <param name="KmFen">By the kilometre: fuel, tolls, wear, and the driver's time at 50 km/h.</param>
/// <param name="SunkKmFen">By the kilometre when the driver would have nothing else to do.</param>
internal sealed record OwnCost(long TripFen, long KmFen, long SunkKmFen);

/// <summary>A kind of truck. What it holds, costs and burns are assumptions (docs/simulation.md).</summary>
/// <param name="Name">A word.</param>
/// <param name="Room">What goes in.</param>
/// <param name="Own">A firm's own truck: the truck itself is there in any case.</param>
/// <param name="Hired">What a carrier asks.</param>
/// <param name="EmptyLitres">Diesel on 100 km, empty.</param>
/// <param name="FullLitres">Diesel on 100 km, with its payload.</param>
internal sealed record TruckKind(string Name, Load Room, OwnCost Own, Tariff Hired, double EmptyLitres, double FullLitres)
{
    /// <summary>4.5 t in all.</summary>
    public static readonly TruckKind Light = new("light", new Load(1_700, 14_000, 6), new OwnCost(4_000, 300, 220), new Tariff(9_000, 320, 1_500, 12_000), 9.0, 12.0);

    /// <summary>9 t in all.</summary>
    public static readonly TruckKind Medium = new("medium", new Load(5_000, 32_000, 10), new OwnCost(5_000, 380, 300), new Tariff(14_000, 420, 1_500, 13_000), 13.0, 18.0);

    /// <summary>18 t in all.</summary>
    public static readonly TruckKind Heavy = new("heavy", new Load(9_500, 50_000, 16), new OwnCost(6_000, 480, 400), new Tariff(22_000, 560, 1_500, 14_000), 17.5, 26.0);

    /// <summary>All of them, the smallest first.</summary>
    public static readonly IReadOnlyList<TruckKind> All = [Light, Medium, Heavy];

    /// <summary>Litres of diesel over a way with a load: linear in the load.</summary>
    public double Litres(double km, double kilograms) => km / 100 * (EmptyLitres + (FullLitres - EmptyLitres) * Math.Min(1, kilograms / Room.Kilograms));
}

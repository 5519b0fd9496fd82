using Marketplace.Domain.Logistics;

namespace Marketplace.Bench.Days;

/// <summary>A kind of truck. What it holds, costs and burns are assumptions (docs/simulation.md).</summary>
/// <param name="Name">A word.</param>
/// <param name="Room">What goes in.</param>
/// <param name="DayFen">A firm's own truck on a day on which it is used: driver and wear.</param>
/// <param name="KmFen">A firm's own truck by the kilometre.</param>
/// <param name="Hired">What a carrier asks.</param>
/// <param name="EmptyLitres">Diesel on 100 km, empty.</param>
/// <param name="FullLitres">Diesel on 100 km, with its payload.</param>
internal sealed record TruckKind(string Name, Load Room, long DayFen, long KmFen, Tariff Hired, double EmptyLitres, double FullLitres)
{
    /// <summary>4.5 t in all.</summary>
    public static readonly TruckKind Light = new("light", new Load(1_700, 14_000, 6), 28_000, 160, new Tariff(9_000, 320, 1_500, 9_500), 9.0, 12.0);

    /// <summary>9 t in all.</summary>
    public static readonly TruckKind Medium = new("medium", new Load(5_000, 32_000, 10), 38_000, 220, new Tariff(14_000, 420, 1_500, 9_500), 13.0, 18.0);

    /// <summary>18 t in all.</summary>
    public static readonly TruckKind Heavy = new("heavy", new Load(9_500, 50_000, 16), 52_000, 300, new Tariff(22_000, 560, 1_500, 9_500), 17.5, 26.0);

    /// <summary>All of them, the smallest first.</summary>
    public static readonly IReadOnlyList<TruckKind> All = [Light, Medium, Heavy];

    /// <summary>Litres of diesel over a way with a load: linear in the load.</summary>
    public double Litres(double km, double kilograms) => km / 100 * (EmptyLitres + (FullLitres - EmptyLitres) * Math.Min(1, kilograms / Room.Kilograms));
}

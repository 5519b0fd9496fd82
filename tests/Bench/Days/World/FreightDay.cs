using System.Globalization;
using Marketplace.Domain.Logistics;

namespace Marketplace.Bench.Days;

/// <summary>Goods that a call-off makes a supplier send: when it learns of them, when they are ready, and the window at the other end.</summary>
internal sealed record Goods(int Index, int Firm, Place To, Load Load, string Class, int Known, int Ready, int From, int Until)
{
    /// <summary>Its id on the board.</summary>
    public string Id { get; } = string.Create(CultureInfo.InvariantCulture, $"g-{Index}");
}

/// <summary>Room that a carrier offers: a round from its yard, or the way home that it drives in any case.</summary>
internal sealed record Room(int Index, TruckKind Kind, Place From, Place To, int RadiusKm, int Known, int Leaves, bool IsReturn)
{
    /// <summary>Its id on the board.</summary>
    public string Id { get; } = string.Create(CultureInfo.InvariantCulture, $"o-{Index}");

    /// <summary>Whose it is.</summary>
    public string Carrier { get; } = string.Create(CultureInfo.InvariantCulture, $"carrier-{Index % 30}");
}

/// <summary>Everything that is to be carried on the day, and what is offered to carry it with.</summary>
internal sealed record FreightDay(Land Land, IReadOnlyList<Goods> Goods, IReadOnlyList<Room> Rooms)
{
    /// <summary>Three consignments a firm (domain table, column S: 1,000 for 330), 300 offers for 330 firms.</summary>
    public static FreightDay Of(Land land)
    {
        var pace = Pace.Of(TheDay.Policy("BROKER"));
        var draw = new Draw(land.Seed, "freight");
        var (count, rooms) = (land.Suppliers.Count * 1000 / 330, land.Suppliers.Count * 300 / 330);
        double[] sizes = [.. land.Suppliers.Select(static one => Math.Pow(one.People, 0.7))];
        return new FreightDay(land, [.. Enumerable.Range(0, count).Select(at => OneGoods(draw, land, pace, at, draw.Weighted(sizes)))], [.. Enumerable.Range(0, rooms).Select(at => OneRoom(draw, land, at))]);
    }

    private static Goods OneGoods(Draw draw, Land land, Pace pace, int index, int firm)
    {
        var here = land.Suppliers[firm].Site;
        var kind = draw.Unit();
        var isFar = kind < 0.06;
        var to = isFar ? land.Towns[draw.Whole(0, land.Towns.Count - 1)]
            : kind < 0.80 ? land.Plants[draw.Weighted(land.PlantWeights)] : land.Suppliers[Other(draw, firm, land.Suppliers.Count)].Site;
        var kilograms = (long)draw.LogNormal(380, 1.0, 30, 6_000);
        var litres = (long)(kilograms * draw.Between(2.2, 5.0));
        var load = new Load(kilograms, litres, (int)Math.Max(1, Math.Max((kilograms + 599) / 600, (litres + 1_999) / 2_000)));
        var known = draw.Chance(0.6) ? TheDay.FirstTick : isFar ? draw.Whole(360, 600) : draw.Whole(360, 840);
        var ready = Math.Max(420, known + draw.Whole(30, 180));
        var drive = (int)pace.Drive(pace.Metres(here, to)).TotalMinutes;
        // Everybody can still be served by a truck that is called half an hour after the order is known.
        var least = Math.Max(ready, known + 90) + drive + 75;
        var until = Math.Min(least + (isFar ? draw.Whole(60, 300) : draw.Whole(45, 400)), Math.Max(least, 1320));
        var from = Math.Max(ready + drive, until - draw.Whole(90, 360));
        return new Goods(index, firm, to, load, draw.Chance(0.03) ? GoodsClass.Hazmat : draw.Chance(0.02) ? GoodsClass.Food : GoodsClass.General, known, ready, Math.Min(from, until - 30), until);
    }

    private static Room OneRoom(Draw draw, Land land, int index)
    {
        var kind = TruckKind.All[draw.Weighted([0.25, 0.5, 0.25])];
        var (isReturn, leaves) = (draw.Chance(1.0 / 3), draw.Whole(420, 1020));
        var known = Math.Max(TheDay.FirstTick, leaves - draw.Whole(90, 360));
        var yard = draw.Weighted([.. land.Suppliers.GroupBy(static one => one.Park).OrderBy(static one => one.Key).Select(static one => (double)one.Count())]);
        var home = land.Yards[Math.Min(yard, land.Yards.Count - 1)];
        var from = isReturn ? draw.Chance(0.7) ? land.Plants[draw.Weighted(land.PlantWeights)] : land.Towns[draw.Whole(0, land.Towns.Count - 1)] : home;
        return new Room(index, kind, from, home, isReturn ? 25 : 45, known, leaves, isReturn);
    }

    private static int Other(Draw draw, int firm, int count)
    {
        var other = draw.Whole(0, Math.Max(0, count - 2));
        return other >= firm ? Math.Min(count - 1, other + 1) : other;
    }
}

using Marketplace.Domain.Logistics;

namespace Marketplace.Bench.Days;

/// <summary>A whole truck called from the nearest yard for one consignment: what anybody can have at any time, in both worlds, at the carrier's
/// tariff and half the way home. The cheapest kind that holds the goods.</summary>
internal sealed class Hire(Land land, Pace pace)
{
    /// <summary>From the call until the truck sets out, in minutes.</summary>
    public const int Lead = 30;

    /// <summary>The share of hired trucks that go home empty; the others find goods by themselves.</summary>
    public const double EmptyWayHome = 0.6;

    private const double PaidWayHome = 0.5;

    /// <summary>What it costs.</summary>
    public (TruckKind Kind, Place Yard, long Fen) Of(Goods goods)
    {
        var site = land.Suppliers[goods.Firm].Site;
        var yard = land.Yards.MinBy(one => pace.Metres(one, site))!;
        var way = pace.Metres(yard, site) + pace.Metres(site, goods.To) + PaidWayHome * pace.Metres(goods.To, yard);
        return TruckKind.All.Where(kind => goods.Load.Fits(kind.Room)).Select(kind => (kind, yard, (long)(kind.Hired.FixedFen + kind.Hired.FenPerKm * way / 1000) + 2 * kind.Hired.FenPerStop)).MinBy(static one => one.Item3);
    }

    /// <summary>The trip, called at a time.</summary>
    public DrivenTrip Trip(Goods goods, double now)
    {
        var (kind, yard, fen) = Of(goods);
        var drive = pace.Drive(pace.Metres(yard, land.Suppliers[goods.Firm].Site)).TotalMinutes;
        return new DrivenTrip
        {
            Vehicle = "", Kind = kind, Start = yard, End = yard, Leaves = Math.Max(now + Lead, goods.Ready - drive), Fen = fen, WayHome = EmptyWayHome,
            Stops = [new DrivenStop(goods, false), new DrivenStop(goods, true)], Bearers = [new Bearer(goods.Firm, 1)],
        };
    }

    /// <summary>True when a truck that is called at the next tick comes too late.</summary>
    public bool IsDue(Goods goods, double now)
    {
        var site = land.Suppliers[goods.Firm].Site;
        var yard = land.Yards.Min(one => pace.Metres(one, site));
        var loads = Math.Max(now + TheDay.Tick + Lead + pace.Drive(yard).TotalMinutes, goods.Ready);
        return now >= TheDay.LastTick || loads + pace.StopMinutes + pace.Drive(pace.Metres(site, goods.To)).TotalMinutes > goods.Until;
    }
}

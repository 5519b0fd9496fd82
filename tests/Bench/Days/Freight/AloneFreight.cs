using Marketplace.Domain.Logistics;

namespace Marketplace.Bench.Days;

/// <summary>The baseline: each firm for itself, with the same solver, the same hired trucks and the same knowledge at each tick.</summary>
internal static class AloneFreight
{
    /// <summary>The trips of the day.</summary>
    public static IReadOnlyList<DrivenTrip> Run(FreightDay day, Pace pace, bool driverIsSunk = false)
    {
        var hire = new Hire(day.Land, pace);
        List<DrivenTrip> trips = [];
        foreach (var mine in day.Goods.GroupBy(static one => one.Firm).OrderBy(static one => one.Key))
        {
            var fleet = new OwnFleet(day.Land.Suppliers[mine.Key], pace, hire, driverIsSunk);
            List<Goods> open = [];
            for (var now = TheDay.FirstTick; now <= TheDay.LastTick; now += TheDay.Tick)
            {
                open.AddRange(mine.Where(one => one.Known <= now && one.Known > now - TheDay.Tick));
                trips.AddRange(fleet.Commit(open, now));
            }
        }
        return trips;
    }

    /// <summary>The same with the whole day known beforehand: what no firm can do, as a bound on the baseline.</summary>
    public static IReadOnlyList<DrivenTrip> Foreseen(FreightDay day, Pace pace, bool driverIsSunk = false)
    {
        var hire = new Hire(day.Land, pace);
        List<DrivenTrip> trips = [];
        foreach (var mine in day.Goods.GroupBy(static one => one.Firm).OrderBy(static one => one.Key))
        {
            var fleet = new OwnFleet(day.Land.Suppliers[mine.Key], pace, hire, driverIsSunk);
            List<Goods> open = [.. mine];
            for (var now = TheDay.FirstTick; now <= TheDay.LastTick; now += TheDay.Tick) trips.AddRange(fleet.Commit(open, now));
        }
        return trips;
    }
}

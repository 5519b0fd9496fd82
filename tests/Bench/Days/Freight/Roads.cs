using System.Globalization;
using Marketplace.Domain.Logistics;

namespace Marketplace.Bench.Days;

/// <summary>The day as it is driven: traffic and queues that no plan knows, the same on the same road in the same hour in both worlds.</summary>
internal sealed class Roads(int seed, Pace pace)
{
    /// <summary>Planners keep to the window; the receiver counts as late what comes this many minutes after it.</summary>
    public const double Grace = 30;

    private const double Spread = 0.18, Rush = 1.25, MeanQueue = 6;

    /// <summary>When each of a trip's goods are set down.</summary>
    public IReadOnlyList<(Goods Goods, double At)> Drive(DrivenTrip trip, Land land)
    {
        List<(Goods, double)> set = [];
        var (here, clock) = (trip.Start, trip.Leaves);
        foreach (var stop in trip.Stops)
        {
            var there = DrivenTrip.Where(stop, land);
            clock = Math.Max(clock + Takes(here, there, clock), stop.Delivers ? stop.Goods.From : stop.Goods.Ready);
            if (stop.Delivers) set.Add((stop.Goods, clock));
            clock += pace.StopMinutes - MeanQueue * Math.Log(1 - new Draw(seed, $"queue {stop.Goods.Id} {stop.Delivers}").Unit());
            here = there;
        }
        return set;
    }

    private double Takes(Place from, Place to, double at)
    {
        var hour = (int)at / 60;
        var planned = pace.Drive(pace.Metres(from, to)).TotalMinutes;
        var luck = new Draw(seed, string.Create(CultureInfo.InvariantCulture, $"road {from.Longitude} {from.Latitude} {to.Longitude} {to.Latitude} {hour}")).Normal();
        return planned * Math.Exp(Spread * luck) * (hour is 7 or 8 or 17 or 18 ? Rush : 1);
    }
}

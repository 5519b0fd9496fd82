using Marketplace.Domain.Logistics;

namespace Marketplace.Bench.Days;

/// <summary>Whether committed trips could be driven as planned: every consignment once, picked up before it is set down, within its windows,
/// within the vehicle's room, apart from what it may not lie beside, each vehicle in one place at a time. It shares no code with the planners.</summary>
internal static class FreightCheck
{
    private const double KmPerMinute = 50.0 / 60, Service = 15, Grain = 1.0; // minutes; planned ways are rounded up to whole minutes
    private const double MostDriving = 480;

    /// <summary>What is wrong; empty for a day that could be driven.</summary>
    public static IReadOnlyList<string> Faults(FreightDay day, IReadOnlyList<DrivenTrip> trips)
    {
        List<string> faults = [];
        var delivered = new int[day.Goods.Count];
        Dictionary<string, List<(double From, double Until, double Driving)>> busy = new(StringComparer.Ordinal);
        foreach (var trip in trips)
        {
            var (ends, driving) = One(trip, day.Land, delivered, faults);
            if (trip.Vehicle.Length == 0) continue;
            if (!busy.TryGetValue(trip.Vehicle, out var spans)) busy[trip.Vehicle] = spans = [];
            spans.Add((trip.Leaves, ends, driving));
        }
        foreach (var goods in day.Goods) if (delivered[goods.Index] != 1) faults.Add($"{goods.Id} is set down {delivered[goods.Index]} times");
        foreach (var (vehicle, spans) in busy)
        {
            spans.Sort();
            for (var at = 1; at < spans.Count; at++) if (spans[at].From < spans[at - 1].Until - Grain) faults.Add($"{vehicle} is in two places at {spans[at].From:F0}");
            if (vehicle.Contains('/') && spans.Sum(static one => one.Driving) > MostDriving + Grain * spans.Count) faults.Add($"the driver of {vehicle} drives too long");
        }
        return faults;
    }

    private static (double Ends, double Driving) One(DrivenTrip trip, Land land, int[] delivered, List<string> faults)
    {
        var (here, clock, driving) = (trip.Start, trip.Leaves, 0.0);
        HashSet<Goods> aboard = [];
        foreach (var stop in trip.Stops)
        {
            var (goods, there) = (stop.Goods, stop.Delivers ? stop.Goods.To : land.Suppliers[stop.Goods.Firm].Site);
            Go(there);
            clock = Math.Max(clock, stop.Delivers ? goods.From : goods.Ready);
            if (clock > goods.Until + Grain) faults.Add($"{goods.Id} is {clock - goods.Until:F0} minutes late by plan");
            if (stop.Delivers ? !aboard.Remove(goods) : !aboard.Add(goods)) faults.Add($"{goods.Id} is set down before it is on board, or taken up twice");
            if (stop.Delivers) delivered[goods.Index]++;
            if (aboard.Sum(static one => one.Load.Kilograms) > trip.Kind.Room.Kilograms || aboard.Sum(static one => one.Load.Litres) > trip.Kind.Room.Litres
                || aboard.Sum(static one => one.Load.Places) > trip.Kind.Room.Places) faults.Add($"too much is on board after {goods.Id}");
            clock += Service;
        }
        Go(trip.End);
        var classes = trip.Stops.Select(static one => one.Goods.Class).ToHashSet();
        if (classes.Contains("HAZMAT") && (classes.Contains("FOOD") || classes.Contains("PHARMA"))) faults.Add($"dangerous goods beside food in {trip.Vehicle}");
        if (aboard.Count > 0) faults.Add($"{aboard.Count} consignments stay on board");
        if (Math.Abs(trip.Bearers.Sum(static one => one.Share) - 1) > 1e-9) faults.Add($"the shares of {trip.Vehicle} do not come to the whole");
        return (clock, driving);

        void Go(Place there)
        {
            var minutes = FreightCount.Km(here, there) / KmPerMinute;
            (clock, driving, here) = (clock + minutes, driving + minutes, there);
        }
    }
}

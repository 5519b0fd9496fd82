using Marketplace.Domain.Logistics;

namespace Marketplace.Bench.Days;

/// <summary>Counts what trips come to. It has its own way of reckoning distances and shares no code with what planned them.</summary>
internal static class FreightCount
{
    /// <summary>Road kilometres between two places: the line over the earth times 1.3.</summary>
    public static double Km(Place from, Place to)
    {
        double Radians(int millionths) => millionths / 1e6 * Math.PI / 180;
        var (lat, other) = (Radians(from.Latitude), Radians(to.Latitude));
        var cosine = Math.Sin(lat) * Math.Sin(other) + Math.Cos(lat) * Math.Cos(other) * Math.Cos(Radians(to.Longitude) - Radians(from.Longitude));
        return 6371.0088 * Math.Acos(Math.Clamp(cosine, -1, 1)) * 1.3;
    }

    /// <summary>Adds a trip's way, empty way, diesel and cost to those who bear it.</summary>
    public static void Trip(DrivenTrip trip, Land land, Tally[] firms)
    {
        var (km, empty, litres) = Way(trip, land);
        foreach (var bearer in trip.Bearers)
        {
            firms[bearer.Firm][Sum.Km] += km * bearer.Share;
            firms[bearer.Firm][Sum.EmptyKm] += empty * bearer.Share;
            firms[bearer.Firm][Sum.Litres] += litres * bearer.Share;
            firms[bearer.Firm][Sum.FreightFen] += trip.Fen * bearer.Share;
        }
    }

    /// <summary>A trip's way, its empty way (to the first goods, between goods, and home from the last), and its diesel.</summary>
    public static (double Km, double Empty, double Litres) Way(DrivenTrip trip, Land land)
    {
        var (here, load, km, empty, litres) = (trip.Start, 0L, 0.0, 0.0, 0.0);
        foreach (var stop in trip.Stops)
        {
            var there = DrivenTrip.Where(stop, land);
            Go(Km(here, there));
            load += stop.Delivers ? -stop.Goods.Load.Kilograms : stop.Goods.Load.Kilograms;
            here = there;
        }
        Go(Km(here, trip.End) * trip.WayHome);
        return (km, empty, litres);

        void Go(double way)
        {
            km += way;
            litres += trip.Kind.Litres(way, load);
            if (load == 0) empty += way;
        }
    }

    /// <summary>Adds the goods that were to be carried, and which came in time.</summary>
    public static void Arrivals(FreightDay day, IEnumerable<(Goods Goods, double At)> set, Tally[] firms)
    {
        var came = set.ToDictionary(static one => one.Goods.Index, static one => one.At);
        foreach (var goods in day.Goods)
        {
            var firm = firms[goods.Firm];
            firm[Sum.Consignments]++;
            firm[Sum.TonKm] += goods.Load.Kilograms / 1000.0 * Km(day.Land.Suppliers[goods.Firm].Site, goods.To);
            if (came.TryGetValue(goods.Index, out var at) && at <= goods.Until + Roads.Grace) firm[Sum.OnTime]++;
        }
    }

    /// <summary>The empty ways home of vehicles that go home in any case and took nothing along.</summary>
    public static double UnusedReturns(FreightDay day, IEnumerable<DrivenTrip> trips)
    {
        var used = trips.Select(static one => one.Vehicle).ToHashSet();
        return day.Rooms.Where(one => one.IsReturn && !used.Contains(one.Id)).Sum(static one => Km(one.From, one.To));
    }
}

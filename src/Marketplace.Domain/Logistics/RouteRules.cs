using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Logistics;

/// <summary>How ways and times are reckoned where no road network is known; parameters of the policy.</summary>
/// <param name="DetourPercent">A road's length in hundredths of the line between its ends.</param>
/// <param name="KmPerHour">A lorry's speed over a day.</param>
/// <param name="StopMinutes">Service at a stop.</param>
public sealed record Pace(int DetourPercent, int KmPerHour, int StopMinutes)
{
    /// <summary>Those in force.</summary>
    public static Pace Of(ResourcePolicy policy) =>
        new((int)policy.Number("detourPercent", 130), (int)policy.Number("kmPerHour", 50), (int)policy.Number("stopMinutes", 15));

    /// <summary>The way from one place to another in metres.</summary>
    public long Metres(Place from, Place to)
    {
        const double Earth = 6_371_008.8, Radian = Math.PI / 180 / 1_000_000;
        double up = (to.Latitude - from.Latitude) * Radian, over = (to.Longitude - from.Longitude) * Radian;
        var chord = Math.Pow(Math.Sin(up / 2), 2) + Math.Cos(from.Latitude * Radian) * Math.Cos(to.Latitude * Radian) * Math.Pow(Math.Sin(over / 2), 2);
        return (long)Math.Round(2 * Earth * Math.Asin(Math.Min(1, Math.Sqrt(chord))) * DetourPercent / 100);
    }

    /// <summary>How long that takes.</summary>
    public TimeSpan Drive(long metres) => TimeSpan.FromMinutes(Math.Ceiling(metres * 60.0 / (KmPerHour * 1000)));
}

/// <summary>What is to be carried: an id, a load, and two stops.</summary>
public sealed record Carried(string Id, Load Load, PlaceWindow Pickup, PlaceWindow Delivery);

/// <summary>One call of a vehicle, of the <paramref name="Of"/>th thing carried.</summary>
public readonly record struct Call(int Of, bool Delivers);

/// <summary>A vehicle that sets out.</summary>
/// <param name="From">Where, or null for its first stop.</param>
/// <param name="To">Where it ends, or null for its last stop.</param>
public sealed record Run(Load Capacity, Place? From, Place? To, DateTimeOffset Leaves);

/// <summary>A trip that can be driven.</summary>
/// <param name="Stops">In order.</param>
/// <param name="Metres">From where it sets out to where it ends.</param>
/// <param name="Calls">Places it calls at, one after the other at the same place counted once.</param>
/// <param name="Ends">When the last service is over.</param>
/// <param name="Binds">What binds.</param>
public sealed record Route(IReadOnlyList<TripStop> Stops, long Metres, int Calls, DateTimeOffset Ends, Binding Binds);

/// <summary>Whether a vehicle can call at stops in an order, and where else something fits in: load at every point, pickup before delivery
/// in the same vehicle, both inside their windows.</summary>
public static class RouteRules
{
    /// <summary>The trip, or the code why not.</summary>
    public static Answer<Route> Walk(IReadOnlyList<Carried> carried, IReadOnlyList<Call> calls, Run run, Pace pace)
    {
        List<TripStop> stops = [];
        var aboard = new bool[carried.Count];
        var done = new bool[carried.Count];
        Load load = Load.None, fullest = Load.None;
        var (time, here, metres, places) = (run.Leaves, run.From, 0L, 0);
        var (slack, waited, late) = (TimeSpan.MaxValue, TimeSpan.Zero, 0);
        foreach (var call in calls)
        {
            var one = carried[call.Of];
            var stop = call.Delivers ? one.Delivery : one.Pickup;
            if (call.Delivers ? !aboard[call.Of] : aboard[call.Of] || done[call.Of]) return Refusal.Of(Codes.LogisticsStops, ("consignment", one.Id));
            (aboard[call.Of], done[call.Of]) = (!call.Delivers, call.Delivers);
            load = call.Delivers ? load - one.Load : load + one.Load;
            if (!load.Fits(run.Capacity)) return Full(run.Capacity - (load - one.Load), one.Id);
            if (load.Places > fullest.Places || (load.Places == fullest.Places && load.Kilograms > fullest.Kilograms)) fullest = load;
            var way = here is null ? 0 : pace.Metres(here, stop.Place);
            if (places == 0 || here is null || !here.Is(stop.Place)) places++;
            (metres, time, here) = (metres + way, time + pace.Drive(way), stop.Place);
            if (time < stop.Window.From) (waited, time) = (waited + (stop.Window.From - time), stop.Window.From);
            if (time > stop.Window.Until) return Refusal.Of(Codes.LogisticsWindow, ("consignment", one.Id), ("late", (long)(time - stop.Window.Until).TotalMinutes));
            if (stop.Window.Until - time + waited < slack) (slack, late) = (stop.Window.Until - time + waited, stops.Count);
            stops.Add(new TripStop(one.Id, call.Delivers, stop.Place, stop.Window, time));
            time += TimeSpan.FromMinutes(pace.StopMinutes);
        }
        if (Array.IndexOf(done, false) is >= 0 and var open) return Refusal.Of(Codes.LogisticsStops, ("consignment", carried[open].Id));
        if (run.To is not null && here is not null) metres += pace.Metres(here, run.To);
        return new Route(stops, metres, places, time, Tightest(run.Capacity, run.Capacity - fullest) with { LateStop = late, SlackMinutes = (long)slack.TotalMinutes });
    }

    /// <summary>Puts each thing in, one after the other, where it makes the way least longer: a plan at once, not the best one. The answer is
    /// a refusal when one does not go in.</summary>
    public static Answer<IReadOnlyList<Call>> Insert(IReadOnlyList<Carried> carried, Run run, Pace pace)
    {
        List<Call> calls = [];
        for (var next = 0; next < carried.Count; next++)
        {
            List<Call>? best = null;
            var least = long.MaxValue;
            Refusal? why = null;
            var some = carried.Take(next + 1).ToArray();
            for (var pickup = 0; pickup <= calls.Count; pickup++)
                for (var delivery = pickup; delivery <= calls.Count; delivery++)
                {
                    List<Call> tried = [.. calls.Take(pickup), new Call(next, false), .. calls.Skip(pickup).Take(delivery - pickup), new Call(next, true), .. calls.Skip(delivery)];
                    var walked = Walk(some, tried, run, pace);
                    why ??= walked.Refusal;
                    if (walked.Ok && walked.Must().Metres < least) (best, least) = (tried, walked.Must().Metres);
                }
            if (best is null) return why!;
            calls = best;
        }
        return new Answer<IReadOnlyList<Call>> { Value = calls };
    }

    /// <summary>The refusal of a load that does not go in.</summary>
    public static Refusal Full(Load left, string consignment) => Refusal.Of(Codes.LogisticsCapacity,
        ("consignment", consignment), ("kilograms", Math.Max(0, left.Kilograms)), ("litres", Math.Max(0, left.Litres)), ("places", Math.Max(0, left.Places)));

    private static Binding Tightest(Load capacity, Load left)
    {
        (string Name, long Left, double Share)[] all =
        [
            ("places", left.Places, left.Places / Math.Max(1.0, capacity.Places)), ("kilograms", left.Kilograms, left.Kilograms / Math.Max(1.0, capacity.Kilograms)),
            ("litres", left.Litres, left.Litres / Math.Max(1.0, capacity.Litres)),
        ];
        var (name, least, _) = all.MinBy(static one => one.Share);
        return new Binding(name, least, 0, 0);
    }
}

using System.Globalization;
using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Logistics;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Solving;

namespace Marketplace.Bench.Days;

/// <summary>What the board proposed on a day, and what became of it.</summary>
/// <param name="Trips">All trips of the day, those of own and hired trucks too.</param>
/// <param name="Declined">By a shipper.</param>
/// <param name="Refused">By the carrier.</param>
/// <param name="Grouped">Consignments in what was accepted.</param>
internal sealed record BoardDay(IReadOnlyList<DrivenTrip> Trips, int Proposed, int Accepted, int Declined, int Refused, int Grouped);

/// <summary>The same day with the board: every half hour what is known is posted, the board proposes as the host's does (insertion, then the
/// solver), each shipper accepts what costs it no more than its own best plan, and what cannot wait any longer goes as it would alone.</summary>
internal sealed class SharedFreight
{
    private const double LeastShare = 0.4;
    private const int BoardSteps = 1_000, Rounds = 3, LongestTrip = 600, Aside = 60; // minutes

    private readonly FreightDay day;
    private readonly Pace pace;
    private readonly Hire hire;
    private readonly ResourceBook book = new(new LogisticsService()) { Policy = TheDay.Policy("BROKER") };
    private readonly Dictionary<string, Room> rooms;
    private readonly Dictionary<string, Goods> goods;
    private readonly OwnFleet[] fleets;
    private readonly List<Goods>[] open;
    private readonly bool[] joins;
    private readonly List<DrivenTrip> trips = [];
    private readonly Dictionary<string, int> unwilling = [];
    private readonly Dictionary<string, bool> worth = [];
    private readonly Dictionary<int, Goods[]> weighed = [];
    private int operations, proposed, accepted, declined, refused, grouped;

    private SharedFreight(FreightDay day, Pace pace, bool[] joins, bool driverIsSunk)
    {
        (this.day, this.pace, this.joins) = (day, pace, joins);
        hire = new Hire(day.Land, pace);
        rooms = day.Rooms.ToDictionary(static one => one.Id);
        goods = day.Goods.ToDictionary(static one => one.Id);
        fleets = [.. day.Land.Suppliers.Select(one => new OwnFleet(one, pace, hire, driverIsSunk))];
        open = [.. day.Land.Suppliers.Select(static _ => new List<Goods>())];
    }

    /// <summary>The trips of the day, for the firms that join.</summary>
    public static BoardDay Run(FreightDay day, Pace pace, bool[] joins, bool driverIsSunk = false)
    {
        var run = new SharedFreight(day, pace, joins, driverIsSunk);
        for (var now = TheDay.FirstTick; now <= TheDay.LastTick; now += TheDay.Tick) run.Tick(now);
        return new BoardDay(run.trips, run.proposed, run.accepted, run.declined, run.refused, run.grouped);
    }

    private void Tick(int now)
    {
        foreach (var one in day.Goods.Where(one => one.Known <= now && one.Known > now - TheDay.Tick))
        {
            open[one.Firm].Add(one);
            if (joins[one.Firm]) Must(Do(day.Land.Suppliers[one.Firm].Name, Roles.Owner, "consignments", one.Id, "place", Posted(one), now));
        }
        foreach (var one in day.Rooms.Where(one => one.Known <= now && one.Known > now - TheDay.Tick && one.Leaves > now))
            Must(Do(one.Carrier, Roles.Carrier, "offers", one.Id, "open", Offered(one), now));
        for (var firm = 0; firm < open.Length; firm++) if (joins[firm]) Weigh(firm, now);
        for (var round = 0; round < Rounds; round++)
            if (!Board(now, round == 0)) break;
        for (var firm = 0; firm < open.Length; firm++)
        {
            var made = fleets[firm].Commit(open[firm], now);
            trips.AddRange(made);
            if (joins[firm])
                foreach (var gone in made.SelectMany(static one => one.Stops).Where(static one => one.Delivers))
                    Must(Do(day.Land.Suppliers[firm].Name, Roles.Owner, "consignments", gone.Goods.Id, "withdraw", null, now));
        }
    }

    /// <summary>One look at the board; true when a shipper declined, so that another look without its goods may find something else.</summary>
    private bool Board(int now, bool solves)
    {
        var at = TheDay.At(now);
        Resource[] wanted = [.. day.Goods.Where(one => joins[one.Firm] && worth.GetValueOrDefault(one.Id) && !(unwilling.TryGetValue(one.Id, out var until) && now < until)).Select(one => book.Find("consignments", one.Id)).OfType<Resource>().Where(static one => one.State == "POSTED")];
        // A vehicle that has set out is not asked any more: the rules reckon from the beginning of its window.
        Resource[] offers = [.. day.Rooms.Where(one => one.Leaves > now).Select(one => book.Find("offers", one.Id)).OfType<Resource>().Where(static one => one.State == "OPEN")];
        var isAgain = false;
        foreach (var city in offers.GroupBy(BoardRules.Mark, StringComparer.Ordinal).OrderBy(static one => one.Key, StringComparer.Ordinal))
        {
            Resource[] there = [.. city];
            Resource[] near = [.. BoardRules.Near(there, wanted, book.Policy, at).Take(BoardRules.Most)];
            if (near.Length < 2) continue;
            foreach (var group in Planned(there, near, at, solves).OrderByDescending(static one => one.Planned.SavingFen).ThenBy(static one => one.Offer.Name.Id, StringComparer.Ordinal))
                isAgain |= !Settle(group, now);
        }
        return isAgain;
    }

    private IReadOnlyList<BoardGroup> Planned(Resource[] offers, Resource[] near, DateTimeOffset at, bool solves)
    {
        var first = BoardRules.AtOnce(offers, near, book.Policy, at);
        if (near.Length < 3 || !solves) return first;
        var free = BoardRules.Free(offers);
        var answer = BoundedSolver.Solve(new SolverRequest { Seconds = 1, Seed = 1, Steps = Math.Min(BoardSteps, 20 * near.Length), Routing = BoardRules.Problem(free, near, book.Policy) });
        var better = BoardRules.Groups(answer.Routing!, free, near, book.Policy, at);
        return better.Sum(static one => one.Planned.SavingFen) > first.Sum(static one => one.Planned.SavingFen) ? better : first;
    }

    /// <summary>Proposes a group and asks carrier and shippers; false when one of them does not want it.</summary>
    private bool Settle(BoardGroup group, int now)
    {
        proposed++;
        var room = rooms[group.Offer.Name.Id];
        var parts = group.Planned.Members.Select(one => (Goods: goods[one.Consignment], one.TogetherFen)).GroupBy(static one => one.Goods.Firm).ToArray();
        if ((group.Planned.Stops[^1].Planned - TheDay.At(room.Leaves)).TotalMinutes > LongestTrip) // the carrier: too long for one driver
        {
            refused++;
            return true;
        }
        var against = parts.Where(part => part.Sum(static one => one.TogetherFen) > Saves(part.Key, [.. part.Select(static one => one.Goods)], now)).ToArray();
        if (against.Length > 0)
        {
            declined++;
            foreach (var one in against.SelectMany(static part => part)) unwilling[one.Goods.Id] = now + Aside;
            return false;
        }
        var id = $"p-{proposed}";
        var made = Do(day.Land.Suppliers[parts[0].Key].Name, Roles.Owner, "groupings", id, "propose", new
        {
            offer = room.Id,
            consignments = group.Consignments.Select(static one => one.Name.Id).ToArray(),
            stops = group.Calls.Select(call => new { consignment = group.Consignments[call.Of].Name.Id, delivers = call.Delivers }).ToArray(),
        }, now);
        Must(made);
        foreach (var part in parts) Must(Do(day.Land.Suppliers[part.Key].Name, Roles.Owner, "groupings", id, "accept", null, now));
        var agreed = made.Must().As<Grouping>();
        foreach (var one in agreed.Members)
        {
            if (book.Find("consignments", one.Consignment) is not { State: "BOOKED" }) throw new InvalidOperationException($"{one.Consignment} was accepted and is not booked.");
            open[goods[one.Consignment].Firm].Remove(goods[one.Consignment]);
        }
        accepted++;
        grouped += agreed.Members.Count;
        trips.Add(new DrivenTrip
        {
            Vehicle = room.Id, Kind = room.Kind, Start = room.From, End = room.To, Leaves = room.Leaves, IsReturn = room.IsReturn, Fen = agreed.Members.Sum(static one => one.TogetherFen),
            Stops = [.. agreed.Stops.Select(stop => new DrivenStop(goods[stop.Consignment], stop.Delivers))],
            Bearers = [.. agreed.Members.Select(one => new Bearer(goods[one.Consignment].Firm, one.TogetherFen / (double)agreed.Members.Sum(static all => all.TogetherFen)))],
        });
        return true;
    }

    /// <summary>A firm leaves off the board what its own trucks carry for much less than a carrier's fare: nobody shares for so little.</summary>
    private void Weigh(int firm, int now)
    {
        if (weighed.TryGetValue(firm, out var before) && before.SequenceEqual(open[firm])) return;
        weighed[firm] = [.. open[firm]];
        foreach (var one in open[firm]) worth[one.Id] = Saves(firm, [one], now) >= LeastShare * FreightCost.Fare(TruckKind.Medium.Room, TruckKind.Medium.Hired.FenPerPlace, one.Load);
    }

    /// <summary>What a firm's own best plan costs less without some of its goods, in fen.</summary>
    private double Saves(int firm, IReadOnlyList<Goods> without, int now) =>
        fleets[firm].Plan(open[firm], now).Fen - fleets[firm].Plan([.. open[firm].Where(one => !without.Contains(one))], now).Fen;

    private object Posted(Goods one) => new
    {
        goods = "汽摩零件",
        @class = one.Class,
        temperature = Temperature.Ambient,
        load = Sizes(one.Load),
        pickup = new { place = Spot(day.Land.Suppliers[one.Firm].Site), window = Window(one.Ready, one.Until) },
        delivery = new { place = Spot(one.To), window = Window(one.From, one.Until) },
    };

    private static object Offered(Room one) => new
    {
        capacity = Sizes(one.Kind.Room),
        bodyType = "BOX",
        temperature = Temperature.Ambient,
        from = Spot(one.From),
        to = Spot(one.To),
        radiusKm = one.RadiusKm,
        window = Window(one.Leaves, one.Leaves + 60),
        returnLoad = one.IsReturn,
        instant = true,
        tariff = new { fixedFen = one.Kind.Hired.FixedFen, fenPerKm = one.Kind.Hired.FenPerKm, fenPerStop = one.Kind.Hired.FenPerStop, fenPerPlace = one.Kind.Hired.FenPerPlace },
    };

    private Answer<Resource> Do(string tenant, string role, string collection, string id, string command, object? input, int now) => book.Do(new ResourceCommand
    {
        On = new ResourceName(collection, id), Name = command, Input = input is null ? ResourceCommand.Empty : JsonSerializer.SerializeToElement(input), Tenant = tenant, Actor = $"{tenant}-1",
        Roles = [role], Operation = string.Create(CultureInfo.InvariantCulture, $"op-{++operations}"),
    }, TheDay.At(now));

    private static void Must(Answer<Resource> done)
    {
        if (done.Refusal is { } no) throw new InvalidOperationException($"{no.Code}: {string.Join(", ", no.Facts)}");
    }

    private static object Sizes(Load load) => new { kilograms = load.Kilograms, litres = load.Litres, places = load.Places };

    private static object Spot(Place place) => new { name = place.Name, division = place.Division, longitude = place.Longitude, latitude = place.Latitude };

    private static object Window(double from, double until) => new { from = TheDay.Text(from), until = TheDay.Text(until) };
}

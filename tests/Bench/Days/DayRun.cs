using System.Globalization;
using Marketplace.Domain.Logistics;

namespace Marketplace.Bench.Days;

/// <summary>One world, lived through twice: every firm alone, and with the brain.</summary>
/// <param name="Alone">The firms' sums without the brain.</param>
/// <param name="Shared">With it.</param>
/// <param name="Counts">What there was and what happened, in words.</param>
/// <param name="UnusedAlone">Kilometres that return vehicles drive home empty without the brain.</param>
/// <param name="UnusedShared">With it.</param>
/// <param name="Foreseen">Freight of the firms alone if each knew its whole day beforehand.</param>
internal sealed record DayRun(int Seed, Tally[] Alone, Tally[] Shared, IReadOnlyList<string> Counts, double UnusedAlone, double UnusedShared, Tally? Foreseen)
{
    /// <summary>Lives through a day. A plan that breaks a rule of the checkers ends everything.</summary>
    public static DayRun Of(int seed, int firms, double participation = 1, bool foresees = false)
    {
        var land = Land.Of(seed, firms);
        var joins = land.Suppliers.Select(one => new Draw(seed, $"joins {one.Index}").Unit() < participation).ToArray();
        var (alone, shared) = (Tally.Of(firms), Tally.Of(firms));
        List<string> counts = [string.Create(CultureInfo.InvariantCulture, $"{firms} firms with {land.Suppliers.Sum(static one => one.People):N0} people and {land.Suppliers.Sum(static one => one.Trucks.Count)} trucks, {joins.Count(static one => one)} share")];
        var (unusedAlone, unusedShared, foreseen) = Freight(land, joins, alone, shared, counts, foresees);
        Console.Error.WriteLine($"freight {Environment.CpuUsage.TotalTime}");
        Money(land, joins, alone, shared, counts);
        Console.Error.WriteLine($"money {Environment.CpuUsage.TotalTime}");
        Work(land, joins, alone, shared, counts);
        Console.Error.WriteLine($"work {Environment.CpuUsage.TotalTime}");
        return new DayRun(seed, alone, shared, counts, unusedAlone, unusedShared, foreseen);
    }

    private static (double, double, Tally?) Freight(Land land, bool[] joins, Tally[] alone, Tally[] shared, List<string> counts, bool foresees)
    {
        var pace = Pace.Of(TheDay.Policy("BROKER"));
        var (day, roads) = (FreightDay.Of(land), new Roads(land.Seed, pace));
        var c0 = Environment.CpuUsage.TotalTime;
        var own = AloneFreight.Run(day, pace);
        Console.Error.WriteLine($"alone {Environment.CpuUsage.TotalTime - c0}");
        var board = SharedFreight.Run(day, pace, joins);
        Console.Error.WriteLine($"shared {Environment.CpuUsage.TotalTime - c0}");
        Count(own, alone);
        Count(board.Trips, shared);
        counts.Add(string.Create(CultureInfo.InvariantCulture, $"freight: {day.Goods.Count} consignments, {day.Rooms.Count} offers; alone {Words(own)}; shared {Words(board.Trips)}; ")
            + string.Create(CultureInfo.InvariantCulture, $"{board.Proposed} groupings proposed, {board.Accepted} accepted with {board.Grouped} consignments, {board.Declined} declined by a shipper, {board.Refused} by the carrier"));
        counts.Add(string.Create(CultureInfo.InvariantCulture, $"firms that paid more for the day's freight with the brain than alone: {Enumerable.Range(0, alone.Length).Count(at => shared[at][Sum.FreightFen] > alone[at][Sum.FreightFen] + 1)}"));
        Tally? foreseen = null;
        if (foresees)
        {
            var all = Tally.Of(alone.Length);
            Count(AloneFreight.Foreseen(day, pace), all);
            foreseen = Tally.Total(all);
        }
        return (FreightCount.UnusedReturns(day, own), FreightCount.UnusedReturns(day, board.Trips), foreseen);

        void Count(IReadOnlyList<DrivenTrip> trips, Tally[] firms)
        {
            Holds("freight", FreightCheck.Faults(day, trips));
            foreach (var trip in trips) FreightCount.Trip(trip, land, firms);
            FreightCount.Arrivals(day, trips.SelectMany(trip => roads.Drive(trip, land)), firms);
        }
    }

    private static string Words(IReadOnlyList<DrivenTrip> trips) =>
        string.Create(CultureInfo.InvariantCulture, $"{trips.Count(static one => one.Vehicle.Contains('/'))} trips of own trucks, {trips.Count(static one => one.Vehicle.Length == 0)} hired, {trips.Count(static one => one.Vehicle.StartsWith("o-", StringComparison.Ordinal))} grouped");

    private static void Money(Land land, bool[] joins, Tally[] alone, Tally[] shared, List<string> counts)
    {
        var day = MoneyDay.Of(land);
        List<Cash> own = [], funded = [];
        var budgets = day.Lenders.ToDictionary(static one => one.Name, static one => one.BudgetFen);
        foreach (var firm in land.Suppliers)
        {
            var mine = AloneMoney.Run(day.Claims.Where(one => one.Firm == firm.Index), day.Purses[firm.Index]);
            own.AddRange(mine);
            if (!joins[firm.Index])
            {
                funded.AddRange(mine);
                continue;
            }
            var (cash, moved) = SharedMoney.Run(day, firm, budgets);
            funded.AddRange(cash);
            if (moved.Any(static one => one.Lines.Sum(static line => line.Minor) != 0)) throw new InvalidOperationException("A transfer does not sum to zero.");
        }
        Holds("money alone", MoneyCount.Faults(day, own));
        Holds("money shared", MoneyCount.Faults(day, funded));
        foreach (var cash in own) MoneyCount.Add(cash, alone);
        foreach (var cash in funded) MoneyCount.Add(cash, shared);
        counts.Add(string.Create(CultureInfo.InvariantCulture, $"money: {day.Claims.Count} receivables of {day.Claims.Sum(static one => one.Fen) / 100:N0} yuan, {day.Claims.Count(static one => one.ConfirmDays is not null)} confirmed by their debtors; ")
            + string.Create(CultureInfo.InvariantCulture, $"alone {own.Count(static one => one.From == Cash.Bank)} to the firm's own bank; shared {funded.Count(static one => one.From == Cash.Bank)} to the own bank, {funded.Count(static one => one.From.StartsWith("funder", StringComparison.Ordinal))} to funders"));
    }

    private static void Work(Land land, bool[] joins, Tally[] alone, Tally[] shared, List<string> counts)
    {
        var day = WorkDay.Of(land);
        var worlds = new WorkWorlds(day);
        var (own, lent) = (worlds.Alone(), worlds.Shared(joins));
        Holds("work alone", WorkCount.Faults(day, own, joins));
        Holds("work shared", WorkCount.Faults(day, lent, joins));
        WorkCount.Add(day, own, alone);
        WorkCount.Add(day, lent, shared);
        counts.Add(string.Create(CultureInfo.InvariantCulture, $"work: {day.People.Count} skilled people, {day.People.Count(static one => one.IsAbsent)} absent, {day.Tasks.Count} tasks of a shift; {lent.Lent.Agreed} loans agreed, {lent.Lent.Refused} refused by the person, {lent.Lent.Worked} worked"));
    }

    private static void Holds(string what, IReadOnlyList<string> faults)
    {
        if (faults.Count > 0) throw new InvalidOperationException($"{what}: {faults.Count} faults, first: {string.Join("; ", faults.Take(5))}");
    }
}

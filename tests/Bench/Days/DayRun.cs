using System.Globalization;
using Marketplace.Domain.Logistics;

namespace Marketplace.Bench.Days;

/// <summary>The same day with the brain.</summary>
/// <param name="Firms">The firms' sums.</param>
/// <param name="Counts">What happened, in words.</param>
/// <param name="UnusedReturnKm">Kilometres that vehicles drive home empty because they took no goods along.</param>
internal sealed record SharedDay(Tally[] Firms, IReadOnlyList<string> Counts, double UnusedReturnKm);

/// <summary>One world of a seed, lived through by every firm alone; and again with the brain, as often as it is asked. A plan that breaks a rule of
/// the checkers ends everything.</summary>
internal sealed class DayRun
{
    private readonly Land land;
    private readonly FreightDay freight;
    private readonly MoneyDay money;
    private readonly WorkDay work;
    private readonly Pace pace = Pace.Of(TheDay.Policy("BROKER"));
    private readonly List<Cash> ownCash;

    public DayRun(int seed, int firms)
    {
        land = Land.Of(seed, firms);
        (freight, money, work) = (FreightDay.Of(land), MoneyDay.Of(land), WorkDay.Of(land));
        Alone = Tally.Of(firms);
        var trips = AloneFreight.Run(freight, pace);
        Count(trips, Alone);
        UnusedReturnKm = FreightCount.UnusedReturns(freight, trips);
        ownCash = [.. land.Suppliers.SelectMany(firm => AloneMoney.Run(money.Claims.Where(one => one.Firm == firm.Index), money.Purses[firm.Index]))];
        Count(ownCash, Alone);
        var worked = new WorkWorlds(work).Alone();
        Count(worked, [.. land.Suppliers.Select(static _ => false)], Alone);
        Counts =
        [
            string.Create(CultureInfo.InvariantCulture, $"{firms} firms, {land.Suppliers.Sum(static one => one.People):N0} people, {land.Suppliers.Sum(static one => one.Trucks.Count)} own trucks; {freight.Goods.Count} consignments, {freight.Rooms.Count} offers of room, {freight.Rooms.Count(static one => one.IsReturn)} of them ways home"),
            string.Create(CultureInfo.InvariantCulture, $"{money.Claims.Count} receivables of {money.Claims.Sum(static one => one.Fen) / 100:N0} yuan, {money.Claims.Count(static one => one.ConfirmDays is not null)} that debtors confirm; {work.People.Count} skilled people, {work.People.Count(static one => one.IsAbsent)} absent, {work.Tasks.Count} tasks of a shift"),
            $"alone: {Words(trips)}; {ownCash.Count(static one => one.From == Cash.Bank)} receivables to the firm's own bank",
        ];
    }

    /// <summary>The seed of the world.</summary>
    public int Seed => land.Seed;

    /// <summary>The firms' sums without the brain.</summary>
    public Tally[] Alone { get; }

    /// <summary>What there is and what happens alone, in words.</summary>
    public IReadOnlyList<string> Counts { get; }

    /// <summary>Kilometres that vehicles with room for ways home drive empty without the brain: all of them.</summary>
    public double UnusedReturnKm { get; }

    /// <summary>The day with the brain, shared by a part of the firms.</summary>
    public SharedDay Share(double participation = 1)
    {
        var joins = Joins(participation);
        var firms = Tally.Of(land.Suppliers.Count);
        var board = SharedFreight.Run(freight, pace, joins);
        Count(board.Trips, firms);
        var budgets = money.Funders.ToDictionary(static one => one.Name, static one => one.BudgetFen);
        List<Cash> cash = [];
        foreach (var firm in land.Suppliers)
        {
            if (!joins[firm.Index])
            {
                cash.AddRange(ownCash.Where(one => one.Claim.Firm == firm.Index));
                continue;
            }
            var (mine, moved) = SharedMoney.Run(money, firm, budgets);
            if (moved.Any(static one => one.Lines.Sum(static line => line.Minor) != 0)) throw new InvalidOperationException("A transfer does not sum to zero.");
            cash.AddRange(mine);
        }
        Count(cash, firms);
        var worked = new WorkWorlds(work).Shared(joins);
        Count(worked, joins, firms);
        return new SharedDay(firms,
        [
            $"shared by {joins.Count(static one => one)} firms: {Words(board.Trips)}; {board.Proposed} groupings put to shippers, {board.Accepted} accepted with {board.Grouped} consignments, {board.Declined} declined by a shipper, {board.Refused} by the carrier",
            $"{cash.Count(static one => one.From.StartsWith("funder", StringComparison.Ordinal))} receivables to funders, {cash.Count(static one => one.From == Cash.Bank)} to the own bank; {worked.Lent.Agreed} loans of people agreed, {worked.Lent.Refused} refused by the person, {worked.Lent.Worked} worked",
            $"{Enumerable.Range(0, firms.Length).Count(at => firms[at][Sum.FreightFen] > Alone[at][Sum.FreightFen] + 1)} firms paid more for the day's freight than alone, {Enumerable.Range(0, firms.Length).Count(at => firms[at][Sum.FreightFen] < Alone[at][Sum.FreightFen] - 1)} less",
        ], FreightCount.UnusedReturns(freight, board.Trips));
    }

    /// <summary>Freight alone and shared by all when the drivers of own trucks would have nothing else to do.</summary>
    public (Tally Alone, Tally Shared) WithSunkDrivers()
    {
        var (alone, shared) = (Tally.Of(land.Suppliers.Count), Tally.Of(land.Suppliers.Count));
        Count(AloneFreight.Run(freight, pace, driverIsSunk: true), alone);
        Count(SharedFreight.Run(freight, pace, Joins(1), driverIsSunk: true).Trips, shared);
        return (Tally.Total(alone), Tally.Total(shared));
    }

    /// <summary>Freight alone if each firm knew its whole day beforehand.</summary>
    public Tally Foreseen()
    {
        var firms = Tally.Of(land.Suppliers.Count);
        Count(AloneFreight.Foreseen(freight, pace), firms);
        return Tally.Total(firms);
    }

    private bool[] Joins(double participation) => [.. land.Suppliers.Select(one => new Draw(land.Seed, $"joins {one.Index}").Unit() < participation)];

    private void Count(IReadOnlyList<DrivenTrip> trips, Tally[] firms)
    {
        Holds("freight", FreightCheck.Faults(freight, trips));
        foreach (var trip in trips) FreightCount.Trip(trip, land, firms);
        var roads = new Roads(land.Seed, pace);
        FreightCount.Arrivals(freight, trips.SelectMany(trip => roads.Drive(trip, land)), firms);
    }

    private void Count(IReadOnlyList<Cash> cash, Tally[] firms)
    {
        Holds("money", MoneyCount.Faults(money, cash));
        foreach (var one in cash) MoneyCount.Add(one, firms);
    }

    private void Count(WorkedDay worked, bool[] joins, Tally[] firms)
    {
        Holds("work", WorkCount.Faults(work, worked, joins));
        WorkCount.Add(work, worked, firms);
    }

    private static string Words(IReadOnlyList<DrivenTrip> trips) =>
        $"{trips.Count(static one => one.Vehicle.Contains('/'))} trips of own trucks, {trips.Count(static one => one.Vehicle.Length == 0)} of hired ones, {trips.Count(static one => one.Vehicle.StartsWith("o-", StringComparison.Ordinal))} grouped";

    private static void Holds(string what, IReadOnlyList<string> faults)
    {
        if (faults.Count > 0) throw new InvalidOperationException($"{what}: {faults.Count} faults, first: {string.Join("; ", faults.Take(5))}");
    }
}

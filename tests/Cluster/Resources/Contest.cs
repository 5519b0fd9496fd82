namespace Marketplace.Tests.Contests;

/// <summary>A voucher that is paid, room that is booked and a shift that is accepted, by many at once: each round is made ready, raced for and judged.</summary>
internal sealed class Contest(Ask ask, DateTimeOffset now, Random dice, string worker = "xinghe-worker-2")
{
    public static readonly string[] Kinds = ["redemption", "booking", "shift"];
    private readonly Stage stage = new(ask, now, dice, worker);
    private readonly List<(Hand Hand, string Id)> goods = [];

    /// <summary>One round of a kind with so many callers: what is wrong with what is left, empty when there was exactly one winner.</summary>
    public Task<List<string>> Round(string kind, int callers) => kind switch
    {
        "redemption" => Redemption(callers),
        "booking" => Booking(callers),
        _ => Shift(callers),
    };

    /// <summary>The debtor's people record the payment of one voucher, each by an operation of their own.</summary>
    private async Task<List<string>> Redemption(int callers)
    {
        var shot = await stage.Voucher();
        return await Race(callers, _ => shot);
    }

    /// <summary>Many consignments want a vehicle that has room for one.</summary>
    private async Task<List<string>> Booking(int callers)
    {
        while (goods.Count < callers)
        {
            var hand = goods.Count % 2 == 0 ? Hand.Maker : Hand.Machinist;
            goods.Add((hand, await stage.Pallet(hand)));
        }
        var shot = await stage.Vehicle();
        var faults = await Race(callers, caller => shot with { Hand = goods[caller].Hand, Input = new { consignment = goods[caller].Id } }, goods.RemoveAt);
        // Who lost waits for a vehicle as before.
        if (!(await ask(0, goods[0].Hand, "logistics", "consignments", goods[0].Id, "withdraw", null)).Ok) faults.Add("a consignment that lost is not to be withdrawn");
        goods.RemoveAt(0);
        return faults;
    }

    /// <summary>One person is asked for up to eight shifts of one morning, by many taps at once.</summary>
    private async Task<List<string>> Shift(int callers)
    {
        var shifts = await stage.Morning(dice.Next(1, Math.Min(8, callers) + 1));
        var won = -1;
        var faults = await Race(callers, caller => shifts[caller % shifts.Count], winner => won = winner % shifts.Count);
        foreach (var (at, shift) in shifts.Index()) (await ask(0, at == won ? Hand.Worker : Hand.Machinist, "talent", "shifts", shift.Id, at == won ? "decline" : "cancel", null)).Must();
        return faults;
    }

    /// <summary>Lets all go at once; one has won, and the others are told why they have not.</summary>
    private async Task<List<string>> Race(int callers, Func<int, Shot> shot, Action<int>? winner = null)
    {
        var gate = new TaskCompletionSource();
        var all = Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            await gate.Task;
            var it = shot(caller);
            return (Shot: it, Told: await ask(caller, it.Hand, it.Service, it.On, it.Id, it.Command, it.Input));
        })).ToArray();
        gate.SetResult();
        var said = await Task.WhenAll(all);
        List<string> faults = [];
        var winners = said.Index().Where(static one => one.Item.Told.Ok).ToList();
        if (winners.Count != 1) faults.Add($"{winners.Count} of {callers} won");
        faults.AddRange(winners.Where(static one => one.Item.Told.State != one.Item.Shot.State).Select(static one => $"won, and is {one.Item.Told.State}"));
        faults.AddRange(said.Where(static one => !one.Told.Ok && one.Told.Code is not ("conflict.state" or "talent.overlap" or "talent.travel")).Select(static one => $"lost as {one.Told.Code}").Distinct());
        if (winners.Count > 0) winner?.Invoke(winners[0].Index);
        return faults;
    }
}

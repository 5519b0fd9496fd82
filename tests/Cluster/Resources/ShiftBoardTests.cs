using Marketplace.Domain;
using Marketplace.Grains.Solving;
using Marketplace.Grains.Talent;
using Marketplace.Tests.Cluster.Storage;
using Marketplace.Tests.Contests;
using Xunit;

namespace Marketplace.Tests.Cluster.Resources;

/// <summary>Proposals for open shifts, by the solver in its process: each of two people gets one shift of a morning, the third stays open, and what
/// somebody has taken on at that hour keeps them out by its rule.</summary>
public sealed class ShiftBoardTests(Stores stores) : IClassFixture<Stores>
{
    [Fact]
    public async Task Everybody_is_proposed_once_for_a_morning_and_what_keeps_them_out_is_said()
    {
        var database = await stores.Open("sqlite");
        stores.Clock.Now = new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero); // a Monday
        var hands = new DeskHands([database], stores.Clock);
        await hands.On();
        using var solver = new SolverProcess(new SolverOptions(), TimeProvider.System);
        var board = new ShiftBoard(DeskHands.Shelves(database), solver, database);
        var (borrower, dice) = (DeskHands.Who(Hand.Machinist), new Random(1));
        Assert.Empty((await board.Propose("auto", borrower)).Must());
        hands.Worker = "xinghe-a";
        var first = new Stage(hands.Ask, stores.Clock.Now, dice, "xinghe-a");
        var taken = (await first.Morning(1))[0]; // Wednesday, offered to the first
        hands.Worker = "xinghe-b";
        await new Stage(hands.Ask, stores.Clock.Now, dice, "xinghe-b").Morning(1);
        List<string> shifts = [];
        for (var i = 0; i < 3; i++)
            shifts.Add((await hands.Ask(0, Hand.Machinist, "talent", "shifts", "", "open", new { post = "调模工", start = $"2026-09-09T08:{10 * i + 20}:00+08:00", end = "2026-09-09T12:00:00+08:00", breakMinutes = 0, site = new { name = "二车间", lat = 29.6066, lon = 106.5744 } })).Must().Id);
        var free = (await board.Propose("auto", borrower)).Must();
        Assert.Equal(3, free.Count);
        Assert.Equal(2, free.Where(static one => one.Agreement.Length > 0).Select(static one => one.Agreement).Distinct().Count());
        Assert.All(free, static one => Assert.Equal((2, 0), (one.Able, one.Blocked.Count)));
        Assert.All(free.Where(static one => one.Agreement.Length > 0), static one => Assert.True(one.WageFen > 0));

        hands.Worker = "xinghe-a";
        (await hands.Ask(0, Hand.Worker, "talent", "shifts", taken.Id, "accept", null)).Must();
        var one = (await board.Propose("auto", borrower)).Must();
        Assert.Equal(1, one.Count(static it => it.Agreement.Length > 0));
        Assert.All(one, static it => Assert.Equal((1, 1), (it.Able, it.Blocked[Codes.TalentOverlap])));
        // Planned together it is the same: the one who is free gets one of three that lie over each other.
        var roster = (await board.Roster("auto", borrower)).Must();
        Assert.Equal(one.Select(static it => it.Shift).Order(), roster.Select(static it => it.Shift).Order());
        Assert.Equal(one.Where(static it => it.Agreement.Length > 0).Select(static it => it.Agreement), roster.Where(static it => it.Agreement.Length > 0).Select(static it => it.Agreement));
        // It is taken up by the ordinary command.
        var proposed = one.Single(static it => it.Agreement.Length > 0);
        Assert.Equal("OFFERED", (await hands.Ask(0, Hand.Machinist, "talent", "shifts", proposed.Shift, "offer", new { agreement = proposed.Agreement })).Must().State);
        // Another firm's board has nothing of it, and a worker is not asked.
        Assert.Empty((await board.Propose("auto", DeskHands.Who(Hand.Maker))).Must());
        Assert.Empty((await board.Roster("auto", DeskHands.Who(Hand.Maker))).Must());
        Assert.Equal(Codes.RoleMissing, (await board.Roster("auto", DeskHands.Who(Hand.Worker))).Refusal?.Code);
        Assert.Equal(Codes.RoleMissing, (await board.Propose("auto", DeskHands.Who(Hand.Worker))).Refusal?.Code);
        Assert.Equal(Codes.NotFound, (await board.Propose("hardware", borrower)).Refusal?.Code);
    }
}

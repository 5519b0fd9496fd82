using Marketplace.Storage;
using Marketplace.Tests.Cluster.Ledger;
using Marketplace.Tests.Cluster.Storage;
using Marketplace.Tests.Contests;
using Xunit;

namespace Marketplace.Tests.Cluster.Resources;

/// <summary>A voucher is paid once, room is booked once and a shift is accepted once, whoever asks at the same moment: 2 to 64 callers through desks that do
/// not know of each other, on PostgreSQL through two hosts' stores.</summary>
public sealed class ContestTests(Stores stores) : IClassFixture<Stores>
{
    [Theory]
    [InlineData("sqlite", "redemption"), InlineData("sqlite", "booking"), InlineData("sqlite", "shift")]
    [InlineData("postgres", "redemption"), InlineData("postgres", "booking"), InlineData("postgres", "shift")]
    public async Task One_of_2_to_64_wins(string engine, string kind)
    {
        var dice = Seeds.Dice($"{kind} on {engine}");
        var database = await stores.Open(engine);
        Database[] hosts = engine == "postgres" ? [database, await stores.Reopen(database.Options)] : [database];
        var hands = new DeskHands(hosts, stores.Clock);
        await hands.On();
        var contest = new Contest(hands.Ask, stores.Clock.Now, dice, hands.Worker);
        var (rounds, callers) = (Seeds.Count(1_700, 12), 0);
        for (var round = 0; round < rounds; round++)
        {
            // Nobody has hundreds of shifts a month: the next fifty rounds are another's.
            if (round % 50 == 49) contest = new Contest(hands.Ask, stores.Clock.Now, dice, hands.Worker = $"xinghe-worker-{round}");
            var many = dice.Next(2, 65);
            callers += many;
            var faults = await contest.Round(kind, many);
            Assert.True(faults.Count == 0, $"round {round}, {many} callers: {string.Join("; ", faults)}");
        }
        Seeds.Say($"{kind} on {engine}: {rounds} rounds, {callers} callers, one winner each");
        if (kind == "redemption") Assert.Empty((await PlainBooks.Read(database, "auto/finance")).Faults);
    }
}

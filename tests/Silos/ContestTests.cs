using Marketplace.Tests.Contests;
using Marketplace.Tests.Crash;
using Marketplace.Tests.Crash.Driving;
using Xunit;

namespace Marketplace.Tests.Silos;

/// <summary>A voucher is paid once, room is booked once and a shift is accepted once, when 2 to 64 callers ask all hosts at the same moment over HTTP.</summary>
public sealed class ContestTests(Fleet fleet)
{
    [Fact]
    public async Task One_of_2_to_64_wins_whichever_host_they_ask()
    {
        var dice = Seeds.Dice("contests over hosts");
        using var hands = new HttpHands([.. fleet.Hosts.Select(static host => host.Address)]);
        var contest = new Contest(hands.Ask, DateTimeOffset.UtcNow, dice);
        var (rounds, callers) = (Seeds.Nightly ? 5_001 : 9, 0);
        for (var round = 0; round < rounds; round++)
        {
            var many = dice.Next(2, 65);
            callers += many;
            var faults = await contest.Round(Contest.Kinds[round % Contest.Kinds.Length], many);
            Assert.True(faults.Count == 0, $"round {round}, {Contest.Kinds[round % Contest.Kinds.Length]}, {many} callers: {string.Join("; ", faults)}");
        }
        Seeds.Say($"{rounds} rounds of {string.Join(", ", Contest.Kinds)} over {fleet.Hosts.Count} hosts, {callers} callers, one winner each");
    }
}

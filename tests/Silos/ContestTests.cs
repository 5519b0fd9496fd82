using System.Text.Json;
using Marketplace.Tests.Contests;
using Marketplace.Tests.Crash;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Silos;

/// <summary>A voucher is paid once, room is booked once and a shift is accepted once, when 2 to 64 callers ask all hosts at the same moment over HTTP.</summary>
public sealed class ContestTests(Fleet fleet)
{
    private static readonly Dictionary<Hand, string> tokens = new()
    {
        [Hand.Chain] = "mkt_dev_chain", [Hand.Maker] = "mkt_dev_sme", [Hand.Machinist] = "mkt_dev_sme2", [Hand.Funder] = "mkt_dev_funder", [Hand.Lender] = "mkt_dev_lender",
        [Hand.Worker] = "mkt_dev_forklift", [Hand.Carrier] = "mkt_dev_carrier", [Hand.Desk] = "mkt_dev_operator",
    };

    [Fact]
    public async Task One_of_2_to_64_wins_whichever_host_they_ask()
    {
        var dice = Seeds.Dice("contests over hosts");
        Dictionary<(int, Hand), Talk> talks = [];
        for (var host = 0; host < fleet.Hosts.Count; host++)
            foreach (var (hand, token) in tokens) talks[(host, hand)] = new Talk(fleet[host].Address, token);
        var contest = new Contest(async (host, hand, service, on, id, command, input) =>
        {
            var reply = await talks[(host % fleet.Hosts.Count, hand)].Post($"/api/v1/{service}/{on}{(id.Length > 0 ? $"/{id}/{command}" : "")}", input ?? new { }, key: Guid.NewGuid().ToString());
            return reply.Status is 200 or 201 ? new Said("", reply.Json.GetProperty("id").GetString()!, reply.Json.GetProperty("state").GetString()!, reply.Json.GetProperty("seq").GetInt64(), reply.Json.GetProperty("body"))
                : new Said(reply.Code, "", "", 0, default);
        }, DateTimeOffset.UtcNow, dice);
        var (rounds, callers) = (Seeds.Nightly ? 5_001 : 9, 0);
        for (var round = 0; round < rounds; round++)
        {
            var many = dice.Next(2, 65);
            callers += many;
            var faults = await contest.Round(Contest.Kinds[round % Contest.Kinds.Length], many);
            Assert.True(faults.Count == 0, $"round {round}, {Contest.Kinds[round % Contest.Kinds.Length]}, {many} callers: {string.Join("; ", faults)}");
        }
        Seeds.Say($"{rounds} rounds of {string.Join(", ", Contest.Kinds)} over {fleet.Hosts.Count} hosts, {callers} callers, one winner each");
        foreach (var talk in talks.Values) talk.Dispose();
    }
}

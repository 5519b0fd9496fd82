using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Finance;
using Marketplace.Domain.Logistics;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Talent;
using Marketplace.Grains.Resources;
using Marketplace.Storage;
using Marketplace.Storage.Resources;
using Marketplace.Tests.Cluster.Ledger;
using Marketplace.Tests.Cluster.Storage;
using Marketplace.Tests.Contests;
using Xunit;

namespace Marketplace.Tests.Cluster.Resources;

/// <summary>A voucher is paid once, room is booked once and a shift is accepted once, whoever asks at the same moment: 2 to 64 callers through desks that do
/// not know of each other, on PostgreSQL through two hosts' stores.</summary>
public sealed class ContestTests(Stores stores) : IClassFixture<Stores>
{
    private static readonly IResourceService[] services = [new FinanceService(), new LogisticsService(), new TalentService()];
    private static readonly Dictionary<Hand, Caller> hands = new()
    {
        [Hand.Chain] = Of("wanjiang", Roles.Chain), [Hand.Maker] = Of("hongyan", Roles.Owner), [Hand.Machinist] = Of("qiaotou", Roles.Owner), [Hand.Funder] = Of("jinqiao", Roles.Funder),
        [Hand.Lender] = Of("xinghe", Roles.Lender), [Hand.Worker] = Of("xinghe", Roles.Worker), [Hand.Carrier] = Of("shunlu", Roles.Carrier), [Hand.Desk] = Of("", Roles.Operator),
    };

    [Theory]
    [InlineData("sqlite", "redemption"), InlineData("sqlite", "booking"), InlineData("sqlite", "shift")]
    [InlineData("postgres", "redemption"), InlineData("postgres", "booking"), InlineData("postgres", "shift")]
    public async Task One_of_2_to_64_wins(string engine, string kind)
    {
        var dice = Seeds.Dice($"{kind} on {engine}");
        var database = await stores.Open(engine);
        Database[] hosts = engine == "postgres" ? [database, await stores.Reopen(database.Options)] : [database];
        ResourceDesk[] desks = [.. Enumerable.Range(0, 4).Select(at => Desk(hosts[at % hosts.Length]))];
        foreach (var (service, mode) in new[] { ("finance", FinanceService.Information), ("logistics", "BROKER"), ("talent", TalentService.SharedWork) }) await On(desks[0], service, mode);
        var (operations, worker, contest) = (0, "", (Contest?)null);
        Contest With(string who) => new(async (host, hand, service, on, id, command, input) =>
        {
            var operation = $"op-{Interlocked.Increment(ref operations)}";
            var who = hands[hand] with { Operation = operation, Actor = hand == Hand.Worker ? worker : hands[hand].Actor };
            var answer = await desks[host % desks.Length].Do(new ResourceShelf("auto", service), who, new ResourceCommand
            {
                On = new(on, id.Length > 0 ? id : ResourceCommand.IdOf(who.Tenant, operation, 0)), Name = command, Tenant = who.Tenant, Actor = who.Actor, Roles = who.Roles, Operation = operation,
                Input = input is null ? ResourceCommand.Empty : JsonSerializer.SerializeToElement(input),
            });
            return answer.Refusal is { } no ? new Told(no.Code, "", "", 0, default)
                : new Told("", answer.Must().Id, answer.Must().State, answer.Must().Seq, JsonElement.Parse(answer.Must().Body));
        }, stores.Clock.Now, dice, who);
        var (rounds, callers) = (Seeds.Count(1_700, 12), 0);
        for (var round = 0; round < rounds; round++)
        {
            // Nobody has hundreds of shifts a month: the next fifty rounds are another's.
            if (round % 50 == 0) contest = With(worker = $"xinghe-worker-{round + 2}");
            var many = dice.Next(2, 65);
            callers += many;
            var faults = await contest!.Round(kind, many);
            Assert.True(faults.Count == 0, $"round {round}, {many} callers: {string.Join("; ", faults)}");
        }
        Seeds.Say($"{kind} on {engine}: {rounds} rounds, {callers} callers, one winner each");
        if (kind == "redemption") Assert.Empty((await PlainBooks.Read(database, "auto/finance")).Faults);
    }

    private ResourceDesk Desk(Database database) => new(database, new ResourceShelves(services, database), LedgerGround.Teller(database), stores.Clock);

    private Task On(ResourceDesk desk, string service, string mode) => On(desk, service, JsonSerializer.SerializeToElement(new { mode, from = $"{ResourcePolicy.Today(stores.Clock.Now):yyyy-MM-dd}" }));

    private static async Task On(ResourceDesk desk, string service, JsonElement input) => (await desk.Do(new ResourceShelf("auto", service), Caller.System(brain: "auto"),
        new ResourceCommand { On = new(ResourcePolicy.Collection, "first"), Name = "set", Roles = [Roles.Operator], Operation = "open", Input = input })).Must();

    private static Caller Of(string tenant, string role) => new() { Tenant = tenant, Brain = "auto", Actor = $"{tenant}-1", Roles = [role], Operation = "" };
}

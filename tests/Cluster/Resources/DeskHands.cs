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
using Marketplace.Tests.Contests;

namespace Marketplace.Tests.Cluster.Resources;

/// <summary>The hands of shared things through desks on stores; desks do not know of each other.</summary>
internal sealed class DeskHands(IReadOnlyList<Database> hosts, TimeProvider time)
{
    private static readonly IResourceService[] services = [new FinanceService(), new LogisticsService(), new TalentService()];
    private static readonly Dictionary<Hand, Caller> hands = new()
    {
        [Hand.Chain] = Of("wanjiang", Roles.Chain), [Hand.Maker] = Of("hongyan", Roles.Owner), [Hand.Machinist] = Of("qiaotou", Roles.Owner), [Hand.Funder] = Of("jinqiao", Roles.Funder),
        [Hand.Lender] = Of("xinghe", Roles.Lender), [Hand.Worker] = Of("xinghe", Roles.Worker), [Hand.Carrier] = Of("shunlu", Roles.Carrier), [Hand.Desk] = Of("", Roles.Operator),
    };

    private readonly ResourceDesk[] desks = [.. Enumerable.Range(0, 4).Select(at => new ResourceDesk(hosts[at % hosts.Count], Shelves(hosts[at % hosts.Count]), LedgerGround.Teller(hosts[at % hosts.Count]), time))];
    private int operations;

    /// <summary>The person whose hand <see cref="Hand.Worker"/> is.</summary>
    public string Worker { get; set; } = "xinghe-worker-2";

    /// <summary>What rules are asked on a store.</summary>
    public static ResourceShelves Shelves(Database database) => new(services, database);

    /// <summary>Who a hand is.</summary>
    public static Caller Who(Hand hand) => hands[hand];

    /// <summary>Switches all services on.</summary>
    public async Task On()
    {
        foreach (var (service, mode) in new[] { ("finance", FinanceService.Information), ("logistics", "BROKER"), ("talent", TalentService.SharedWork) })
            (await desks[0].Do(new ResourceShelf("auto", service), Caller.System(brain: "auto"), new ResourceCommand
            {
                On = new(ResourcePolicy.Collection, "first"), Name = "set", Roles = [Roles.Operator], Operation = "open", Input = JsonSerializer.SerializeToElement(new { mode, from = $"{ResourcePolicy.Today(time.GetUtcNow()):yyyy-MM-dd}" }),
            })).Must();
    }

    /// <summary>Asks by an operation of its own.</summary>
    public async Task<Told> Ask(int host, Hand hand, string service, string on, string id, string command, object? input)
    {
        var operation = $"op-{Interlocked.Increment(ref operations)}";
        var who = hands[hand] with { Operation = operation, Actor = hand == Hand.Worker ? Worker : hands[hand].Actor };
        var answer = await desks[host % desks.Length].Do(new ResourceShelf("auto", service), who, new ResourceCommand
        {
            On = new(on, id.Length > 0 ? id : ResourceCommand.IdOf(who.Tenant, operation, 0)), Name = command, Tenant = who.Tenant, Actor = who.Actor, Roles = who.Roles, Operation = operation,
            Input = input is null ? ResourceCommand.Empty : JsonSerializer.SerializeToElement(input),
        });
        return answer.Refusal is { } no ? new Told(no.Code, "", "", 0, default) : new Told("", answer.Must().Id, answer.Must().State, answer.Must().Seq, JsonElement.Parse(answer.Must().Body));
    }

    private static Caller Of(string tenant, string role) => new() { Tenant = tenant, Brain = "auto", Actor = $"{tenant}-1", Roles = [role], Operation = "" };
}

using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Marketplace.Domain;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Resources;

namespace Marketplace.Tests.Resources;

/// <summary>A berth: its name is one of a kind, taking it costs its price.</summary>
internal sealed record Berth(string Title, long Price, string Holder = "");

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Berth))]
internal sealed partial class BerthJson : JsonSerializerContext;

/// <summary>The smallest service that uses all that the base offers: a key, a hold with a deadline, a limit over many things (no firm has more
/// than three berths), money, and an event. <paramref name="loose"/> reads without a fence: a wrong rule, kept to show that it is caught.</summary>
internal sealed class Berths(bool loose = false) : IResourceService
{
    public const int Most = 3;
    private const string Place = "berths";

    public string Name => "harbour";

    public IReadOnlyList<string> Modes => ["OPEN"];

    public IReadOnlyList<StateTable> Tables { get; } =
    [
        new(Place,
            new Transition(StateTable.None, "build", ["FREE"], [By.Anyone]),
            new Transition("FREE", "hold", ["HELD"], [By.Anyone]),
            new Transition("HELD", "release", ["FREE"], ["holder", By.System]),
            new Transition("HELD", "take", ["TAKEN"], ["holder"]),
            new Transition("TAKEN", "leave", ["FREE"], ["holder"]),
            new Transition("FREE", "close", ["CLOSED"], ["builder"])),
    ];

    public string? Schema(string collection, string command) => command != "build" ? null :
        """{"type":"object","required":["title","price"],"additionalProperties":false,"properties":{"title":{"type":"string","minLength":1,"maxLength":40},"price":{"type":"integer","minimum":1}}}""";

    public bool Spends(string collection, string command) => command == "take";

    public JsonTypeInfo Shape(string collection) => BerthJson.Default.Berth;

    public IReadOnlyList<ResourceRead> Reads(ResourceCommand command, ResourceFacts facts) => command.Name == "hold" ? [new ResourceRead.Set(Place, $"of:{command.Tenant}", loose)] : [];

    public Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        if (command.Name == "build")
        {
            var plan = command.Read(BerthJson.Default.Berth);
            var built = new Resource { Name = command.On, State = "FREE", Body = plan, Parties = [new("builder", command.Tenant)], Open = true, Marks = ["all"] };
            return new ResourceDecision { Puts = [new(built, command.Name)], Claims = [new(plan.Title, command.On, Codes.ConflictUnique)] };
        }
        var berth = facts.Of(command)!;
        var body = berth.As<Berth>();
        Party builder = berth.Parties.First(static one => one.Word == "builder"), holder = new("holder", command.Tenant);
        switch (command.Name)
        {
            case "hold":
                if (facts.Set(Place, $"of:{command.Tenant}", loose).Count >= Most) return Refusal.Of(Codes.LedgerBound, ("most", Most));
                return ResourceDecision.Of(berth with { State = "HELD", Body = body with { Holder = command.Tenant }, Parties = [builder, holder], Marks = ["all", $"of:{command.Tenant}"], Deadline = new(now.AddMinutes(10), "release") }, command.Name);
            case "take":
                var taken = ResourceDecision.Of(berth with { State = "TAKEN", Deadline = null }, command.Name, new ResourceEvent("harbour.berth.taken.v1", berth.Name, [builder.Tenant], new JsonObject { ["by"] = command.Tenant }));
                return taken with { Commits = body.Price, Transfer = new([new() { Account = $"firm/{command.Tenant}", Minor = body.Price }, new() { Account = "pool", Minor = -body.Price }], [Account($"firm/{command.Tenant}", AccountSide.Debit), Account("pool", AccountSide.Credit)], berth.Name.ToString()) };
            case "close":
                return new ResourceDecision { Puts = [new(berth with { State = "CLOSED", Open = false, Marks = [] }, command.Name)], Frees = [new(body.Title, berth.Name, Codes.ConflictUnique)] };
            default:
                return ResourceDecision.Of(berth with { State = "FREE", Body = body with { Holder = "" }, Parties = [builder], Marks = ["all"], Deadline = null }, command.Name);
        }
    }

    public JsonObject View(Resource thing, ResourceViewer viewer) => new() { ["title"] = thing.As<Berth>().Title, ["price"] = thing.As<Berth>().Price, ["holder"] = thing.Parties.Any(one => one.Tenant == viewer.Tenant) ? thing.As<Berth>().Holder : "" };

    private static LedgerAccount Account(string name, string side) => new() { Account = name, Side = side, Owner = Keys.Brain("auto"), Currency = LedgerUnits.Fen };
}

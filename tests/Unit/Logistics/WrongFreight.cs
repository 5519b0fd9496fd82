using Marketplace.Domain;
using Marketplace.Domain.Logistics;
using Marketplace.Domain.Resources;

namespace Marketplace.Tests.Unit.Logistics;

/// <summary>The service with something done to it: what it reads, what it decides, or both.</summary>
internal sealed class WrongFreight : IResourceService
{
    private readonly LogisticsService right = new();

    /// <summary>What the rules take a row for.</summary>
    public Func<ResourceCommand, Resource, Resource>? Sees { get; init; }

    /// <summary>What becomes of a row they put, given what really was there.</summary>
    public Func<ResourceCommand, ResourcePut, Resource?, ResourcePut>? Puts { get; init; }

    /// <summary>What was reached: <c>collection from command</c>, and how often.</summary>
    public Dictionary<string, int> Reached { get; } = [];

    public string Name => right.Name;

    public IReadOnlyList<string> Modes => right.Modes;

    public IReadOnlyList<StateTable> Tables => right.Tables;

    public string? Schema(string collection, string command) => right.Schema(collection, command);

    public System.Text.Json.Serialization.Metadata.JsonTypeInfo Shape(string collection) => right.Shape(collection);

    public IReadOnlyList<ResourceRead> Reads(ResourceCommand command, ResourceFacts facts) => right.Reads(command, facts);

    public System.Text.Json.Nodes.JsonObject View(Resource thing, ResourceViewer viewer) => right.View(thing, viewer);

    public Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        var seen = facts;
        if (Sees is not null)
        {
            seen = new ResourceFacts { Policy = facts.Policy };
            foreach (var read in facts.Reads) seen.Add(read, [.. Rows(facts, read).Select(one => Sees(command, one))]);
        }
        var decided = right.Decide(command, seen, now);
        if (decided.Refusal is not null) return decided;
        var decision = decided.Must();
        if (Puts is not null) decision = decision with { Puts = [.. decision.Puts.Select(put => Puts(command, put, Real(facts, put)))] };
        foreach (var put in decision.Puts)
        {
            var cell = $"{put.After.Name.Collection} {Real(facts, put)?.State ?? StateTable.None} {put.Command}";
            Reached[cell] = Reached.GetValueOrDefault(cell) + 1;
        }
        return decision;
    }

    private static Resource? Real(ResourceFacts facts, ResourcePut put) => facts.Knows(new ResourceRead.Row(put.After.Name)) ? facts.Row(put.After.Name) : null;

    private static IReadOnlyList<Resource> Rows(ResourceFacts facts, ResourceRead read) => read switch
    {
        ResourceRead.Row row => facts.Row(row.Name) is { } one ? [one] : [],
        ResourceRead.Set set => facts.Set(set.Collection, set.Mark, set.Loose),
        _ => [],
    };

    /// <summary>One wrong rule for each invariant.</summary>
    public static readonly IReadOnlyDictionary<string, Func<WrongFreight>> All = new Dictionary<string, Func<WrongFreight>>
    {
        ["L1"] = static () => new WrongFreight
        {
            Sees = static (_, row) => row.Body is CapacityOffer offer ? row with { Body = offer with { Capacity = new Load(900000, 900000, 900) } } : row,
            Puts = static (_, put, real) => put.After.Body is CapacityOffer offer && real is not null ? put with { After = put.After with { Body = offer with { Capacity = real.As<CapacityOffer>().Capacity } } } : put,
        },
        ["L2"] = static () => new WrongFreight
        {
            Sees = static (command, row) => command.Name == "plan" && row.Body is Consignment goods ? row with { Body = goods with { Pickup = Wide(goods.Pickup), Delivery = Wide(goods.Delivery) } } : row,
            Puts = static (_, put, real) => put.Command == "plan" && put.After.Body is Consignment goods && real is not null
                ? put with { After = put.After with { Body = goods with { Pickup = real.As<Consignment>().Pickup, Delivery = real.As<Consignment>().Delivery } } } : put,
        },
        ["L3"] = static () => new WrongFreight
        {
            Puts = static (_, put, real) => put.Command == "release" && put.After.Body is CapacityOffer offer && real is not null
                ? put with { After = put.After with { State = "PART_RESERVED", Body = offer with { Reservations = [.. real.As<CapacityOffer>().Reservations.Select(static one => one with { IsBooked = true })] } } } : put,
        },
        ["L4"] = static () => new WrongFreight
        {
            Puts = static (_, put, real) => put.Command == "confirm" && put.After.Body is CapacityOffer && real is not null ? put with { After = put.After with { Body = real.Body } } : put,
        },
        ["L5"] = static () => new WrongFreight
        {
            Sees = static (_, row) => row.Body is Consignment goods ? row with { Body = goods with { Class = "GENERAL" } } : row,
            Puts = static (_, put, real) => put.After.Body is Consignment goods && real is not null && put.Command != "edit" ? put with { After = put.After with { Body = goods with { Class = real.As<Consignment>().Class } } } : put,
        },
        ["L6"] = static () => new WrongFreight
        {
            Puts = static (_, put, _) => put.Command is "takeBack" or "writeOff" && put.After.Body is Consignment goods ? put with { After = put.After with { Body = goods with { Lots = [.. goods.Lots.Select(static one => one with { Lost = 0 })] } } } : put,
        },
        ["L7"] = static () => new WrongFreight
        {
            Puts = static (_, put, _) => put.Command == "propose" && put.After.Body is Grouping grouping
                ? put with { After = put.After with { Body = grouping with { Members = [grouping.Members[0] with { TogetherFen = grouping.Members[0].TogetherFen + 1 }, .. grouping.Members.Skip(1)] } } } : put,
        },
        ["L8"] = static () => new WrongFreight
        {
            Puts = static (_, put, _) => put.After.Body is TrackedEvent { Effective: not null } told ? put with { After = put.After with { Body = told with { Effective = told.At } } } : put,
        },
        ["L9"] = static () => new WrongFreight
        {
            Puts = static (_, put, _) => put.After is { State: "REJECTED", Body: Report report } ? put with { After = put.After with { State = put.Command == "upload" ? "UPLOADED" : "CHECKED", Body = report with { Findings = [] } } } : put,
        },
        ["L10"] = static () => new WrongFreight
        {
            Puts = static (_, put, _) => put.Command == "plan" && put.After.Body is Trip trip ? put with { After = put.After with { Body = trip with { Ends = trip.Ends.AddDays(2) } } } : put,
        },
    };

    private static PlaceWindow Wide(PlaceWindow stop) => stop with { Window = new Window(stop.Window.From.AddDays(-9), stop.Window.Until.AddDays(9)) };
}

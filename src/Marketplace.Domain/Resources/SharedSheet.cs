using System.Text.Json.Nodes;
using Marketplace.Domain.Records;

namespace Marketplace.Domain.Resources;

/// <summary>A shared thing as an app sees it, the same in the host, in specs and in <c>mkt dev</c>.</summary>
public static class SharedSheet
{
    /// <summary><c>{collection, id, state, seq, mine, can, due, body}</c>, as one firm sees it.</summary>
    public static JsonObject Of(IResourceService service, Resource thing, ResourceViewer viewer) => new()
    {
        ["collection"] = thing.Name.Collection, ["id"] = thing.Name.Id, ["state"] = thing.State, ["seq"] = thing.Seq,
        ["mine"] = new JsonArray([.. thing.Parties.Where(one => one.Tenant == viewer.Tenant).Select(static one => one.Word).Distinct().Select(static word => (JsonNode)word)]),
        ["can"] = new JsonArray([.. ResourceRules.Can(service, thing, viewer).Select(static word => (JsonNode)word)]),
        ["due"] = thing.Deadline is { } due ? Forms.TimeText(due.At) : null, ["body"] = ResourceRules.View(service, thing, viewer),
    };

    /// <summary>What a command would come to: the thing as it would be, and what the firm would be committed to pay, in micro-yuan.</summary>
    public static JsonObject Quote(IResourceService service, ResourceDecision decision, ResourceViewer viewer) =>
        new() { ["thing"] = Of(service, decision.Puts[0].After, viewer), ["commits"] = decision.Commits * MicroPerFen };

    /// <summary>One fen in micro-yuan.</summary>
    public const long MicroPerFen = 10_000;
}

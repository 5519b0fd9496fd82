using System.Text.Json.Nodes;
using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Finance;

/// <summary>How a decision says what it changes and tells.</summary>
internal static class FinanceTold
{
    /// <summary>The thing in another state with another body, without a deadline unless one is given.</summary>
    public static Resource Into(this Resource thing, string state, object body, Deadline? deadline = null) => thing with { State = state, Body = body, Deadline = deadline };

    /// <summary>What is told to every party of a thing, before and after: <c>finance.receivable.confirmed.v1</c>.</summary>
    public static ResourceEvent Told(this Resource thing, string aggregate, string past, params ReadOnlySpan<(string Name, JsonNode? Value)> data)
    {
        var told = new JsonObject { ["id"] = thing.Name.Id, ["state"] = thing.State };
        foreach (var (name, value) in data) told[name] = value;
        return new ResourceEvent($"finance.{aggregate}.{past}.v1", thing.Name, [.. thing.Parties.Select(static one => one.Tenant).Distinct(StringComparer.Ordinal)], told);
    }

    /// <summary>A hold's deadline: so many days from now as the policy says, and never later than <paramref name="latest"/>.</summary>
    public static Deadline Hold(ResourceFacts facts, DateTimeOffset now, string days, long usual, string command, DateTimeOffset? latest = null)
    {
        var at = now.AddDays(Math.Clamp(facts.Policy.Number(days, usual), 0, 366));
        return new Deadline(latest is { } end && end < at ? end : at, command);
    }

    /// <summary>A refusal of an input's place.</summary>
    public static Refusal Wrong(string pointer, string rule) => Refusal.Of(Codes.InputInvalid, ("pointer", pointer), ("rule", rule));

    /// <summary>A row that the command names and the firm may see, in one of the states; or the refusal that says which it is not.</summary>
    public static Answer<Resource> Named(this ResourceFacts facts, ResourceCommand command, string collection, string id, params ReadOnlySpan<string> states)
    {
        if (facts.Row(collection, id) is not { } row || !ResourceRules.Sees(row, command.Tenant)) return Refusal.Of(Codes.NotFound, ("what", collection));
        return states.Length == 0 || states.Contains(row.State) ? row : Refusal.Of(Codes.ConflictState, ("state", row.State), ("command", command.Name));
    }

    /// <summary>The read of one row.</summary>
    public static ResourceRead Read(string collection, string id) => new ResourceRead.Row(new ResourceName(collection, id));
}

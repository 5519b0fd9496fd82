using System.Text.Json.Nodes;
using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Logistics;

/// <summary>Collects what a decision must know, and hands out what is known of it so far.</summary>
internal sealed class Needs(ResourceFacts facts)
{
    private readonly List<ResourceRead> reads = [];

    /// <summary>Everything asked for.</summary>
    public IReadOnlyList<ResourceRead> All => reads;

    /// <summary>A thing, or null while it is not known or when there is none.</summary>
    public Resource? Row(string collection, string? id)
    {
        if (id is null) return null;
        var read = new ResourceRead.Row(new ResourceName(collection, id));
        reads.Add(read);
        return facts.Knows(read) ? facts.Row(read.Name) : null;
    }

    /// <summary>Several things.</summary>
    public void Rows(string collection, IEnumerable<string> ids)
    {
        foreach (var id in ids) Row(collection, id);
    }

    /// <summary>The things of a mark; none while they are not known.</summary>
    public IReadOnlyList<Resource> Set(string collection, string mark)
    {
        var read = new ResourceRead.Set(collection, mark);
        reads.Add(read);
        return facts.Knows(read) ? facts.Set(collection, mark) : [];
    }
}

/// <summary>Days, marks and what is told.</summary>
internal static class Freight
{
    private static readonly TimeSpan china = TimeSpan.FromHours(8);

    /// <summary>The day of a time where the trucks drive.</summary>
    public static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(china).DateTime);

    /// <summary>The mark of what a board gathers: everything of a city and a day.</summary>
    public static string Board(Place from, DateTimeOffset at) => $"board:{from.Division[..4]}:{Day(at):yyyy-MM-dd}";

    /// <summary>The mark of what is open anywhere.</summary>
    public const string OpenMark = "open";

    /// <summary>A mark that tells nobody whose it is: plates and persons do not enter marks.</summary>
    public static string Secret(string word, string code) => $"{word}:{ResourceCommand.IdOf("", $"{word} {code}", 0)}";

    /// <summary>What is told of a thing that has changed.</summary>
    public static ResourceEvent Told(Resource after, string past) => new($"logistics.{One(after.Name.Collection)}.{past}.v1", after.Name,
        [.. after.Parties.Select(static one => one.Tenant).Distinct()], new JsonObject { ["id"] = after.Name.Id, ["state"] = after.State });

    /// <summary>A refusal for something that is named in an input and is not there or not theirs.</summary>
    public static Refusal Missing(string what) => Refusal.Of(Codes.NotFound, ("what", what));

    /// <summary>A refusal for something that is named in an input and is in another state.</summary>
    public static Refusal State(Resource thing, string command) => Refusal.Of(Codes.ConflictState, ("state", thing.State), ("command", command));

    /// <summary>A refusal of an input.</summary>
    public static Refusal Wrong(string pointer, string rule) => Refusal.Of(Codes.InputInvalid, ("pointer", pointer), ("rule", rule));

    private static string One(string collection) => collection[..^1];
}

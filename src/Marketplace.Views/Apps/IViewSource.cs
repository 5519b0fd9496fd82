using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Views;

namespace Marketplace.Views.Apps;

/// <summary>What the renderer of app views needs of the world: an install behind grains, or the memory firm of <c>mkt dev</c>.
/// One source is one person looking at one app in one culture.</summary>
public interface IViewSource
{
    /// <summary>The manifest of the release that runs.</summary>
    Manifest Manifest { get; }

    /// <summary>Who looks.</summary>
    ViewPerson Person { get; }

    /// <summary>The app's own words in the person's culture.</summary>
    IReadOnlyDictionary<string, string> Texts { get; }

    /// <summary>The firm's people by id, so that a cell that holds a person's id shows a name.</summary>
    IReadOnlyDictionary<string, string> People { get; }

    /// <summary>A view of the app by name, or null when it has none by that name or the file does not read.</summary>
    Task<View?> View(string name, CancellationToken cancel);

    /// <summary>Records as crossing-form JSON objects.</summary>
    Task<Answer<IReadOnlyList<JsonElement>>> Records(RowSource.Records query, CancellationToken cancel);

    /// <summary>Groups of records, each <c>{group{}, count, sum{}, avg{}, min{}, max{}}</c>, in the order of the groups.</summary>
    Task<Answer<IReadOnlyList<JsonElement>>> Groups(RowSource.Groups query, CancellationToken cancel);

    /// <summary>One record.</summary>
    Task<Answer<JsonElement>> Record(string entity, string id, CancellationToken cancel);

    /// <summary>Makes a record; the answer is the record.</summary>
    Task<Answer<JsonElement>> Insert(string entity, JsonElement body, string operation, CancellationToken cancel);

    /// <summary>The last calls of a function, newest first, each an object with
    /// <c>at actor actorName outcome code input result cost invocation</c>.</summary>
    Task<Answer<IReadOnlyList<JsonElement>>> Invocations(string function, int limit, CancellationToken cancel);

    /// <summary>Calls a function. A platform refusal is the answer's; what the app refused is in the call.</summary>
    Task<Answer<ViewCall>> Call(string function, JsonElement input, string secondSignature, string operation, CancellationToken cancel);
}

/// <summary>The person who looks.</summary>
public sealed record ViewPerson(string Id, string Name, IReadOnlyList<string> Roles);

/// <summary>How a call from a view ended.</summary>
public sealed record ViewCall(JsonElement Result, Refusal? Refused, string Invocation, Cost Cost);

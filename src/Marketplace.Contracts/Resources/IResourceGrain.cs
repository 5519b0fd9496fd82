using Marketplace.Domain;
using Orleans;

namespace Marketplace.Contracts.Resources;

/// <summary>One shared thing: commands on it come one after the other. Key <see cref="Keys.Resource"/>. Who may do what is in its table; for a
/// firm that may not see it there is none.</summary>
[Alias("resources.thing")]
public interface IResourceGrain : IGrainWithStringKey
{
    /// <summary>Does a command of the thing's state table. The same operation again gets the same answer. A command that does not fit the state is
    /// <c>conflict.state</c> with the state in its facts.</summary>
    [Alias("do")] Task<Answer<ResourceView>> Do(Caller caller, ResourceOrder order);

    /// <summary>What was due at a number of its changes: done, unless it was changed since. For the host.</summary>
    [Alias("due")] Task<Answer<Done>> Due(Caller caller, long seq);
}

/// <summary>The shared things of one service in one brain, for those who look. Stateless; key <see cref="Keys.Resources"/>.</summary>
[Alias("resources.board")]
public interface IResourceBoardGrain : IGrainWithStringKey
{
    /// <summary>The firm's own things, or those open to the brain, newest change first.</summary>
    [Alias("list")] Task<Answer<ResourcePage>> List(Caller caller, ResourceQuery query);

    /// <summary>One thing, as the caller's firm may see it.</summary>
    [Alias("get")] Task<Answer<ResourceView>> Get(Caller caller, string collection, string id);

    /// <summary>What was done to a thing, in its order. For its parties.</summary>
    [Alias("steps")] Task<Answer<IReadOnlyList<ResourceStepView>>> Steps(Caller caller, string collection, string id);

    /// <summary>The firms with which the caller's has a part in the same thing, of any service of the brain, by their names' order of letters; at most 200. Nobody else
    /// is named: whom a firm does not deal with it does not learn of here.</summary>
    [Alias("partners")] Task<Answer<IReadOnlyList<string>>> Partners(Caller caller);

    /// <summary>The mode of the service in this brain today.</summary>
    [Alias("mode")] Task<Answer<string>> Mode(Caller caller);
}

/// <summary>A command and its input, an object as JSON.</summary>
[GenerateSerializer, Immutable, Alias("resources.order")]
public sealed record ResourceOrder
{
    [Id(0)] public required string Command { get; init; }
    [Id(1)] public string Input { get; init; } = "{}";
    /// <summary>The app that asks for the firm, or empty when a person does.</summary>
    [Id(2)] public string App { get; init; } = "";
    /// <summary>What the app may spend by the command's scope in a month, micro-yuan.</summary>
    [Id(3)] public long Cap { get; init; }
}

/// <summary>What to list.</summary>
[GenerateSerializer, Immutable, Alias("resources.query")]
public sealed record ResourceQuery
{
    [Id(0)] public required string Collection { get; init; }
    /// <summary>True for what is open to the brain, false for the firm's own.</summary>
    [Id(1)] public bool Open { get; init; }
    /// <summary>A state, or empty for any.</summary>
    [Id(2)] public string State { get; init; } = "";
    /// <summary>The cursor of the page before, or empty.</summary>
    [Id(3)] public string After { get; init; } = "";
    /// <summary>1 to 200.</summary>
    [Id(4)] public int Limit { get; init; } = 50;
}

/// <summary>A page of things; <see cref="Next"/> is empty on the last.</summary>
[GenerateSerializer, Immutable, Alias("resources.page")]
public sealed record ResourcePage
{
    [Id(0)] public required IReadOnlyList<ResourceView> Things { get; init; }
    [Id(1)] public string Next { get; init; } = "";
}

/// <summary>A thing as one firm sees it.</summary>
[GenerateSerializer, Immutable, Alias("resources.view")]
public sealed record ResourceView
{
    [Id(0)] public required string Collection { get; init; }
    [Id(1)] public required string Id { get; init; }
    [Id(2)] public required string State { get; init; }
    /// <summary>Counts its changes.</summary>
    [Id(3)] public required long Seq { get; init; }
    /// <summary>What the firm is in it: words of the table's <c>by</c>.</summary>
    [Id(4)] public IReadOnlyList<string> Mine { get; init; } = [];
    /// <summary>Commands that this person may try now.</summary>
    [Id(5)] public IReadOnlyList<string> Can { get; init; } = [];
    /// <summary>What the service shows of it, an object as JSON.</summary>
    [Id(6)] public required string Body { get; init; }
    /// <summary>When the host does something by itself, or null.</summary>
    [Id(7)] public DateTimeOffset? Due { get; init; }
    [Id(8)] public DateTimeOffset Created { get; init; }
    [Id(9)] public DateTimeOffset Changed { get; init; }
}

/// <summary>One step of a thing's life; <see cref="By"/> is the firm, or empty for the host and the operator.</summary>
[GenerateSerializer, Immutable, Alias("resources.step")]
public sealed record ResourceStepView
{
    [Id(0)] public required long Seq { get; init; }
    [Id(1)] public required string Command { get; init; }
    [Id(2)] public required string From { get; init; }
    [Id(3)] public required string To { get; init; }
    [Id(4)] public string By { get; init; } = "";
    [Id(5)] public string App { get; init; } = "";
    [Id(6)] public DateTimeOffset At { get; init; }
}

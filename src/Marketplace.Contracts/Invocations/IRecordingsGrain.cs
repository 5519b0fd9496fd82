using Marketplace.Domain;
using Marketplace.Domain.Invocations.Recordings;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Contracts.Invocations;

/// <summary>The recordings of a firm's calls. Stateless; key <see cref="Keys.Recordings"/>.</summary>
[Alias("invocations.recordings")]
public interface IRecordingsGrain : IGrainWithStringKey
{
    /// <summary>A recording as JSON, or <c>recording.none</c> for a call whose recording is not kept. It leaves the house: for the owner.
    /// <paramref name="redact"/> masks what the manifest marks as personal; the recording then says that it is inexact.</summary>
    [Alias("get")] Task<Answer<Immutable<byte[]>>> Get(Caller caller, string invocation, bool redact);

    /// <summary>One call for people: its line of the log, what it logged, whether it can be replayed. Owner and leader.</summary>
    [Alias("look")] Task<Answer<CallSheet>> Look(Caller caller, string app, string invocation);

    /// <summary>Runs a call again on the version it ran on (an empty <paramref name="version"/>) or on another one that the firm can see.
    /// Reads nothing new, commits nothing, bills nobody. Owner and leader.</summary>
    [Alias("replay")] Task<Answer<ReplayReport>> Replay(Caller caller, string invocation, string version);
}

/// <summary>One call on a page.</summary>
[GenerateSerializer, Immutable, Alias("invocations.sheet")]
public sealed record CallSheet
{
    [Id(0)] public required InvocationFacts Call { get; init; }
    /// <summary>Its recording is kept.</summary>
    [Id(1)] public bool Kept { get; init; }
    [Id(2)] public IReadOnlyList<string> Logs { get; init; } = [];
    /// <summary>What it asked the host, in order.</summary>
    [Id(3)] public IReadOnlyList<ReplayQuestion> Questions { get; init; } = [];
}

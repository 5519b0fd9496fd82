using Marketplace.Domain;
using Orleans;

namespace Marketplace.Contracts.Insight;

/// <summary>What leaves a firm for its brain, and the firm's say in it. Stateless; key <see cref="Keys.Shares"/>.</summary>
[Alias("insight.shares")]
public interface ISharesGrain : IGrainWithStringKey
{
    /// <summary>The datasets of the firm's apps, and a page of what left, the newest first; of one app and dataset, or of all where these are empty.</summary>
    [Alias("list")] Task<Answer<SharePage>> List(Caller caller, string app, string dataset, string after, int limit);

    /// <summary>Stops a dataset of an app, or lets it leave again. Owner. It holds from the commit on, also for calls that are running.</summary>
    [Alias("stop")] Task<Answer<ShareStanding>> Stop(Caller caller, string app, string dataset, bool stopped);
}

/// <summary>Datasets, and a page of records.</summary>
[GenerateSerializer, Immutable, Alias("insight.sharePage")]
public sealed record SharePage
{
    [Id(0)] public required IReadOnlyList<ShareStanding> Datasets { get; init; }
    [Id(1)] public required IReadOnlyList<SharedRecord> Records { get; init; }
    /// <summary>The cursor of the next page, or empty.</summary>
    [Id(2)] public string Next { get; init; } = "";
}

/// <summary>A dataset of an app and how it stands.</summary>
[GenerateSerializer, Immutable, Alias("insight.shareStanding")]
public sealed record ShareStanding
{
    [Id(0)] public required string App { get; init; }
    [Id(1)] public required string Dataset { get; init; }
    /// <summary><c>shared</c>; <c>stopped</c> by the firm; <c>notGranted</c>: the install has no grant for it; <c>left</c>: the app is not there, or declares it no more.</summary>
    [Id(2)] public required string State { get; init; }
    /// <summary>For which purpose it was granted, or empty.</summary>
    [Id(3)] public string Purpose { get; init; } = "";
    /// <summary>Culture to the reason that the app gives.</summary>
    [Id(4)] public IReadOnlyDictionary<string, string> Why { get; init; } = new Dictionary<string, string>();
    /// <summary>The members of a record.</summary>
    [Id(5)] public IReadOnlyList<string> Fields { get; init; } = [];
    /// <summary>Records that left, and the last time.</summary>
    [Id(6)] public long Records { get; init; }
    [Id(7)] public DateTimeOffset? Last { get; init; }
    [Id(8)] public DateTimeOffset? StoppedAt { get; init; }
    [Id(9)] public string StoppedBy { get; init; } = "";
}

/// <summary>A record that left.</summary>
[GenerateSerializer, Immutable, Alias("insight.sharedRecord")]
public sealed record SharedRecord
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required string App { get; init; }
    [Id(2)] public required string Version { get; init; }
    [Id(3)] public required string Install { get; init; }
    [Id(4)] public required string Brain { get; init; }
    [Id(5)] public required string Dataset { get; init; }
    [Id(6)] public required string Purpose { get; init; }
    /// <summary>The record as it left, UTF-8 JSON.</summary>
    [Id(7)] public required byte[] Record { get; init; }
    [Id(8)] public required string Invocation { get; init; }
    [Id(9)] public required string Actor { get; init; }
    [Id(10)] public required DateTimeOffset At { get; init; }
}

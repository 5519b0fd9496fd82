using Marketplace.Contracts.Publishing;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Orleans;

namespace Marketplace.Contracts.Catalogue;

/// <summary>The life of one app in one brain: review, listing, suspension of each version. Key <see cref="Keys.Listing"/>.
/// Two brains hold two listings of the same release and never see each other's decision.</summary>
[Alias("catalogue.listing")]
public interface IListingGrain : IGrainWithStringKey
{
    /// <summary>Puts a release that passed quarantine on this brain's desk. System only.</summary>
    [Alias("enqueue")] Task<Answer<VersionFacts>> Enqueue(Caller caller, ReleaseFacts release);

    /// <summary>The operator's decision on a version in review.</summary>
    [Alias("decide")] Task<Answer<VersionFacts>> Decide(Caller caller, string version, ReviewDecision decision);

    /// <summary>Stops a version in this brain at once; reversible.</summary>
    [Alias("suspend")] Task<Answer<VersionFacts>> Suspend(Caller caller, string version, string reason);

    /// <summary>Lifts a suspension.</summary>
    [Alias("resume")] Task<Answer<VersionFacts>> Resume(Caller caller, string version);

    /// <summary>The publisher takes a version off this brain's shelf; installs keep running.</summary>
    [Alias("withdraw")] Task<Answer<VersionFacts>> Withdraw(Caller caller, string version);

    /// <summary>Every version with its state here, to the brain's operators and the publisher; to others of the brain what was listed, without
    /// what the operator wrote; to other brains nothing.</summary>
    [Alias("versions")] Task<Answer<IReadOnlyList<VersionFacts>>> Versions(Caller caller);

    /// <summary>The next step of a version that is being rolled out: offered to 1, 10 or 100 percent of the installs, or to none more (0). The brain's
    /// operator and the publisher.</summary>
    [Alias("roll")] Task<Answer<VersionFacts>> Roll(Caller caller, string version, int share);

    /// <summary>How a rollout stands. The brain's operator and the publisher.</summary>
    [Alias("stand")] Task<Answer<RolloutStand>> Stand(Caller caller, string version);

    /// <summary>The version that the caller's firm's install is offered: the shelf's, or the one being rolled out when it has come to this install.</summary>
    [Alias("next")] Task<Answer<VersionFacts>> Next(Caller caller);

    /// <summary>The version a firm may install now (the listed one, or the named one when it is listed or superseded), or <c>notFound</c> / <c>app.suspended</c>.</summary>
    [Alias("offer")] Task<Answer<VersionFacts>> Offer(Caller caller, string version);
}

/// <summary>A rollout with its figures.</summary>
[GenerateSerializer, Immutable, Alias("catalogue.rolloutStand")]
public sealed record RolloutStand
{
    [Id(0)] public required string Version { get; init; }
    [Id(1)] public required Rollout Rollout { get; init; }
    /// <summary>Calls and failures, of the version and of the others; those of the moment it halted, once it has.</summary>
    [Id(2)] public required RolloutTally Tally { get; init; }
    /// <summary>Installs in the brain, those that are in the share, and those that have the version.</summary>
    [Id(3)] public long Installs { get; init; }
    [Id(4)] public long Offered { get; init; }
    [Id(5)] public long Taken { get; init; }
}

/// <summary>A collection. Key <see cref="Keys.Collection"/>.</summary>
[Alias("catalogue.collectionGrain")]
public interface ICollectionGrain : IGrainWithStringKey
{
    /// <summary>Replaces the collection. Operator of the brain.</summary>
    [Alias("put")] Task<Answer<CollectionFacts>> Put(Caller caller, CollectionFacts facts);

    /// <summary>The collection, or <c>notFound</c>.</summary>
    [Alias("get")] Task<Answer<CollectionFacts>> Get(Caller caller);
}

using Marketplace.Contracts.Publishing;
using Marketplace.Domain;
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

    /// <summary>The version a firm may install now (the listed one, or the named one when it is listed or superseded), or <c>notFound</c> / <c>app.suspended</c>.</summary>
    [Alias("offer")] Task<Answer<VersionFacts>> Offer(Caller caller, string version);
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

using Marketplace.Contracts.Brains;
using Marketplace.Contracts.Catalogue;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Publishing;
using Marketplace.Grains.Documents;
using Marketplace.Storage;
using Marketplace.Storage.Projections;
using Orleans;

namespace Marketplace.Grains.Catalogue;

/// <summary>Writes what the shop and the desk show of one listing: the whole of it each time, so that a repeat changes nothing.</summary>
internal sealed class ListingProjector(Database database, ReleaseLibrary library, IGrainFactory grains)
{
    /// <summary>The cap that a brain without words of its own offers, micro-yuan.</summary>
    public const long UsualCap = 50_000_000;

    /// <summary>Brings every row of this listing up to its document.</summary>
    public async Task Write(ListingState listing)
    {
        var brain = await grains.GetGrain<IBrainGrain>(Keys.Brain(listing.Brain)).Get(Caller.System());
        Dictionary<string, Package> packages = new(StringComparer.Ordinal);
        foreach (var digest in listing.Versions.Select(static version => version.Digest).Distinct())
            packages[digest] = (await library.Load(digest) ?? throw new InvalidDataException("A release of a listing has no bytes.")).Package;
        var unit = new Unit();
        if (listing.Current.Length == 0) ProjectionFacts.Remove(unit, Projecting.Shop, listing.Brain, listing.App);
        foreach (var row in ListingRows.Of(listing, packages, brain.Value?.DefaultCap ?? UsualCap)) ProjectionFacts.Put(unit, row);
        await database.Commit(unit);
    }

    /// <summary>What a manifest may touch: scopes, then hosts.</summary>
    public static IReadOnlyList<TouchFacts> Touches(Manifest manifest) =>
    [
        .. manifest.Permissions.Select(p => new TouchFacts { Scope = p.Scope, Purpose = p.Purpose, Required = p.Required, Cap = p.Cap }),
        .. manifest.Egress.Select(e => new TouchFacts { Scope = $"host:{e.Host}", Purpose = e.Purpose, Required = true }),
    ];

    /// <summary>The plans of a manifest as shown.</summary>
    public static IReadOnlyList<PlanFacts> Plans(Manifest manifest) =>
        [.. manifest.Plans.Select(p => new PlanFacts { Id = p.Id, Kind = p.Kind, Price = p.Price, TrialDays = p.TrialDays })];
}

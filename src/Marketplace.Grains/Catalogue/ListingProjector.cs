using Marketplace.Contracts.Brains;
using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Publishing;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Publishing;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Publishing;
using Marketplace.Storage;
using Marketplace.Storage.Projections;
using Orleans;

namespace Marketplace.Grains.Catalogue;

/// <summary>Writes what the shop and the desk show of one listing: the whole of it each time, so that a repeat changes nothing.</summary>
internal sealed class ListingProjector(Database database, ReleaseLibrary library, IGrainFactory grains)
{
    /// <summary>Brings every row of this listing up to its document.</summary>
    public async Task Write(ListingState listing)
    {
        var unit = new Unit();
        foreach (var version in listing.Versions) await Review(unit, listing, version);
        if (listing.Current.Length == 0) ProjectionFacts.Remove(unit, Projecting.Shop, listing.Brain, listing.App);
        else await Shop(unit, listing);
        ProjectionFacts.Put(unit, new ProjectionRow(Projecting.App, "-", listing.App, listing.App, []));
        await database.Commit(unit);
    }

    private async Task Shop(Unit unit, ListingState listing)
    {
        var current = listing.Find(listing.Current)!;
        var release = await library.Load(current.Digest) ?? throw new InvalidDataException("A listed release has no bytes.");
        var brain = await grains.GetGrain<IBrainGrain>(Keys.Brain(listing.Brain)).Get(Caller.System());
        var manifest = release.Manifest;
        var facts = new AppFacts
        {
            Card = new AppCard
            {
                App = listing.App, Version = current.Version, Name = Locales.Words(release.Package, manifest.Name),
                Summary = Locales.Words(release.Package, manifest.Summary), Categories = manifest.Categories,
                Sectors = manifest.Sectors, Plans = Plans(manifest), ListedAt = current.At,
            },
            Description = manifest.Description.Length == 0 ? new Dictionary<string, string>() : Locales.Words(release.Package, manifest.Description),
            Touches = Touches(manifest),
            Versions = [.. listing.Versions.Where(v => v.State != ListingRules.InReview).Reverse().Select(v => new VersionFacts
            {
                Version = v.Version, State = v.State, At = v.At, Digest = v.Digest, Remark = v.Remark, Rules = v.Rules,
            })],
            Readme = release.Package.Text("README.md") ?? "",
            TypicalCall = current.TypicalCall,
            DefaultCap = brain.Value?.DefaultCap ?? 50_000_000,
            Digest = current.Digest,
            Views = [.. manifest.Views.Keys],
            Support = manifest.Support,
        };
        ProjectionFacts.Put(unit, new ProjectionRow(Projecting.Shop, listing.Brain, listing.App, listing.App, GrainJson.Bytes(facts)));
    }

    private async Task Review(Unit unit, ListingState listing, ListedVersion version)
    {
        var release = await library.Load(version.Digest) ?? throw new InvalidDataException("A release in review has no bytes.");
        var previous = VersionOrder.Before(
            listing.Versions.Where(v => v.State is ListingRules.Listed or ListingRules.Superseded).Select(v => v.Version), version.Version) ?? "";
        var row = new ReviewRow
        {
            App = listing.App, Version = version.Version, State = version.State,
            Name = Locales.Words(release.Package, release.Manifest.Name), SubmittedAt = version.SubmittedAt,
            Red = version.Red, Amber = version.Amber, Green = version.Green, Previous = previous, Remark = version.Remark, Rules = version.Rules,
            Change = VersionOrder.Change(previous, version.Version), Risk = Risk(release.Manifest, version, previous),
        };
        ProjectionFacts.Put(unit, new ProjectionRow(Projecting.Review, listing.Brain, $"{listing.App}@{version.Version}",
            version.SubmittedAt.ToUnixTimeMilliseconds().ToString("D16", System.Globalization.CultureInfo.InvariantCulture), GrainJson.Bytes(row)));
    }

    /// <summary>0 to 100: red findings weigh most, then what the release may touch, then that nobody has run it yet.</summary>
    private static int Risk(Manifest manifest, ListedVersion version, string previous) => Math.Min(100,
        version.Red * 40 + version.Amber * 8 + manifest.Egress.Count * 10
        + manifest.Permissions.Count(p => p.Scope.StartsWith("spend:", StringComparison.Ordinal)) * 15
        + manifest.Permissions.Count(p => p.Scope.StartsWith("share:", StringComparison.Ordinal)) * 10
        + manifest.Permissions.Count * 3 + (previous.Length == 0 ? 10 : 0));

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

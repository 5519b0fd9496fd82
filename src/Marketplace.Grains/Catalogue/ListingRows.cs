using System.Globalization;
using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Publishing;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Publishing;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Publishing;
using Marketplace.Storage.Projections;

namespace Marketplace.Grains.Catalogue;

/// <summary>What the shop and the desk show of one listing, as rows: a function of the listing's document and its packages alone.</summary>
internal static class ListingRows
{
    /// <summary>Every row of the listing; no row of the shop when nothing of it is on the shelf.</summary>
    /// <param name="listing">The document.</param>
    /// <param name="packages">Digest to package, for each of its versions.</param>
    /// <param name="defaultCap">The brain's monthly cap offered at install, micro-yuan.</param>
    public static IReadOnlyList<ProjectionRow> Of(ListingState listing, IReadOnlyDictionary<string, Package> packages, long defaultCap)
    {
        List<ProjectionRow> rows = [.. listing.Versions.Select(version => Review(listing, version, packages[version.Digest]))];
        if (listing.Find(listing.Current) is { } current) rows.Add(Shop(listing, current, packages[current.Digest], defaultCap));
        rows.Add(new ProjectionRow(Projecting.App, "-", listing.App, listing.App, []));
        return rows;
    }

    private static ProjectionRow Shop(ListingState listing, ListedVersion current, Package package, long defaultCap)
    {
        var manifest = package.Manifest;
        var facts = new AppFacts
        {
            Card = new AppCard
            {
                App = listing.App, Version = current.Version, Name = Locales.Words(package, manifest.Name),
                Summary = Locales.Words(package, manifest.Summary), Categories = manifest.Categories,
                Sectors = manifest.Sectors, Plans = ListingProjector.Plans(manifest), ListedAt = current.At,
            },
            Description = manifest.Description.Length == 0 ? new Dictionary<string, string>() : Locales.Words(package, manifest.Description),
            Touches = ListingProjector.Touches(manifest),
            Versions = [.. listing.Versions.Where(v => v.State != ListingRules.InReview).Reverse().Select(v => new VersionFacts
            {
                Version = v.Version, State = v.State, At = v.At, Digest = v.Digest, Remark = v.Remark, Rules = v.Rules, Rollout = v.Rollout,
            })],
            Readme = package.Text("README.md") ?? "",
            TypicalCall = current.TypicalCall,
            DefaultCap = defaultCap,
            Digest = current.Digest,
            Views = [.. manifest.Views.Keys],
            Support = manifest.Support,
        };
        return new ProjectionRow(Projecting.Shop, listing.Brain, listing.App, listing.App, GrainJson.Bytes(facts));
    }

    private static ProjectionRow Review(ListingState listing, ListedVersion version, Package package)
    {
        var previous = VersionOrder.Before(
            listing.Versions.Where(v => v.State is ListingRules.Listed or ListingRules.Superseded).Select(v => v.Version), version.Version) ?? "";
        var row = new ReviewRow
        {
            App = listing.App, Version = version.Version, State = version.State,
            Name = Locales.Words(package, package.Manifest.Name), SubmittedAt = version.SubmittedAt,
            Red = version.Red, Amber = version.Amber, Green = version.Green, Previous = previous, Remark = version.Remark, Rules = version.Rules,
            Change = VersionOrder.Change(previous, version.Version), Risk = Risk(package.Manifest, version, previous),
        };
        return new ProjectionRow(Projecting.Review, listing.Brain, $"{listing.App}@{version.Version}",
            version.SubmittedAt.ToUnixTimeMilliseconds().ToString("D16", CultureInfo.InvariantCulture), GrainJson.Bytes(row));
    }

    /// <summary>0 to 100: red findings weigh most, then what the release may touch, then that nobody has run it yet.</summary>
    private static int Risk(Manifest manifest, ListedVersion version, string previous) => Math.Min(100,
        version.Red * 40 + version.Amber * 8 + manifest.Egress.Count * 10
        + manifest.Permissions.Count(p => p.Scope.StartsWith("spend:", StringComparison.Ordinal)) * 15
        + manifest.Permissions.Count(p => p.Scope.StartsWith("share:", StringComparison.Ordinal)) * 10
        + manifest.Permissions.Count * 3 + (previous.Length == 0 ? 10 : 0));
}

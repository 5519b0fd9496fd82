using System.Text;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Publishing;
using Marketplace.Grains.Brains;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Tenants;
using Marketplace.Storage.Checks;
using Marketplace.Storage.Documents;
using Marketplace.Storage.Projections;
using Marketplace.Storage.Reading;

namespace Marketplace.Grains.Projections;

/// <summary>What the lists over documents must hold, made from the documents and the blobs of one moment, and what they hold.</summary>
internal sealed class ProjectionBook
{
    /// <summary>Every list that can be made anew, in the order in which they build on each other.</summary>
    public static readonly IReadOnlyList<string> Kinds =
        [Projecting.Brain, Projecting.Firm, Projecting.Collection, Projecting.Package, Projecting.App, Projecting.Review, Projecting.Shop];

    private readonly Dictionary<(string Kind, string Owner, string Id), ProjectionRow> due = [];
    private readonly Dictionary<(string Kind, string Owner, string Id), ProjectionRow> held = [];

    private ProjectionBook()
    {
    }

    /// <summary>The rows that the documents give.</summary>
    public IEnumerable<ProjectionRow> Due => due.Values;

    /// <summary>Rows that are missing or other than they must be.</summary>
    public IEnumerable<ProjectionRow> Stale => due.Values.Where(row => held.GetValueOrDefault(Key(row)) is not { } there || there.Sort != row.Sort || !there.Body.AsSpan().SequenceEqual(row.Body));

    /// <summary>Rows that nothing gives.</summary>
    public IEnumerable<ProjectionRow> Stray => held.Values.Where(row => Kinds.Contains(row.Kind) && !due.ContainsKey(Key(row)));

    /// <summary>Keys of listings whose last change is not told yet: their rows may be older than they, and will follow.</summary>
    public HashSet<string> Pending { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads one moment of a store.</summary>
    public static async Task<ProjectionBook> Read(Snapshot store, CancellationToken cancel)
    {
        var book = new ProjectionBook();
        foreach (var row in await store.All("SELECT kind, owner, id, sort, body FROM projection",
            static row => new ProjectionRow(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Bytes(4)), cancel)) book.held[Key(row)] = row;
        var (caps, listings) = (new Dictionary<string, long>(StringComparer.Ordinal), new List<ListingState>());
        await foreach (var document in StoredDocuments.Read(store, GrainsSetup.Shapes(), cancel))
            switch (document.State)
            {
                case BrainState { Facts: { } brain }:
                    caps[brain.Brain] = brain.DefaultCap;
                    book.Add(new ProjectionRow(Projecting.Brain, "-", brain.Brain, brain.Brain, GrainJson.Bytes(brain)));
                    break;
                case TenantState { Facts: { } firm }:
                    foreach (var brain in firm.Brains) book.Add(new ProjectionRow(Projecting.Firm, brain, firm.Tenant, firm.Tenant, GrainJson.Bytes(firm)));
                    break;
                case CollectionState { Facts: { } collection }:
                    book.Add(new ProjectionRow(Projecting.Collection, Keys.Parse(document.Key).Owner, collection.Id, collection.Id, GrainJson.Bytes(collection)));
                    break;
                case ListingState listing:
                    listings.Add(listing);
                    break;
            }
        var blobs = await book.Packages(store, cancel);
        foreach (var listing in listings) await book.Listing(store, listing, blobs, caps.GetValueOrDefault(listing.Brain, ListingProjector.UsualCap), cancel);
        return book;
    }

    /// <summary>The app of a row of the shop or the desk, as <c>brain/app</c>; empty for other rows.</summary>
    public static string ListingOf(ProjectionRow row) => row.Kind is Projecting.Shop or Projecting.Review ? $"{row.Owner}/{row.Id.Split('@')[0]}" : "";

    private void Add(ProjectionRow row) => due[Key(row)] = row;

    /// <summary>Every blob that is a package, by its digest. Two blobs may be one release (they differ in the signature): the one that is
    /// pointed to stays.</summary>
    private async Task<Dictionary<string, string>> Packages(Snapshot store, CancellationToken cancel)
    {
        var packages = new StoredPackages(store);
        Dictionary<string, string> blobs = new(StringComparer.Ordinal);
        foreach (var name in await store.All("SELECT DISTINCT sha256 FROM blob_part ORDER BY sha256", static row => row.Text(0), cancel))
        {
            if (PackageReader.ReadZip(await packages.Blob(name, cancel)).Package is not { } package) continue;
            var pointed = held.GetValueOrDefault((Projecting.Package, "-", package.Digest));
            if (!blobs.ContainsKey(package.Digest) || (pointed is not null && Encoding.ASCII.GetString(pointed.Body) == name)) blobs[package.Digest] = name;
        }
        foreach (var (digest, name) in blobs) Add(new ProjectionRow(Projecting.Package, "-", digest, digest, Encoding.ASCII.GetBytes(name)));
        return blobs;
    }

    private async Task Listing(Snapshot store, ListingState listing, Dictionary<string, string> blobs, long cap, CancellationToken cancel)
    {
        if (listing.Pending) Pending.Add($"{listing.Brain}/{listing.App}");
        var stored = new StoredPackages(store);
        Dictionary<string, Package> packages = new(StringComparer.Ordinal);
        foreach (var version in listing.Versions)
        {
            if (!blobs.TryGetValue(version.Digest, out var blob) || PackageReader.ReadZip(await stored.Blob(blob, cancel)).Package is not { } package)
                throw new InvalidDataException($"The bytes of {listing.App} {version.Version}, which {listing.Brain} lists, are not in the store. Its rows cannot be made anew; see check.");
            packages[version.Digest] = package;
        }
        foreach (var row in ListingRows.Of(listing, packages, cap)) Add(row);
    }

    private static (string, string, string) Key(ProjectionRow row) => (row.Kind, row.Owner, row.Id);
}

using System.Collections.Concurrent;
using System.Text;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Schemas;
using Marketplace.Grains.Documents;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Projections;

namespace Marketplace.Grains.Catalogue;

/// <summary>A release in memory: the package, and its input schemas ready to check. Shared by every call on this silo.</summary>
internal sealed record LoadedRelease(Package Package, IReadOnlyDictionary<string, JsonSchema?> Inputs)
{
    /// <summary>The manifest.</summary>
    public Manifest Manifest => Package.Manifest;
}

/// <summary>Releases by digest: bytes are in the blob store once for all brains; opened ones are kept, bounded in count.</summary>
internal sealed class ReleaseLibrary(Database database, TimeProvider time)
{
    private const int Open = 256;
    private readonly ConcurrentDictionary<string, Task<LoadedRelease?>> opened = new(StringComparer.Ordinal);

    /// <summary>Stores the bytes of a release; nothing changes when they are there.</summary>
    public async Task Keep(string digest, byte[] bytes)
    {
        var unit = new Unit();
        var name = BlobFacts.Put(unit, bytes, time.GetUtcNow());
        ProjectionFacts.Put(unit, new ProjectionRow(Projecting.Package, "-", digest, digest, Encoding.ASCII.GetBytes(name)));
        await database.Commit(unit);
    }

    /// <summary>The release with this digest, or null when this host never saw it.</summary>
    public async Task<LoadedRelease?> Load(string digest)
    {
        if (opened.Count > Open) opened.Clear();
        var task = opened.GetOrAdd(digest, Read);
        try
        {
            var found = await task;
            if (found is null) opened.TryRemove(digest, out _);
            return found;
        }
        catch
        {
            opened.TryRemove(digest, out _);
            throw;
        }
    }

    /// <summary>The brains that a release of these sectors goes to: those it names, or all when it names none.</summary>
    public async Task<IReadOnlyList<string>> Brains(IReadOnlyList<string> sectors)
    {
        var all = (await database.Projected(Projecting.Brain, "-")).Select(p => p.Id);
        return [.. all.Where(b => sectors.Count == 0 || sectors.Contains(b, StringComparer.Ordinal))];
    }

    /// <summary>Ids of every other app known to this host, for the look-alike check.</summary>
    public async Task<IReadOnlyList<string>> OtherApps(string app) =>
        [.. (await database.Projected(Projecting.App, "-")).Select(p => p.Id).Where(id => id != app)];

    /// <summary>The names of all bytes that a release is made of.</summary>
    public async Task<IReadOnlySet<string>> Named()
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        for (var (sort, id) = ("", ""); ;)
        {
            var page = await ProjectionFacts.Page(database, Projecting.Package, "-", sort, id, limit: 1000);
            foreach (var row in page) names.Add(Encoding.ASCII.GetString(row.Body));
            if (page.Count < 1000) return names;
            (sort, id) = (page[^1].Sort, page[^1].Id);
        }
    }

    private async Task<LoadedRelease?> Read(string digest)
    {
        var pointer = await database.ProjectedOne(Projecting.Package, "-", digest);
        if (pointer is null) return null;
        var bytes = await BlobFacts.Get(database, Encoding.ASCII.GetString(pointer.Body))
            ?? throw new InvalidDataException($"The bytes of release {digest} are missing from the blob store.");
        var package = PackageReader.FromZip(bytes).Must();
        var inputs = package.Manifest.Functions.ToDictionary(
            f => f.Key,
            f => f.Value.Input.ValueKind == System.Text.Json.JsonValueKind.Undefined ? null : JsonSchema.Parse(f.Value.Input).Must(),
            StringComparer.Ordinal);
        return new LoadedRelease(package, inputs);
    }
}

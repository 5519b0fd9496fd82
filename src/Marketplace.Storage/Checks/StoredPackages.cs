using System.Text;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Publishing;
using Marketplace.Storage.Reading;

namespace Marketplace.Storage.Checks;

/// <summary>The packages of releases as the store has them, opened one at a time and told apart by why one cannot be.</summary>
public sealed class StoredPackages(Snapshot store)
{
    private readonly Dictionary<string, (Manifest? Manifest, string Fault)> known = new(StringComparer.Ordinal);

    /// <summary>The manifest of a release, or null and what is wrong.</summary>
    public async Task<(Manifest? Manifest, string Fault)> Manifest(string digest, CancellationToken cancel)
    {
        if (known.TryGetValue(digest, out var found)) return found;
        var (package, fault) = await Open(digest, cancel);
        return known[digest] = (package?.Manifest, fault);
    }

    /// <summary>The package of a release, or null and what is wrong.</summary>
    public async Task<(Package? Package, string Fault)> Open(string digest, CancellationToken cancel)
    {
        var pointers = await store.All("SELECT body FROM projection WHERE kind = 'package' AND owner = '-' AND id = $1", static row => row.Bytes(0), cancel, digest);
        if (pointers.Count == 0) return (null, "nothing says which blob holds it (rebuild package)");
        var blob = Encoding.ASCII.GetString(pointers[0]);
        if (await Blob(blob, cancel) is not { } bytes) return (null, $"its blob {blob} is missing");
        var package = PackageReader.ReadZip(bytes).Package;
        return package is null ? (null, $"its blob {blob} is no package")
            : package.Digest != digest ? (null, $"its blob {blob} holds {package.Digest}")
            : (package, "");
    }

    /// <summary>The bytes of a blob, or null.</summary>
    public async Task<byte[]?> Blob(string name, CancellationToken cancel)
    {
        var parts = await store.All("SELECT bytes FROM blob_part WHERE sha256 = $1 ORDER BY part", static row => row.Bytes(0), cancel, name);
        return parts.Count == 0 ? null : [.. parts.SelectMany(static part => part)];
    }
}

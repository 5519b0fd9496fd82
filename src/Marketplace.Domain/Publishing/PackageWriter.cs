using System.Security.Cryptography;

namespace Marketplace.Domain.Publishing;

/// <summary>Turns an open package into the bytes that travel. The same package gives the same bytes on every machine; with a key,
/// all but <c>signature.json</c> are the same.</summary>
public static class PackageWriter
{
    /// <summary>The zip: entries in ordinal path order with <c>digests.json</c> among them, then the signature when there is a key.</summary>
    public static byte[] Pack(Package package, ECDsa? key)
    {
        var travelling = PackageFolding.Fold(package.Entries);
        var digests = PackageDigests.Write(travelling);
        var entries = travelling.Select(e => (Path: e.Key, Bytes: e.Value)).Append((Path: PackagePaths.Digests, Bytes: digests))
            .OrderBy(e => e.Path, StringComparer.Ordinal).ToList();
        if (key is not null) entries.Add((PackagePaths.Signature, PackageSignature.Write(digests, key)));
        return ZipWriter.Write(entries);
    }
}

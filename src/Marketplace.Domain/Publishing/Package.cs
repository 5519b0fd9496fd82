using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;

namespace Marketplace.Domain.Publishing;

/// <summary>An app package, opened and held in memory. Made by <c>PackageReader</c> (from a zip or a folder), never by hand.</summary>
public sealed record Package
{
    public required Manifest Manifest { get; init; }
    /// <summary>The release's identity: lower-case hex SHA-256 of <c>digests.json</c>.</summary>
    public required string Digest { get; init; }
    /// <summary>Path to bytes of every entry but <c>digests.json</c> and <c>signature.json</c>, in ordinal order.</summary>
    public required IReadOnlyDictionary<string, byte[]> Entries { get; init; }
    /// <summary>What the kernel needs of it.</summary>
    public required Script Script { get; init; }
    /// <summary>The bytes of <c>signature.json</c>, or empty when unsigned.</summary>
    public byte[] Signature { get; init; } = [];

    /// <summary>An entry as UTF-8 text, or null.</summary>
    public string? Text(string path) => Entries.TryGetValue(path, out var bytes) ? System.Text.Encoding.UTF8.GetString(bytes) : null;
}

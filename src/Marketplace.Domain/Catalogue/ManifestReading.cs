using Marketplace.Domain.Publishing;

namespace Marketplace.Domain.Catalogue;

/// <summary>What came of reading a manifest: the manifest when nothing red was found, and everything found.</summary>
public sealed record ManifestReading(Manifest? Manifest, IReadOnlyList<Finding> Findings);

namespace Marketplace.Domain.Publishing;

/// <summary>What came of opening a package: the package when nothing red was found, and everything found.</summary>
public sealed record PackageReading(Package? Package, IReadOnlyList<Finding> Findings);

namespace Marketplace.Domain.Publishing;

/// <summary>The ceilings of a package.</summary>
public static class PackageLimits
{
    public const int Entries = 500;
    public const int Bytes = 20 * 1024 * 1024;
    /// <summary>All modules together.</summary>
    public const int SourceBytes = 256 * 1024;
    /// <summary>All sample records together.</summary>
    public const int SeedBytes = 2 * 1024 * 1024;
}

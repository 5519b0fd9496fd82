namespace Marketplace.Domain.Resources;

/// <summary>What a firm says of itself to the firms of its brain, because it wants to be found: in the directory (名录) of the service it serves with. Nobody is in it
/// who has not entered.</summary>
public sealed record DirectoryEntry
{
    /// <summary>The collection of every service that entries are kept in.</summary>
    public const string Collection = "directory";

    /// <summary>The firm.</summary>
    public required string Firm { get; init; }

    /// <summary>What it offers, in its own words: 1 to 200 characters.</summary>
    public required string Offers { get; init; }

    /// <summary>How to reach it: 1 to 100 characters.</summary>
    public required string Contact { get; init; }
}

namespace Marketplace.Grains.Documents;

/// <summary>Names of the stores that grain state may live in.</summary>
internal static class StoreNames
{
    /// <summary>The AdoNet store of documents.</summary>
    public const string Documents = "documents";
}

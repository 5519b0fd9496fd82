namespace Marketplace.Storage.Documents;

/// <summary>Orleans writes the name of a service beside each document and finds only those of its own. The silo of either engine has
/// one, and a backup has none, so that what one engine wrote is found on the other.</summary>
public static class DocumentService
{
    /// <summary>The service id of a silo on this engine.</summary>
    public static string Of(string engine) => engine == StoreOptions.Postgres ? "default" : "marketplace";
}

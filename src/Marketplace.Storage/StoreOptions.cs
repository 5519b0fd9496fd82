namespace Marketplace.Storage;

/// <summary>Where the truth is kept.</summary>
public sealed record StoreOptions
{
    /// <summary>The words of <see cref="Engine"/>.</summary>
    public const string Sqlite = "sqlite", Postgres = "postgres";

    /// <summary><c>sqlite</c> (one silo, a file under <see cref="DataFolder"/>) or <c>postgres</c>.</summary>
    public string Engine { get; init; } = Sqlite;

    /// <summary>PostgreSQL's connection string; unused with SQLite.</summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>The folder of the SQLite file.</summary>
    public string DataFolder { get; init; } = ".data";

    /// <summary>The folder of keys that are no rows: of signed-in people's cookies, of the demo's signatures.</summary>
    public string KeyFolder => Path.Combine(DataFolder, "keys");

    /// <summary>The SQLite file.</summary>
    public string File => Path.Combine(DataFolder, "marketplace.db");
}

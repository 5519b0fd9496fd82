namespace Marketplace.Storage.Secrets;

/// <summary>Secrets that every host of a store needs. What lies here is sealed: the store alone opens none of them.</summary>
public static class SecretFacts
{
    /// <summary>Adds a secret; one of this name that is there already is <see cref="Conflicts.Exists"/>.</summary>
    public static void Add(Unit unit, string kind, string name, byte[] secret, DateTimeOffset now) => unit.Must(
        "INSERT INTO secret (kind, name, sealed, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", Conflicts.Exists, name, kind, name, secret, now);

    /// <summary>One secret, or null.</summary>
    public static Task<byte[]?> Get(Database database, string kind, string name, CancellationToken cancel = default) =>
        database.First<byte[]>("SELECT sealed FROM secret WHERE kind = $1 AND name = $2", static row => row.Bytes(0), cancel, kind, name);

    /// <summary>Every secret of a kind, the oldest first.</summary>
    public static Task<IReadOnlyList<(string Name, byte[] Secret)>> List(Database database, string kind, CancellationToken cancel = default) =>
        database.Read("SELECT name, sealed FROM secret WHERE kind = $1 ORDER BY at, name LIMIT 1000", static row => (row.Text(0), row.Bytes(1)), cancel, kind);
}

namespace Marketplace.Storage.Secrets;

/// <summary>Secrets that every host of a store needs. What lies here is sealed: the store alone opens none of them.</summary>
public static class SecretFacts
{
    /// <summary>Adds a secret; one of this name that is there already is <see cref="Conflicts.Exists"/>.</summary>
    public static void Add(Unit unit, string kind, string name, byte[] secret, DateTimeOffset now) => unit.Must(
        "INSERT INTO secret (kind, name, sealed, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", Conflicts.Exists, name, kind, name, secret, now);

    /// <summary>Puts a secret in place of what stood under its name, with who gave it.</summary>
    public static void Put(Unit unit, string kind, string name, byte[] secret, DateTimeOffset now, string by) => unit.Do(
        """
        INSERT INTO secret (kind, name, sealed, at, put_by) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (kind, name) DO UPDATE SET sealed = excluded.sealed, at = excluded.at, put_by = excluded.put_by
        """, kind, name, secret, now, by);

    /// <summary>Takes a secret away; none of this name is <see cref="Conflicts.Gone"/>.</summary>
    public static void Remove(Unit unit, string kind, string name) => unit.Must("DELETE FROM secret WHERE kind = $1 AND name = $2", Conflicts.Gone, name, kind, name);

    /// <summary>Takes all secrets of a kind away whose names begin so.</summary>
    public static void RemoveAll(Unit unit, string kind, string prefix) => unit.Do(
        "DELETE FROM secret WHERE kind = $1 AND name >= $2 AND name < $3", kind, prefix, Beyond(prefix));

    /// <summary>Those of a kind whose names begin so, in the order of their names: when each was given, and by whom.</summary>
    public static Task<IReadOnlyList<(string Name, DateTimeOffset At, string By)>> Given(Database database, string kind, string prefix, CancellationToken cancel = default) => database.Read(
        "SELECT name, at, put_by FROM secret WHERE kind = $1 AND name >= $2 AND name < $3 ORDER BY name LIMIT 1000", static row => (row.Text(0), row.Time(1), row.Text(2)), cancel,
        kind, prefix, Beyond(prefix));

    private static string Beyond(string prefix) => prefix[..^1] + (char)(prefix[^1] + 1);

    /// <summary>One secret, or null.</summary>
    public static Task<byte[]?> Get(Database database, string kind, string name, CancellationToken cancel = default) =>
        database.First<byte[]>("SELECT sealed FROM secret WHERE kind = $1 AND name = $2", static row => row.Bytes(0), cancel, kind, name);

    /// <summary>Every secret of a kind, the oldest first.</summary>
    public static Task<IReadOnlyList<(string Name, byte[] Secret)>> List(Database database, string kind, CancellationToken cancel = default) =>
        database.Read("SELECT name, sealed FROM secret WHERE kind = $1 ORDER BY at, name LIMIT 1000", static row => (row.Text(0), row.Bytes(1)), cancel, kind);
}

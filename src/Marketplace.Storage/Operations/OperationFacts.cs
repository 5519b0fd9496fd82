namespace Marketplace.Storage.Operations;

/// <summary>A finished operation: what was asked (as a hash) and what was answered. <see cref="Code"/> is empty for success.</summary>
public sealed record StoredOperation(string Tenant, string Key, string RequestHash, string Code, byte[] Reply, DateTimeOffset At);

/// <summary>Operation ids with their replies, committed with the effect they answer for.</summary>
public static class OperationFacts
{
    /// <summary>Stores the reply. The same key again is <see cref="Conflicts.Operation"/>: the stored reply is the answer.</summary>
    public static void Insert(Unit unit, StoredOperation operation) => unit.Must(
        "INSERT INTO operation (tenant, key, request_hash, code, reply, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        Conflicts.Operation, operation.Key,
        operation.Tenant, operation.Key, operation.RequestHash, operation.Code, operation.Reply, operation.At);

    /// <summary>The stored reply, or null.</summary>
    public static Task<StoredOperation?> Get(Database database, string tenant, string key, CancellationToken cancel = default) =>
        database.First<StoredOperation>("SELECT tenant, key, request_hash, code, reply, at FROM operation WHERE tenant = $1 AND key = $2",
            static row => new StoredOperation(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Bytes(4), row.Time(5)), cancel, tenant, key);

    /// <summary>Forgets at most <paramref name="most"/> replies stored before a time, oldest first; answers how many.</summary>
    public static async Task<int> Forget(Database database, DateTimeOffset before, int most, CancellationToken cancel = default) =>
        (await database.Change(
            """
            DELETE FROM operation WHERE (tenant, key) IN (SELECT tenant, key FROM operation WHERE at < $1 ORDER BY at LIMIT $2) RETURNING 1
            """, static row => row.Number(0), cancel, before, most)).Count;
}

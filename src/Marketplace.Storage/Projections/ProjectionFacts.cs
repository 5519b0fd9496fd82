namespace Marketplace.Storage.Projections;

/// <summary>A row of a list over documents: kinds are <c>shop</c> (owner: brain), <c>review</c> (owner: brain) and their like. The
/// body is the list's own JSON; <see cref="Sort"/> orders the page.</summary>
public sealed record ProjectionRow(string Kind, string Owner, string Id, string Sort, byte[] Body);

/// <summary>Lists over documents, fed by the outbox and rebuildable.</summary>
public static class ProjectionFacts
{
    /// <summary>Writes or overwrites a row.</summary>
    public static void Put(Unit unit, ProjectionRow row) => unit.Do(
        """
        INSERT INTO projection (kind, owner, id, sort, body) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (kind, owner, id) DO UPDATE SET sort = excluded.sort, body = excluded.body
        """, row.Kind, row.Owner, row.Id, row.Sort, row.Body);

    /// <summary>Takes a row off the list.</summary>
    public static void Remove(Unit unit, string kind, string owner, string id) =>
        unit.Do("DELETE FROM projection WHERE kind = $1 AND owner = $2 AND id = $3", kind, owner, id);

    /// <summary>One row, or null.</summary>
    public static Task<ProjectionRow?> Get(Database database, string kind, string owner, string id, CancellationToken cancel = default) =>
        database.First<ProjectionRow>("SELECT kind, owner, id, sort, body FROM projection WHERE kind = $1 AND owner = $2 AND id = $3", Read, cancel, kind, owner, id);

    /// <summary>A page in the order of (sort, id) after the last row seen; start with empty texts.</summary>
    public static Task<IReadOnlyList<ProjectionRow>> Page(
        Database database, string kind, string owner, string afterSort = "", string afterId = "", int limit = 100, CancellationToken cancel = default) =>
        database.Read(
            """
            SELECT kind, owner, id, sort, body FROM projection
            WHERE kind = $1 AND owner = $2 AND (sort > $3 OR (sort = $3 AND id > $4)) ORDER BY sort, id LIMIT $5
            """, Read, cancel, kind, owner, afterSort, afterId, limit);

    private static ProjectionRow Read(Row row) => new(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Bytes(4));
}

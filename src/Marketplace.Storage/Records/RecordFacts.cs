using Marketplace.Domain;
using Marketplace.Domain.Records;
using Marketplace.Storage.Files;

namespace Marketplace.Storage.Records;

/// <summary>The records of installs. <c>install</c> is <see cref="Installs.InstallHead.Id"/>; whoever names it has been let in.</summary>
public static class RecordFacts
{
    internal const string Columns = "r.entity, r.id, r.version, r.created_at, r.created_by, r.updated_at, r.body";

    /// <summary>Writes what a call changes (<see cref="EffectOverlay.Changes"/>). A record that moved since it was read ends the unit
    /// as <c>conflict.version</c> with its id, a unique value that is taken as <c>conflict.unique</c> with the field's name, an attachment
    /// without a file as <c>file.unknown</c> with the file's id.</summary>
    public static void Write(Unit unit, string install, IEnumerable<RecordChange> changes)
    {
        var all = changes.ToList();
        // Old keys first: two records of one call may swap a unique value.
        foreach (var change in all) RecordKeys.Remove(unit, install, change);
        foreach (var change in all) One(unit, install, change);
        foreach (var change in all) RecordKeys.Add(unit, install, change);
        foreach (var change in all) FileFacts.Count(unit, install, change);
    }

    /// <summary>Writes new records, for seeds and imports.</summary>
    public static void Insert(Unit unit, string install, Entity entity, IEnumerable<RecordRow> rows) =>
        Write(unit, install, rows.Select(row => new RecordChange(entity, row.Id, null, row)));

    /// <summary>One record, or null.</summary>
    public static Task<RecordRow?> Get(Database database, string install, string entity, string id, CancellationToken cancel = default) =>
        database.First<RecordRow>($"SELECT {Columns} FROM record r WHERE r.install = $1 AND r.entity = $2 AND r.id = $3", Read, cancel, install, entity, id);

    /// <summary>The stored rows that an overlay needs (<see cref="EffectOverlay.Needs"/>), as the lookup it asks.</summary>
    public static async Task<Func<string, string, RecordRow?>> Load(
        Database database, string install, IReadOnlySet<(string Entity, string Id)> needs, CancellationToken cancel = default)
    {
        Dictionary<(string, string), RecordRow> rows = [];
        foreach (var group in needs.GroupBy(static need => need.Entity, static need => need.Id, StringComparer.Ordinal))
            foreach (var chunk in group.Chunk(100))
            {
                var list = SqlList.Of(chunk.Select(static id => (Arg)id), firstParameter: 3);
                var found = await database.Read($"SELECT {Columns} FROM record r WHERE r.install = $1 AND r.entity = $2 AND r.id IN ({list.Sql})",
                    Read, cancel, [install, group.Key, .. list.Args]);
                foreach (var row in found) rows[(row.Entity, row.Id)] = row;
            }
        return (entity, id) => rows.GetValueOrDefault((entity, id));
    }

    /// <summary>The page of a query, the call's own effects laid over it; <c>query.needsIndex</c> when more than
    /// <see cref="RecordScan.Most"/> rows would have to be looked at.</summary>
    public static Task<Answer<IReadOnlyList<RecordRow>>> Query(
        Database database, string install, Entity entity, Query query, EffectOverlay? overlay = null, CancellationToken cancel = default) =>
        new RecordScan(database, install, entity, overlay ?? EffectOverlay.Empty).Page(query, cancel);

    /// <summary>How many records hold.</summary>
    public static Task<Answer<long>> Count(
        Database database, string install, Entity entity, Filter? where, EffectOverlay? overlay = null, CancellationToken cancel = default) =>
        new RecordScan(database, install, entity, overlay ?? EffectOverlay.Empty).Count(where, cancel);

    /// <summary>The groups of an aggregate as JSON, and how many rows were looked at.</summary>
    public static async Task<Answer<(byte[] Json, long Rows)>> Aggregate(
        Database database, string install, Entity entity, Aggregate ask, EffectOverlay? overlay = null, CancellationToken cancel = default)
    {
        var rows = await new RecordScan(database, install, entity, overlay ?? EffectOverlay.Empty).All(ask.Where, cancel);
        if (!rows.Ok) return rows.Refusal!;
        var json = AggregateEvaluator.Run(entity, ask, rows.Value!);
        return json.Ok ? (json.Value!, rows.Value!.Count) : json.Refusal!;
    }

    /// <summary>Who holds which of some values of a unique field: <see cref="Cell.Key"/> to record id.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> Holders(
        Database database, string install, Entity entity, Field field, IReadOnlyCollection<Cell> values, CancellationToken cancel = default)
    {
        Dictionary<string, string> holders = new(StringComparer.Ordinal);
        foreach (var chunk in values.Where(static value => value.IsPresent).Chunk(100))
        {
            var isText = chunk[0].Text is not null;
            var list = SqlList.Of(chunk.Select(value => isText ? (Arg)value.Text! : value.Number), firstParameter: 4);
            var rows = await database.Read($"SELECT num, txt, id FROM record_key WHERE install = $1 AND entity = $2 AND field = $3 AND nil = 0 AND {(isText ? "txt" : "num")} IN ({list.Sql})",
                static row => (Number: row.Number(0), Text: row.Text(1), Id: row.Text(2)), cancel, [install, entity.Name, field.Name, .. list.Args]);
            foreach (var row in rows) holders[(isText ? Cell.Of(row.Text) : Cell.Of(row.Number)).Key] = row.Id;
        }
        return holders;
    }

    /// <summary>A page of everything in the order of ids, for exports and reindexing; start with an empty id.</summary>
    public static Task<IReadOnlyList<RecordRow>> Export(Database database, string install, string entity, string after, int limit = 500, CancellationToken cancel = default) =>
        database.Read($"SELECT {Columns} FROM record r WHERE r.install = $1 AND r.entity = $2 AND r.id > $3 ORDER BY r.id LIMIT $4", Read, cancel, install, entity, after, limit);

    /// <summary>A page of the records whose ids lie between two, both of them included, in the order of ids.</summary>
    public static Task<IReadOnlyList<RecordRow>> Made(Database database, string install, string entity, string first, string last, int limit, CancellationToken cancel = default) =>
        database.Read($"SELECT {Columns} FROM record r WHERE r.install = $1 AND r.entity = $2 AND r.id >= $3 AND r.id <= $4 ORDER BY r.id LIMIT $5", Read, cancel, install, entity, first, last, limit);

    /// <summary>Rewrites the keys of stored rows after a release declared other indexes. A row that moved meanwhile wrote its own.</summary>
    public static void Reindex(Unit unit, string install, Entity entity, RecordRow row)
    {
        unit.Must("UPDATE record SET version = version WHERE install = $1 AND entity = $2 AND id = $3 AND version = $4",
            Codes.ConflictVersion, row.Id, install, entity.Name, row.Id, row.Version);
        unit.Do("DELETE FROM record_key WHERE install = $1 AND entity = $2 AND id = $3", install, entity.Name, row.Id);
        RecordKeys.Add(unit, install, new RecordChange(entity, row.Id, null, row));
    }

    internal static RecordRow Read(Row row) => new()
    {
        Entity = row.Text(0), Id = row.Text(1), Version = row.Number(2), CreatedAt = row.Time(3), CreatedBy = row.Text(4), UpdatedAt = row.Time(5), Body = row.Bytes(6),
    };

    private static void One(Unit unit, string install, RecordChange change)
    {
        var (entity, id, before, after) = change;
        if (before is null && after is null) return;
        if (before is null)
            unit.Must("INSERT INTO record (install, entity, id, version, created_at, created_by, updated_at, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
                Codes.ConflictUnique, "id", install, entity.Name, id, after!.Version, after.CreatedAt, after.CreatedBy, after.UpdatedAt, after.Body);
        else if (after is null)
            unit.Must("DELETE FROM record WHERE install = $1 AND entity = $2 AND id = $3 AND version = $4",
                Codes.ConflictVersion, id, install, entity.Name, id, before.Version);
        else
            unit.Must("UPDATE record SET version = $1, updated_at = $2, body = $3 WHERE install = $4 AND entity = $5 AND id = $6 AND version = $7",
                Codes.ConflictVersion, id, after.Version, after.UpdatedAt, after.Body, install, entity.Name, id, before.Version);
    }
}

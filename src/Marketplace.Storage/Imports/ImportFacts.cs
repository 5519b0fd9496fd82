using Marketplace.Domain.Imports;

namespace Marketplace.Storage.Imports;

/// <summary>Imports. Every step of one compares the state and the place it was read at, so that two hands on it cannot both go on.</summary>
public static class ImportFacts
{
    /// <summary>The conflict of a step whose import moved meanwhile.</summary>
    public const string Moved = "import.moved";

    private const string Columns = "tenant, app, id, install, entity, key_field, name, kind, sha256, zone, state, lines, good, bad, next, inserted, updated, same, skipped, removed, kept, why, actor, at, changed_at, report";

    /// <summary>A new import.</summary>
    public static void Insert(Unit unit, ImportRow row) => unit.Must(
        $"INSERT INTO import_run ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26) ON CONFLICT DO NOTHING",
        Conflicts.Exists, row.Id,
        row.Tenant, row.App, row.Id, row.Install, row.Entity, row.KeyField, row.Name, row.Kind, row.Sha256, row.Zone, row.State, row.Lines, row.Good, row.Bad,
        row.Next, row.Inserted, row.Updated, row.Same, row.Skipped, row.Removed, row.Kept, row.Why, row.Actor, row.At, row.ChangedAt, row.Report);

    /// <summary>A step from what was read to what is to be; <see cref="Moved"/> when another made one first.</summary>
    public static void Step(Unit unit, ImportRow read, ImportRow next) => unit.Must(
        """
        UPDATE import_run SET state = $1, next = $2, inserted = $3, updated = $4, same = $5, skipped = $6, removed = $7, kept = $8, why = $9, changed_at = $10, report = $11
        WHERE tenant = $12 AND app = $13 AND id = $14 AND state = $15 AND next = $16
        """,
        Moved, read.Id,
        next.State, next.Next, next.Inserted, next.Updated, next.Same, next.Skipped, next.Removed, next.Kept, next.Why, next.ChangedAt, next.Report,
        read.Tenant, read.App, read.Id, read.State, read.Next);

    /// <summary>One import, or null.</summary>
    public static Task<ImportRow?> Get(Database database, string tenant, string app, string id, CancellationToken cancel = default) =>
        database.First<ImportRow>($"SELECT {Columns} FROM import_run WHERE tenant = $1 AND app = $2 AND id = $3", Read, cancel, tenant, app, id);

    /// <summary>The last imports into an install, newest first.</summary>
    public static Task<IReadOnlyList<ImportRow>> List(Database database, string tenant, string app, int most, CancellationToken cancel = default) =>
        database.Read($"SELECT {Columns} FROM import_run WHERE tenant = $1 AND app = $2 ORDER BY id DESC LIMIT $3", Read, cancel, tenant, app, most);

    /// <summary>Forgets at most <paramref name="most"/> imports that rest since before a time; answers how many.</summary>
    public static async Task<int> Forget(Database database, DateTimeOffset before, int most, CancellationToken cancel = default) =>
        (await database.Change(
            """
            DELETE FROM import_run WHERE (tenant, app, id) IN (
                SELECT tenant, app, id FROM import_run WHERE changed_at < $1 AND state <> $2 AND state <> $3 ORDER BY changed_at LIMIT $4) RETURNING 1
            """, static row => row.Number(0), cancel, before, ImportState.Running, ImportState.Undoing, most)).Count;

    /// <summary>The digests of all files that an import still names.</summary>
    public static Task<IReadOnlyList<string>> Named(Database database, CancellationToken cancel = default) =>
        database.Read("SELECT DISTINCT sha256 FROM import_run", static row => row.Text(0), cancel);

    private static ImportRow Read(Row row) => new()
    {
        Tenant = row.Text(0), App = row.Text(1), Id = row.Text(2), Install = row.Text(3), Entity = row.Text(4), KeyField = row.Text(5), Name = row.Text(6),
        Kind = row.Text(7), Sha256 = row.Text(8), Zone = row.Text(9), State = row.Text(10), Lines = row.Number(11), Good = row.Number(12), Bad = row.Number(13),
        Next = row.Number(14), Inserted = row.Number(15), Updated = row.Number(16), Same = row.Number(17), Skipped = row.Number(18), Removed = row.Number(19),
        Kept = row.Number(20), Why = row.Text(21), Actor = row.Text(22), At = row.Time(23), ChangedAt = row.Time(24), Report = row.Bytes(25),
    };
}

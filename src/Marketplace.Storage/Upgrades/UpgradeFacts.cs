using Marketplace.Domain;
using Marketplace.Domain.Upgrades;

namespace Marketplace.Storage.Upgrades;

/// <summary>The passages of installs from version to version. Every step of one compares the step it was read at, so that two hands on it
/// cannot both go on.</summary>
public static class UpgradeFacts
{
    /// <summary>The conflict of a step whose passage moved meanwhile.</summary>
    public const string Moved = "upgrade.moved";

    private const string Columns =
        "tenant, app, id, install, direction, state, from_version, from_digest, from_grants, from_price, to_version, to_digest, to_grants, to_price, handler, down, of_run, carried, accepts, zone, step, looked, changed, conflicts, why, report, actor, at, changed_at";

    /// <summary>A new passage.</summary>
    public static void Insert(Unit unit, UpgradeRow row) => unit.Must(
        $"INSERT INTO upgrade_run ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29) ON CONFLICT DO NOTHING",
        Conflicts.Exists, row.Id,
        row.Tenant, row.App, row.Id, row.Install, row.Direction, row.State, row.From.Version, row.From.Digest, FactJson.Bytes(row.From.Grants), row.From.Price,
        row.To.Version, row.To.Digest, FactJson.Bytes(row.To.Grants), row.To.Price, row.Handler, row.Down, row.OfRun, row.IsCarried, row.Accepts, row.Zone, row.Step, row.Looked,
        row.Changed, row.Conflicts, Why(row.Why), FactJson.Bytes(row.Report), row.Actor, row.At, row.ChangedAt);

    /// <summary>A step from what was read to what is to be; <see cref="Moved"/> when another made one first.</summary>
    public static void Step(Unit unit, UpgradeRow read, UpgradeRow next) => unit.Must(
        """
        UPDATE upgrade_run SET state = $1, step = step + 1, looked = $2, changed = $3, conflicts = $4, why = $5, report = $6, changed_at = $7
        WHERE tenant = $8 AND app = $9 AND id = $10 AND state = $11 AND step = $12
        """,
        Moved, read.Id,
        next.State, next.Looked, next.Changed, next.Conflicts, Why(next.Why), FactJson.Bytes(next.Report), next.ChangedAt, read.Tenant, read.App, read.Id, read.State, read.Step);

    /// <summary>One passage, or null.</summary>
    public static Task<UpgradeRow?> Get(Database database, string tenant, string app, string id, CancellationToken cancel = default) =>
        database.First<UpgradeRow>($"SELECT {Columns} FROM upgrade_run WHERE tenant = $1 AND app = $2 AND id = $3", Read, cancel, tenant, app, id);

    /// <summary>The last passages of an install, newest first.</summary>
    public static Task<IReadOnlyList<UpgradeRow>> List(Database database, string tenant, string app, string install, int most, CancellationToken cancel = default) =>
        database.Read($"SELECT {Columns} FROM upgrade_run WHERE tenant = $1 AND app = $2 AND install = $3 ORDER BY id DESC LIMIT $4", Read, cancel, tenant, app, install, most);

    /// <summary>Forgets at most <paramref name="most"/> of what records were in passages that ended before a time; answers how many.</summary>
    public static async Task<int> Forget(Database database, DateTimeOffset before, int most, CancellationToken cancel = default) =>
        (await database.Change(
            """
            DELETE FROM record_before WHERE (install, run, entity, id) IN (
                SELECT b.install, b.run, b.entity, b.id FROM upgrade_run u JOIN record_before b ON b.install = u.install AND b.run = u.id
                WHERE u.changed_at < $1 LIMIT $2) RETURNING 1
            """, static row => row.Number(0), cancel, before, most)).Count;

    private static byte[] Why(Refusal? why) => why is null ? [] : FactJson.Bytes(new Dictionary<string, string>(why.Facts) { ["code"] = why.Code });

    private static Refusal? Why(byte[] bytes)
    {
        if (bytes.Length == 0) return null;
        var facts = FactJson.Facts(bytes);
        facts.Remove("code", out var code);
        return new Refusal(code ?? "", facts);
    }

    private static UpgradeRow Read(Row row) => new()
    {
        Tenant = row.Text(0), App = row.Text(1), Id = row.Text(2), Install = row.Text(3), Direction = row.Text(4), State = row.Text(5),
        From = new Terms(row.Text(6), row.Text(7), FactJson.Words(row.Bytes(8)), row.Number(9)), To = new Terms(row.Text(10), row.Text(11), FactJson.Words(row.Bytes(12)), row.Number(13)),
        Handler = row.Text(14), Down = row.Text(15), OfRun = row.Text(16), IsCarried = row.Flag(17), Accepts = row.Flag(18), Zone = row.Text(19), Step = row.Number(20),
        Looked = row.Number(21), Changed = row.Number(22), Conflicts = row.Number(23), Why = Why(row.Bytes(24)), Report = FactJson.Words(row.Bytes(25)), Actor = row.Text(26),
        At = row.Time(27), ChangedAt = row.Time(28),
    };
}

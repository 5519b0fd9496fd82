using Marketplace.Domain;

namespace Marketplace.Storage.Installs;

/// <summary>The heads of installs.</summary>
public static class InstallFacts
{
    private const string Columns = "tenant, app, id, brain, seq, epoch, version, digest, state, grants, monthly_cap, settings, sample_data, plan_price, installed_at, installed_by, left_at";

    /// <summary>A new head; an install of this app by this firm that is there already is <see cref="Conflicts.Exists"/>.</summary>
    public static void Create(Unit unit, InstallHead head) => unit.Must(
        $"INSERT INTO install_head ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) ON CONFLICT DO NOTHING",
        Conflicts.Exists, head.App,
        head.Tenant, head.App, head.Id, head.Brain, head.Seq, head.Epoch, head.Version, head.Digest, head.State, FactJson.Bytes(head.Grants),
        head.MonthlyCap, head.SettingsJson, head.SampleData, head.PlanPrice, head.InstalledAt, head.InstalledBy, head.LeftAt);

    /// <summary>The fence of a call: one step further, if the head is as it was read.</summary>
    public static void Advance(Unit unit, string tenant, string app, long seq, long epoch) => unit.Must(
        "UPDATE install_head SET seq = seq + 1 WHERE tenant = $1 AND app = $2 AND seq = $3 AND epoch = $4",
        Codes.ConflictHead, app, tenant, app, seq, epoch);

    /// <summary>Other terms: writes <paramref name="next"/> with one seq and one epoch more, if the terms are as they were read. Calls that
    /// only moved the seq do not stand in the way; those that run meet the new epoch and begin again.</summary>
    public static void Replace(Unit unit, InstallHead next, long epochRead) => unit.Must(
        """
        UPDATE install_head SET seq = seq + 1, epoch = epoch + 1, brain = $1, version = $2, digest = $3, state = $4, grants = $5,
            monthly_cap = $6, settings = $7, sample_data = $8, plan_price = $9, left_at = $10
        WHERE tenant = $11 AND app = $12 AND epoch = $13
        """,
        Codes.ConflictHead, next.App,
        next.Brain, next.Version, next.Digest, next.State, FactJson.Bytes(next.Grants), next.MonthlyCap, next.SettingsJson, next.SampleData,
        next.PlanPrice, next.LeftAt, next.Tenant, next.App, epochRead);

    /// <summary>Other terms, and no call may have moved the head since it was read: what was made ready for the install's records must be of them
    /// as they stand now.</summary>
    public static void Turn(Unit unit, InstallHead next, InstallHead read)
    {
        unit.Must("UPDATE install_head SET seq = seq WHERE tenant = $1 AND app = $2 AND seq = $3", Codes.ConflictHead, read.App, read.Tenant, read.App, read.Seq);
        Replace(unit, next, read.Epoch);
    }

    /// <summary>A new install in the place of one that is gone for good: another id, and the numbers go on.</summary>
    public static void Renew(Unit unit, InstallHead next, InstallHead read)
    {
        unit.Must("UPDATE install_head SET id = $1, installed_at = $2, installed_by = $3 WHERE tenant = $4 AND app = $5 AND id = $6", Codes.ConflictHead, next.App,
            next.Id, next.InstalledAt, next.InstalledBy, next.Tenant, next.App, read.Id);
        Replace(unit, next, read.Epoch);
    }

    /// <summary>One install, or null.</summary>
    public static Task<InstallHead?> Get(Database database, string tenant, string app, CancellationToken cancel = default) =>
        database.First<InstallHead>($"SELECT {Columns} FROM install_head WHERE tenant = $1 AND app = $2", Read, cancel, tenant, app);

    /// <summary>Every install of a firm, by app.</summary>
    public static Task<IReadOnlyList<InstallHead>> List(Database database, string tenant, CancellationToken cancel = default) =>
        database.Read($"SELECT {Columns} FROM install_head WHERE tenant = $1 ORDER BY app LIMIT 1000", Read, cancel, tenant);

    /// <summary>The installs of one app in every brain: for its publisher's figures and for a suspension.</summary>
    public static Task<IReadOnlyList<InstallHead>> ListOfApp(Database database, string app, string afterTenant = "", CancellationToken cancel = default) =>
        database.Read($"SELECT {Columns} FROM install_head WHERE app = $1 AND tenant > $2 ORDER BY tenant LIMIT 500", Read, cancel, app, afterTenant);

    /// <summary>The firms of a brain after one by name that have or had an app, in order.</summary>
    public static Task<IReadOnlyList<string>> Firms(Database database, string brain, string after, int most, CancellationToken cancel = default) => database.Read(
        "SELECT DISTINCT tenant FROM install_head WHERE brain = $1 AND tenant > $2 ORDER BY tenant LIMIT $3", static row => row.Text(0), cancel, brain, after, most);

    /// <summary>How many firms of a brain have the app in this state.</summary>
    public static async Task<long> Count(Database database, string app, string brain, string state = "active", CancellationToken cancel = default) =>
        await database.First("SELECT count(*) FROM install_head WHERE app = $1 AND brain = $2 AND state = $3", static row => row.Number(0), cancel, app, brain, state);

    private static InstallHead Read(Row row) => new()
    {
        Tenant = row.Text(0), App = row.Text(1), Id = row.Text(2), Brain = row.Text(3), Seq = row.Number(4), Epoch = row.Number(5),
        Version = row.Text(6), Digest = row.Text(7), State = row.Text(8), Grants = FactJson.Words(row.Bytes(9)), MonthlyCap = row.Number(10),
        SettingsJson = row.Bytes(11), SampleData = row.Flag(12), PlanPrice = row.Number(13), InstalledAt = row.Time(14), InstalledBy = row.Text(15), LeftAt = row.Time(16),
    };
}

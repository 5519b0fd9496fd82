using Marketplace.Domain.Invocations;
using Marketplace.Domain.Invocations.Recordings;
using Marketplace.Storage.Delivery;

namespace Marketplace.Storage.Invocations;

/// <summary>A sealed recording of one call of one install.</summary>
public sealed record RecordingRow(string Tenant, string App, string Id, DateTimeOffset At, byte[] Body);

/// <summary>Sealed recordings, and how many calls and bytes each install has of them.</summary>
public static class RecordingFacts
{
    /// <summary>Kind of the due work that takes the oldest away; its key is <c>tenant/publisher/app</c>.</summary>
    public const string TrimKind = "trim";

    /// <summary>Adds recordings of one install, counts them, and asks for the oldest to go when there are too many now.</summary>
    public static void Add(Unit unit, IReadOnlyList<RecordingRow> rows, DateTimeOffset now)
    {
        var (tenant, app) = (rows[0].Tenant, rows[0].App);
        foreach (var row in rows)
            unit.Must("INSERT INTO recording (tenant, app, id, at, size, body) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                Conflicts.Exists, row.Id, tenant, app, row.Id, row.At, row.Body.Length, row.Body);
        unit.Do(
            """
            INSERT INTO recording_space (tenant, app, calls, bytes) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant, app) DO UPDATE SET calls = recording_space.calls + excluded.calls, bytes = recording_space.bytes + excluded.bytes
            """, tenant, app, rows.Count, rows.Sum(static row => (long)row.Body.Length));
        // Not woken for: the sweeper looks once a second, and a few too many for a second harm nobody.
        unit.Do(
            """
            INSERT INTO due_work (id, kind, key, payload, at, due, tries, lease, state, note)
            SELECT $1, $2, $3, $4, $5, $5, 0, 0, 0, '' FROM recording_space WHERE tenant = $6 AND app = $7 AND (calls > $8 OR bytes > $9)
            ON CONFLICT DO NOTHING
            """, TrimId(tenant, app), TrimKind, $"{tenant}/{app}", Array.Empty<byte>(), now, tenant, app, RecordingRules.MostCalls, RecordingRules.MostBytes);
    }

    /// <summary>The first id of an install's due work of <see cref="TrimKind"/>.</summary>
    public static string TrimId(string tenant, string app) => $"trim:{tenant}/{app}:1";

    /// <summary>A firm's recording of a call, whichever of its installs made it; or null.</summary>
    public static Task<RecordingRow?> Get(Database database, string tenant, string id, CancellationToken cancel = default) =>
        database.First<RecordingRow>(
            """
            SELECT r.tenant, r.app, r.id, r.at, r.body FROM install_head h JOIN recording r ON r.tenant = h.tenant AND r.app = h.app AND r.id = $1 WHERE h.tenant = $2
            """, Read, cancel, id, tenant);

    /// <summary>The newest of an install's recordings of one function, or of all of them.</summary>
    public static Task<IReadOnlyList<RecordingRow>> Newest(Database database, string tenant, string app, string before, int most, CancellationToken cancel = default) =>
        database.Read("SELECT tenant, app, id, at, body FROM recording WHERE tenant = $1 AND app = $2 AND id < $3 ORDER BY id DESC LIMIT $4", Read, cancel,
            tenant, app, before.Length == 0 ? "~" : before, most);

    /// <summary>How many calls and bytes an install has.</summary>
    public static async Task<(long Calls, long Bytes)> Space(Database database, string tenant, string app, CancellationToken cancel = default) =>
        await database.First("SELECT calls, bytes FROM recording_space WHERE tenant = $1 AND app = $2", static row => (row.Number(0), row.Number(1)), cancel, tenant, app);

    /// <summary>The oldest of an install, without their bodies.</summary>
    public static Task<IReadOnlyList<(string Id, HeldRecording Held)>> Oldest(Database database, string tenant, string app, int most, CancellationToken cancel = default) =>
        database.Read("SELECT id, at, size FROM recording WHERE tenant = $1 AND app = $2 ORDER BY id LIMIT $3",
            static row => (row.Text(0), new HeldRecording(row.Time(1), row.Number(2))), cancel, tenant, app, most);

    /// <summary>Forgets the oldest of an install up to an id, all of them counted; one that came in between is <see cref="Conflicts.Lease"/>.</summary>
    public static void Forget(Unit unit, string tenant, string app, string last, (int Calls, long Bytes) counted)
    {
        unit.Exactly(counted.Calls, "DELETE FROM recording WHERE tenant = $1 AND app = $2 AND id <= $3", Conflicts.Lease, last, tenant, app, last);
        unit.Must("UPDATE recording_space SET calls = calls - $1, bytes = bytes - $2 WHERE tenant = $3 AND app = $4", Conflicts.Lease, app,
            counted.Calls, counted.Bytes, tenant, app);
    }

    /// <summary>Asks for the oldest to go wherever there are some from before a time; answers how many installs.</summary>
    public static async Task<int> Age(Database database, DateTimeOffset before, int most, CancellationToken cancel = default)
    {
        var old = await database.Read(
            """
            SELECT s.tenant, s.app FROM recording_space s
            WHERE (SELECT min(r.id) FROM recording r WHERE r.tenant = s.tenant AND r.app = s.app) < $1
                AND NOT EXISTS (SELECT 1 FROM due_work d WHERE d.id = 'trim:' || s.tenant || '/' || s.app || ':1')
            ORDER BY s.tenant, s.app LIMIT $2
            """, static row => (Tenant: row.Text(0), App: row.Text(1)), cancel, Ids.First(before), most);
        var (unit, now) = (new Unit(), database.Time.GetUtcNow());
        foreach (var (tenant, app) in old) DueFacts.Add(unit, TrimId(tenant, app), TrimKind, $"{tenant}/{app}", [], now, now);
        await database.Commit(unit, cancel);
        return old.Count;
    }

    private static RecordingRow Read(Row row) => new(row.Text(0), row.Text(1), row.Text(2), row.Time(3), row.Bytes(4));
}

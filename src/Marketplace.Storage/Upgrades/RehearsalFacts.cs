using Marketplace.Domain.Invocations;
using Marketplace.Domain.Upgrades.Rehearsals;

namespace Marketplace.Storage.Upgrades;

/// <summary>The last rehearsal of an install, and how far it is. What was found is sealed with the firm's key, as recordings are.</summary>
public sealed record RehearsalRow
{
    public required string Tenant { get; init; }
    public required string App { get; init; }
    public required string Id { get; init; }
    public required string Install { get; init; }
    /// <summary>A word of <see cref="RehearsalState"/>.</summary>
    public required string State { get; init; }
    public required string FromVersion { get; init; }
    public required string FromDigest { get; init; }
    public required string ToVersion { get; init; }
    public required string ToDigest { get; init; }
    /// <summary>Calls to be run, and run.</summary>
    public long Total { get; init; }
    public long Done { get; init; }
    /// <summary>Milliseconds of running.</summary>
    public long SpentMs { get; init; }
    /// <summary>Steps made.</summary>
    public long Step { get; init; }
    public required string Actor { get; init; }
    public required DateTimeOffset At { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    public byte[] Body { get; init; } = [];
}

/// <summary>The last rehearsal of each install. A new one takes the place of the one before; a step compares what it was read at.</summary>
public static class RehearsalFacts
{
    /// <summary>The conflict of a step of a rehearsal that was stopped, or replaced, meanwhile.</summary>
    public const string Moved = "rehearsal.moved";

    private const string Columns = "tenant, app, id, install, state, from_version, from_digest, to_version, to_digest, total, done, spent, step, actor, at, changed_at, body";

    /// <summary>A new rehearsal, in place of the one before.</summary>
    public static void Begin(Unit unit, RehearsalRow row) => unit.Do(
        $"""
        INSERT INTO rehearsal ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        ON CONFLICT (tenant, app) DO UPDATE SET id = excluded.id, install = excluded.install, state = excluded.state, from_version = excluded.from_version,
            from_digest = excluded.from_digest, to_version = excluded.to_version, to_digest = excluded.to_digest, total = excluded.total, done = excluded.done,
            spent = excluded.spent, step = excluded.step, actor = excluded.actor, at = excluded.at, changed_at = excluded.changed_at, body = excluded.body
        """,
        row.Tenant, row.App, row.Id, row.Install, row.State, row.FromVersion, row.FromDigest, row.ToVersion, row.ToDigest, row.Total, row.Done, row.SpentMs, row.Step,
        row.Actor, row.At, row.ChangedAt, row.Body);

    /// <summary>A step from what was read to what is to be; <see cref="Moved"/> when it does not run any more, or another made it first.</summary>
    public static void Step(Unit unit, RehearsalRow read, RehearsalRow next) => unit.Must(
        """
        UPDATE rehearsal SET state = $1, step = step + 1, done = $2, spent = $3, changed_at = $4, body = $5
        WHERE tenant = $6 AND app = $7 AND id = $8 AND step = $9 AND state = $10
        """, Moved, read.Id, next.State, next.Done, next.SpentMs, next.ChangedAt, next.Body, read.Tenant, read.App, read.Id, read.Step, RehearsalState.Running);

    /// <summary>Ends one that runs, with what it has found.</summary>
    public static void Stop(Unit unit, string tenant, string app, string id, DateTimeOffset now) => unit.Do(
        "UPDATE rehearsal SET state = $1, changed_at = $2 WHERE tenant = $3 AND app = $4 AND id = $5 AND state = $6",
        RehearsalState.Stopped, now, tenant, app, id, RehearsalState.Running);

    /// <summary>The last rehearsal of an install, or null.</summary>
    public static Task<RehearsalRow?> Get(Database database, string tenant, string app, CancellationToken cancel = default) =>
        database.First<RehearsalRow>($"SELECT {Columns} FROM rehearsal WHERE tenant = $1 AND app = $2", Read, cancel, tenant, app);

    /// <summary>The newest recorded calls of each function of an install since a time, at most <see cref="RehearsalRules.EachFunction"/> each: the newest of
    /// every function first, so that one that runs out of time has looked at all of them.</summary>
    public static Task<IReadOnlyList<string>> Calls(Database database, string tenant, string app, DateTimeOffset since, CancellationToken cancel = default) => database.Read(
        $"""
        SELECT id FROM (
            SELECT r.id AS id, row_number() OVER (PARTITION BY i.function ORDER BY r.id DESC) AS place
            FROM recording r JOIN invocation i ON i.tenant = r.tenant AND i.app = r.app AND i.id = r.id
            WHERE r.tenant = $1 AND r.app = $2 AND r.id >= $3) newest
        WHERE place <= {RehearsalRules.EachFunction} ORDER BY place, id DESC LIMIT {RehearsalRules.MostCalls}
        """, static row => row.Text(0), cancel, tenant, app, Ids.First(since));

    /// <summary>Forgets at most <paramref name="most"/> that ended before a time: what they show is of recordings that are gone too.</summary>
    public static async Task<int> Forget(Database database, DateTimeOffset before, int most, CancellationToken cancel = default) =>
        (await database.Change("DELETE FROM rehearsal WHERE (tenant, app) IN (SELECT tenant, app FROM rehearsal WHERE changed_at < $1 AND state <> 'running' LIMIT $2) RETURNING 1",
            static row => row.Number(0), cancel, before, most)).Count;

    private static RehearsalRow Read(Row row) => new()
    {
        Tenant = row.Text(0), App = row.Text(1), Id = row.Text(2), Install = row.Text(3), State = row.Text(4), FromVersion = row.Text(5), FromDigest = row.Text(6),
        ToVersion = row.Text(7), ToDigest = row.Text(8), Total = row.Number(9), Done = row.Number(10), SpentMs = row.Number(11), Step = row.Number(12), Actor = row.Text(13),
        At = row.Time(14), ChangedAt = row.Time(15), Body = row.Bytes(16),
    };
}

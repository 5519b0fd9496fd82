namespace Marketplace.Storage.Jobs;

/// <summary>A job of an install. <see cref="State"/> is <c>open</c> while steps are promised, then <c>done</c>, or <c>failed</c> when a step was refused or
/// stopped; <see cref="Done"/> of <see cref="Total"/> is what its last step said, 0 of 0 when none did.</summary>
public sealed record JobRow(string Id, string Function, string State, long Open, long Steps, long Done, long Total, string Note, string Code, string Actor, DateTimeOffset At, DateTimeOffset Changed);

/// <summary>Jobs in steps: each step's end is counted in the commit of its call, so what is shown is what happened.</summary>
public static class JobFacts
{
    /// <summary>A job begins, with its first step promised.</summary>
    public static void Begin(Unit unit, string tenant, string app, string id, string function, string actor, DateTimeOffset now) => unit.Do(
        """
        INSERT INTO job (tenant, app, id, function, state, open, steps, done, total, note, code, actor, at, changed)
        VALUES ($1, $2, $3, $4, 'open', 1, 0, 0, 0, '', '', $5, $6, $6) ON CONFLICT DO NOTHING
        """, tenant, app, id, function, actor, now);

    /// <summary>A step has ended: it promised <paramref name="more"/> others, and ended with a code or an empty one.</summary>
    public static void Step(Unit unit, string tenant, string app, string id, int more, string code, DateTimeOffset now) => unit.Do(
        """
        UPDATE job SET open = open - 1 + $1, steps = steps + 1, code = CASE WHEN $2 = '' THEN code ELSE $2 END, changed = $3,
            state = CASE WHEN open - 1 + $1 > 0 THEN 'open' WHEN $2 = '' AND code = '' THEN 'done' ELSE 'failed' END
        WHERE tenant = $4 AND app = $5 AND id = $6 AND state = 'open'
        """, more, code, now, tenant, app, id);

    /// <summary>What a step said of how far the job has come.</summary>
    public static void Say(Unit unit, string tenant, string app, string id, long done, long total, string note) => unit.Do(
        "UPDATE job SET done = $1, total = $2, note = $3 WHERE tenant = $4 AND app = $5 AND id = $6", done, total, note, tenant, app, id);

    /// <summary>The jobs of an install, newest first.</summary>
    public static Task<IReadOnlyList<JobRow>> List(Database database, string tenant, string app, int most, CancellationToken cancel = default) => database.Read(
        "SELECT id, function, state, open, steps, done, total, note, code, actor, at, changed FROM job WHERE tenant = $1 AND app = $2 ORDER BY id DESC LIMIT $3",
        static row => new JobRow(row.Text(0), row.Text(1), row.Text(2), row.Number(3), row.Number(4), row.Number(5), row.Number(6), row.Text(7), row.Text(8), row.Text(9), row.Time(10), row.Time(11)), cancel, tenant, app, most);

    /// <summary>Forgets at most <paramref name="most"/> jobs that ended before a time; answers how many.</summary>
    public static async Task<int> Forget(Database database, DateTimeOffset before, int most, CancellationToken cancel = default) => (await database.Change(
        "DELETE FROM job WHERE (tenant, app, id) IN (SELECT tenant, app, id FROM job WHERE state <> 'open' AND changed < $1 ORDER BY changed LIMIT $2) RETURNING 1", static row => row.Number(0), cancel, before, most)).Count;
}

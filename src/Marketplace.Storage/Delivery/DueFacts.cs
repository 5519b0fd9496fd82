namespace Marketplace.Storage.Delivery;

/// <summary>Something to be done at a time: a job's step, a deadline, an export.</summary>
public sealed record DueItem(string Id, string Kind, string Key, byte[] Payload, DateTimeOffset At, DateTimeOffset Due, int Tries);

/// <summary>Work that waits for its time. Done at least once: what it does carries its id as the operation id.</summary>
public static class DueFacts
{
    private const string Columns = "id, kind, key, payload, at, due, tries";

    /// <summary>Adds work; the same id again changes nothing.</summary>
    public static void Add(Unit unit, string id, string kind, string key, byte[] payload, DateTimeOffset now, DateTimeOffset due)
    {
        unit.Do("INSERT INTO due_work (id, kind, key, payload, at, due, tries, lease, state, note) VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 0, '') ON CONFLICT DO NOTHING",
            id, kind, key, payload, now, due);
        unit.Wake();
    }

    /// <summary>Work that cannot be done and is not tried: a dead letter from the start, with why.</summary>
    public static void AddDead(Unit unit, string id, string kind, string key, byte[] payload, string note, DateTimeOffset now) => unit.Do(
        "INSERT INTO due_work (id, kind, key, payload, at, due, tries, lease, state, note) VALUES ($1, $2, $3, $4, $5, $5, 0, 0, 2, $6) ON CONFLICT DO NOTHING", id, kind, key, payload, now, note);

    /// <summary>Gives work that is still to come another content.</summary>
    public static void Tell(Unit unit, string id, byte[] payload) => unit.Do("UPDATE due_work SET payload = $1 WHERE id = $2 AND state = 0", payload, id);

    /// <summary>The last of the open work of a kind, or null.</summary>
    public static async Task<DueItem?> Ahead(Database database, string kind, CancellationToken cancel = default) =>
        await database.First<DueItem>($"SELECT {Columns} FROM due_work WHERE kind = $1 AND state = 0 ORDER BY due DESC LIMIT 1", Read, cancel, kind);

    /// <summary>Takes what is due, under a lease.</summary>
    public static Task<IReadOnlyList<DueItem>> Claim(Database database, int most = 64, CancellationToken cancel = default)
    {
        var now = database.Time.GetUtcNow();
        return database.Change(
            $"""
            UPDATE due_work SET lease = $1 WHERE id IN (
                SELECT id FROM due_work WHERE state = 0 AND due <= $2 AND lease <= $2 ORDER BY due, id LIMIT $3{database.SkipLocked})
            RETURNING {Columns}
            """, Read, cancel, now + Patience.Lease, now, most);
    }

    /// <summary>The work is done; goes into the commit of what it did.</summary>
    public static void Done(Unit unit, string id) => unit.Do("DELETE FROM due_work WHERE id = $1", id);

    /// <summary>The work failed: again later, or given up after <see cref="Patience.Tries"/>.</summary>
    public static void Fail(Unit unit, DueItem item, string note, DateTimeOffset now)
    {
        var failures = item.Tries + 1;
        unit.Do("UPDATE due_work SET tries = $1, due = $2, lease = 0, state = $3, note = $4 WHERE id = $5 AND state = 0 AND tries = $6",
            failures, now + Patience.After(failures), failures >= Patience.Tries ? 2 : 0, note, item.Id, item.Tries);
    }

    /// <summary>It cannot be done now, and that is no failure: later, as often as it takes.</summary>
    public static void Wait(Unit unit, DueItem item, string note, DateTimeOffset due) =>
        unit.Do("UPDATE due_work SET due = $1, lease = 0, note = $2 WHERE id = $3 AND state = 0 AND tries = $4", due, note, item.Id, item.Tries);

    /// <summary>It will never be done: given up at once.</summary>
    public static void Bury(Unit unit, DueItem item, string note) =>
        unit.Do("UPDATE due_work SET tries = tries + 1, lease = 0, state = 2, note = $1 WHERE id = $2 AND state = 0 AND tries = $3", note, item.Id, item.Tries);

    /// <summary>What waits with one of these notes under a key is due now: what it waited for is over.</summary>
    public static void Hurry(Unit unit, string key, IReadOnlyList<string> notes, DateTimeOffset now)
    {
        foreach (var note in notes) unit.Do("UPDATE due_work SET due = $1 WHERE key = $2 AND state = 0 AND due > $1 AND note = $3", now, key, note);
        unit.Wake();
    }

    /// <summary>One piece of work that is not done yet, or null.</summary>
    public static Task<DueItem?> Get(Database database, string id, CancellationToken cancel = default) =>
        database.First<DueItem>($"SELECT {Columns} FROM due_work WHERE id = $1", Read, cancel, id);

    /// <summary>When the next open work is due, or null.</summary>
    public static async Task<DateTimeOffset?> Next(Database database, CancellationToken cancel = default)
    {
        var rows = await database.Read("SELECT due FROM due_work WHERE state = 0 ORDER BY due LIMIT 1", static row => row.Time(0), cancel);
        return rows.Count == 0 ? null : rows[0];
    }

    private static DueItem Read(Row row) => new(row.Text(0), row.Text(1), row.Text(2), row.Bytes(3), row.Time(4), row.Time(5), (int)row.Number(6));
}

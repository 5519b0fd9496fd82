namespace Marketplace.Storage.Delivery;

/// <summary>A message on its way from one owner of facts to another. <see cref="Seq"/> counts from 1 per (source, target).</summary>
public sealed record Message(string Id, string Source, string Target, long Seq, string Kind, byte[] Payload, DateTimeOffset At, int Tries);

/// <summary>Messages written in the commit of their cause, delivered at least once and strictly in order per (source, target);
/// the receiver's <see cref="Receive"/> makes that exactly once.</summary>
public static class OutboxFacts
{
    private const string Columns = "id, source, target, seq, kind, payload, at, tries";

    /// <summary>Adds a message. Its number is given inside the unit, under the lock of the pair.</summary>
    public static void Send(Unit unit, string id, string source, string target, string kind, byte[] payload, DateTimeOffset now, DateTimeOffset? due = null)
    {
        unit.Do("INSERT INTO outbox_head (source, target, last) VALUES ($1, $2, 1) ON CONFLICT (source, target) DO UPDATE SET last = outbox_head.last + 1",
            source, target);
        unit.Must(
            """
            INSERT INTO outbox (id, source, target, seq, kind, payload, at, due, tries, lease, state, note)
            SELECT $1, source, target, last, $2, $3, $4, $5, 0, 0, 0, '' FROM outbox_head WHERE source = $6 AND target = $7
            ON CONFLICT (id) DO NOTHING
            """, Conflicts.Exists, id, id, kind, payload, now, due ?? now, source, target);
        unit.Wake();
    }

    /// <summary>Marks a message as applied at the receiver, in the commit of its effect. One that was applied before ends the unit
    /// as <see cref="Conflicts.InboxSeen"/>: acknowledge it and do nothing.</summary>
    public static void Receive(Unit unit, string target, string source, long seq) => unit.Must(
        """
        INSERT INTO inbox (target, source, last_seq) VALUES ($1, $2, $3)
        ON CONFLICT (target, source) DO UPDATE SET last_seq = excluded.last_seq WHERE inbox.last_seq < excluded.last_seq
        """, Conflicts.InboxSeen, source, target, source, seq);

    /// <summary>Takes the first open message of each pair whose time has come, under a lease.</summary>
    public static Task<IReadOnlyList<Message>> Claim(Database database, int most = 64, CancellationToken cancel = default)
    {
        var now = database.Time.GetUtcNow();
        return database.Change(
            $"""
            UPDATE outbox SET lease = $1 WHERE id IN (
                SELECT o.id FROM outbox o WHERE o.state = 0 AND o.due <= $2 AND o.lease <= $2 AND NOT EXISTS (
                    SELECT 1 FROM outbox e WHERE e.source = o.source AND e.target = o.target AND e.seq < o.seq AND e.state = 0)
                ORDER BY o.due, o.id LIMIT $3{database.SkipLocked})
            RETURNING {Columns}
            """, Read, cancel, now + Patience.Lease, now, most);
    }

    /// <summary>The message was applied.</summary>
    public static void Acknowledge(Unit unit, string id) => unit.Do("UPDATE outbox SET state = 1, lease = 0 WHERE id = $1 AND state = 0", id);

    /// <summary>The message could not be delivered: again later, or dead after <see cref="Patience.Tries"/>, whereupon the pair moves on.</summary>
    public static void Fail(Unit unit, Message message, string note, DateTimeOffset now)
    {
        var failures = message.Tries + 1;
        unit.Do("UPDATE outbox SET tries = $1, due = $2, lease = 0, state = $3, note = $4 WHERE id = $5 AND state = 0 AND tries = $6",
            failures, now + Patience.After(failures), failures >= Patience.Tries ? 2 : 0, note, message.Id, message.Tries);
    }

    /// <summary>The dead letters, for an operator's eyes; a resend is a new message.</summary>
    public static Task<IReadOnlyList<(Message Message, string Note)>> Dead(Database database, string after = "", CancellationToken cancel = default) =>
        database.Read($"SELECT {Columns}, note FROM outbox WHERE state = 2 AND id > $1 ORDER BY id LIMIT 100",
            static row => (Read(row), row.Text(8)), cancel, after);

    /// <summary>Messages that still have to arrive.</summary>
    public static async Task<long> Open(Database database, CancellationToken cancel = default) =>
        await database.First("SELECT count(*) FROM outbox WHERE state = 0", static row => row.Number(0), cancel);

    /// <summary>Forgets delivered messages older than their promise (7 days).</summary>
    public static void Sweep(Unit unit, DateTimeOffset before) => unit.Do("DELETE FROM outbox WHERE state = 1 AND at < $1", before);

    private static Message Read(Row row) =>
        new(row.Text(0), row.Text(1), row.Text(2), row.Number(3), row.Text(4), row.Bytes(5), row.Time(6), (int)row.Number(7));
}

namespace Marketplace.Storage.Delivery;

/// <summary>A message on its way from one owner of facts to another. <see cref="Seq"/> counts from 1 per (source, target).</summary>
public sealed record Message(string Id, string Source, string Target, long Seq, string Kind, byte[] Payload, DateTimeOffset At);

/// <summary>The open messages of one pair, oldest first, in the hands of one claimer. <see cref="Tries"/> counts the failures of the
/// first of them.</summary>
public sealed record MessageRun(string Source, string Target, long Done, int Tries, DateTimeOffset Lease, IReadOnlyList<Message> Messages);

/// <summary>Messages written in the commit of their cause, delivered at least once and strictly in order per (source, target);
/// the receiver's <see cref="Receive"/> makes that exactly once. A pair is leased as a whole, so what a claim costs does not grow with
/// the messages that wait.</summary>
public static class OutboxFacts
{
    private const string Columns = "id, source, target, seq, kind, payload, at";

    /// <summary>Adds a message. Its number is given inside the unit, under the lock of the pair.</summary>
    public static void Send(Unit unit, string id, string source, string target, string kind, byte[] payload, DateTimeOffset now)
    {
        unit.Do(
            """
            INSERT INTO outbox_head (source, target, last, done, due, tries, lease) VALUES ($1, $2, 1, 0, $3, 0, 0)
            ON CONFLICT (source, target) DO UPDATE SET last = outbox_head.last + 1,
                due = CASE WHEN outbox_head.last = outbox_head.done THEN excluded.due ELSE outbox_head.due END
            """, source, target, now);
        unit.Must(
            """
            INSERT INTO outbox (id, source, target, seq, kind, payload, at, dead, note)
            SELECT $1, source, target, last, $2, $3, $4, 0, '' FROM outbox_head WHERE source = $5 AND target = $6
            ON CONFLICT (id) DO NOTHING
            """, Conflicts.Exists, id, id, kind, payload, now, source, target);
        unit.Wake();
    }

    /// <summary>Marks a message as applied at the receiver, in the commit of its effect. One that was applied before ends the unit
    /// as <see cref="Conflicts.InboxSeen"/>: acknowledge it and do nothing.</summary>
    public static void Receive(Unit unit, string target, string source, long seq) => unit.Must(
        """
        INSERT INTO inbox (target, source, last_seq) VALUES ($1, $2, $3)
        ON CONFLICT (target, source) DO UPDATE SET last_seq = excluded.last_seq WHERE inbox.last_seq < excluded.last_seq
        """, Conflicts.InboxSeen, source, target, source, seq);

    /// <summary>Takes pairs whose time has come, under a lease, with at most <paramref name="longest"/> messages of each.</summary>
    public static async Task<IReadOnlyList<MessageRun>> Claim(Database database, int most = 64, int longest = 64, CancellationToken cancel = default)
    {
        var now = database.Time.GetUtcNow();
        var lease = now + Patience.Lease;
        var pairs = await database.Change(
            $"""
            UPDATE outbox_head SET lease = $1 WHERE (source, target) IN (
                SELECT source, target FROM outbox_head WHERE last > done AND due <= $2 AND lease <= $2 ORDER BY due, source, target LIMIT $3{database.SkipLocked})
            RETURNING source, target, done, tries
            """, static row => (Source: row.Text(0), Target: row.Text(1), Done: row.Number(2), Tries: (int)row.Number(3)), cancel, lease, now, most);
        List<MessageRun> runs = new(pairs.Count);
        foreach (var (source, target, done, tries) in pairs)
        {
            var messages = await database.Read(
                $"SELECT {Columns} FROM outbox WHERE source = $1 AND target = $2 AND seq > $3 ORDER BY seq LIMIT $4", Read, cancel, source, target, done, longest);
            runs.Add(new MessageRun(source, target, done, tries, lease, messages));
        }
        return runs;
    }

    /// <summary>Every message of the run up to and with <paramref name="seq"/> was applied, and the pair is free again. Changes nothing
    /// when the lease has run out and another has moved the pair on.</summary>
    public static void Acknowledge(Unit unit, MessageRun run, long seq, DateTimeOffset now) =>
        Move(unit, run, seq, now, seq == run.Done ? run.Tries : 0);

    /// <summary>The messages before this one were applied, this one could not be: again later, or dead after <see cref="Patience.Tries"/>,
    /// whereupon the pair moves on.</summary>
    public static void Fail(Unit unit, MessageRun run, Message message, string note, DateTimeOffset now)
    {
        var failures = (message.Seq == run.Done + 1 ? run.Tries : 0) + 1;
        var dead = failures >= Patience.Tries;
        // As long as the pair is in these hands: a word that comes late must not bury what another has delivered, or dig up what it buried.
        unit.Do(
            """
            UPDATE outbox SET dead = $1, note = $2 WHERE id = $3
                AND EXISTS (SELECT 1 FROM outbox_head WHERE source = $4 AND target = $5 AND done = $6 AND lease = $7)
            """, dead ? 1 : 0, note, message.Id, run.Source, run.Target, run.Done, run.Lease);
        if (dead) Move(unit, run, message.Seq, now, 0);
        else Move(unit, run, message.Seq - 1, now + Patience.After(failures), failures);
    }

    /// <summary>The dead letters, for an operator's eyes; a resend is a new message.</summary>
    public static Task<IReadOnlyList<(Message Message, string Note)>> Dead(Database database, string after = "", CancellationToken cancel = default) =>
        database.Read($"SELECT {Columns}, note FROM outbox WHERE dead = 1 AND id > $1 ORDER BY id LIMIT 100",
            static row => (Read(row), row.Text(7)), cancel, after);

    /// <summary>Messages that still have to arrive.</summary>
    public static async Task<long> Open(Database database, CancellationToken cancel = default) =>
        await database.First("SELECT COALESCE(sum(last - done), 0) FROM outbox_head WHERE last > done", static row => row.Number(0), cancel);

    /// <summary>Forgets at most <paramref name="most"/> delivered messages sent before a time, oldest first; answers how many. Dead
    /// letters stay.</summary>
    public static async Task<int> Forget(Database database, DateTimeOffset before, int most, CancellationToken cancel = default) =>
        (await database.Change(
            """
            DELETE FROM outbox WHERE id IN (
                SELECT o.id FROM outbox o JOIN outbox_head h ON h.source = o.source AND h.target = o.target
                WHERE o.at < $1 AND o.dead = 0 AND o.seq <= h.done ORDER BY o.at LIMIT $2)
            RETURNING 1
            """, static row => row.Number(0), cancel, before, most)).Count;

    private static void Move(Unit unit, MessageRun run, long done, DateTimeOffset due, int tries) => unit.Do(
        "UPDATE outbox_head SET done = $1, due = $2, tries = $3, lease = 0 WHERE source = $4 AND target = $5 AND done = $6 AND lease = $7",
        done, due, tries, run.Source, run.Target, run.Done, run.Lease);

    private static Message Read(Row row) =>
        new(row.Text(0), row.Text(1), row.Text(2), row.Number(3), row.Text(4), row.Bytes(5), row.Time(6));
}

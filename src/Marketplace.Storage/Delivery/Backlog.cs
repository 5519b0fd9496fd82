namespace Marketplace.Storage.Delivery;

/// <summary>What still has to be done, for an operator's eyes.</summary>
/// <param name="Messages">Messages that have not arrived.</param>
/// <param name="OldestMessage">How long the oldest of them has waited since it was sent.</param>
/// <param name="OldestDue">How long the most overdue work has been due.</param>
/// <param name="Dead">Messages and work that were given up.</param>
public sealed record Backlog(long Messages, TimeSpan OldestMessage, TimeSpan OldestDue, long Dead)
{
    /// <summary>Looks; each part has an index to look at, so a long history costs nothing.</summary>
    public static async Task<Backlog> Read(Database database, CancellationToken cancel = default)
    {
        var now = database.Time.GetUtcNow();
        var open = await OutboxFacts.Open(database, cancel);
        var sent = await database.Read(
            """
            SELECT min(o.at) FROM outbox_head h JOIN outbox o ON o.source = h.source AND o.target = h.target AND o.seq = h.done + 1
            WHERE h.last > h.done HAVING count(*) > 0
            """, static row => row.Time(0), cancel);
        var dead = await database.First(
            "SELECT (SELECT count(*) FROM outbox WHERE dead = 1) + (SELECT count(*) FROM due_work WHERE state = 2)", static row => row.Number(0), cancel);
        var due = await DueFacts.Next(database, cancel);
        return new Backlog(open, sent.Count == 0 ? TimeSpan.Zero : Past(now - sent[0]), due is null ? TimeSpan.Zero : Past(now - due.Value), dead);
    }

    private static TimeSpan Past(TimeSpan age) => age > TimeSpan.Zero ? age : TimeSpan.Zero;
}

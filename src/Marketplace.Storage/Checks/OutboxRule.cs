using Marketplace.Storage.Reading;

namespace Marketplace.Storage.Checks;

/// <summary>The marks of sender, pair and receiver agree, and every message that is still to arrive is there.</summary>
internal sealed class OutboxRule : StoreRule
{
    public override string Name => "outbox";

    public override string Promise => "every open message is there, none beyond its pair's mark, no receiver ahead of its sender";

    public override async Task Look(Snapshot store, Findings findings, CancellationToken cancel)
    {
        await foreach (var row in store.Read(
            """
            SELECT h.source, h.target, h.last, h.done, count(o.id), coalesce(max(o.seq), 0)
            FROM outbox_head h LEFT JOIN outbox o ON o.source = h.source AND o.target = h.target AND o.seq > h.done
            GROUP BY h.source, h.target, h.last, h.done
            """, cancel))
        {
            findings.Look();
            var (last, done, open, top) = (row.Number(2), row.Number(3), row.Number(4), row.Number(5));
            var pair = $"{row.Text(0)} to {row.Text(1)}";
            if (done < 0 || done > last) findings.Add($"{pair}: delivered up to {done} of {last}");
            else if (top > last) findings.Add($"{pair}: message {top} lies beyond the mark {last}");
            else if (open != last - done) findings.Add($"{pair}: {last - done} messages are still to arrive and {open} are there");
        }
        findings.Look(await store.Number("SELECT count(*) FROM outbox", cancel));
        await foreach (var row in store.Read("SELECT id, source, target FROM outbox o WHERE NOT EXISTS (SELECT 1 FROM outbox_head h WHERE h.source = o.source AND h.target = o.target)", cancel))
            findings.Add($"message {row.Text(0)} from {row.Text(1)} to {row.Text(2)} has no pair");
        await foreach (var row in store.Read("SELECT o.id FROM outbox o JOIN outbox_head h ON h.source = o.source AND h.target = o.target WHERE o.dead = 1 AND o.seq > h.done", cancel))
            findings.Add($"message {row.Text(0)} is dead and still to arrive");
        await foreach (var row in store.Read("SELECT i.source, i.target, i.last_seq, coalesce(h.last, 0) FROM inbox i LEFT JOIN outbox_head h ON h.source = i.source AND h.target = i.target WHERE i.last_seq > coalesce(h.last, 0)", cancel))
            findings.Add($"{row.Text(1)} has received {row.Number(2)} from {row.Text(0)}, who sent {row.Number(3)}");
    }
}

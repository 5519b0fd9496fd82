using System.Globalization;
using System.Text;
using Marketplace.Domain.Resources;
using Marketplace.Storage.Delivery;

namespace Marketplace.Storage.Resources;

/// <summary>Writes a decision over shared things into a unit. It counts only if every thing and every mark that was read is as it was:
/// two deciders that looked at the same have one winner, and the other decides again.</summary>
public static class ResourceWrites
{
    /// <summary>The kind of due work that a deadline is; its key is <c>brain/service/collection/id</c>, its payload the number it was set at.</summary>
    public const string DueKind = "resource";

    /// <summary>The conflict of a unit whose facts are not as they were read: decide again.</summary>
    public const string Moved = "resource.moved";

    private const string Claimed = "claimed:";
    private static readonly CompositeFormat DueName = CompositeFormat.Parse("resource:{0}/{1}:{2}");

    /// <summary>What was read and not changed stands where it stood; rows and marks in one order, so that units seldom wait for each other.</summary>
    public static void Fence(Unit unit, ResourceShelf shelf, IEnumerable<(ResourceName Name, long Seq)> rows, IReadOnlyList<ReadFence> read, IReadOnlyList<ResourceChange> changes)
    {
        foreach (var (name, seq) in rows.OrderBy(static row => row.Name.ToString(), StringComparer.Ordinal))
            unit.Must("UPDATE resource SET seq = seq WHERE brain = $1 AND service = $2 AND collection = $3 AND id = $4 AND seq = $5", Moved, name.ToString(),
                shelf.Brain, shelf.Service, name.Collection, name.Id, seq);
        var touched = changes.SelectMany(static change => change.After.Marks.Concat(change.Before?.Marks ?? []).Select(mark => (change.After.Name.Collection, mark))).ToHashSet();
        var known = read.ToDictionary(static fence => (fence.Collection, fence.Mark), static fence => fence.Seq);
        foreach (var (collection, mark) in touched.Union(known.Keys).OrderBy(static one => one.Item1, StringComparer.Ordinal).ThenBy(static one => one.Item2, StringComparer.Ordinal))
        {
            Arg[] key = [shelf.Brain, shelf.Service, collection, mark];
            if (!known.TryGetValue((collection, mark), out var seq))
                unit.Do("INSERT INTO resource_fence (brain, service, collection, mark, seq) VALUES ($1, $2, $3, $4, 1) ON CONFLICT (brain, service, collection, mark) DO UPDATE SET seq = resource_fence.seq + 1", key);
            else if (seq == 0)
                unit.Must("INSERT INTO resource_fence (brain, service, collection, mark, seq) VALUES ($1, $2, $3, $4, 1) ON CONFLICT DO NOTHING", Moved, mark, key);
            else
                unit.Must("UPDATE resource_fence SET seq = seq + $1 WHERE brain = $2 AND service = $3 AND collection = $4 AND mark = $5 AND seq = $6", Moved, mark,
                    [touched.Contains((collection, mark)) ? 1 : 0, .. key, seq]);
        }
    }

    /// <summary>One thing as it will be, with its parties, marks, deadline and step.</summary>
    public static void Put(Unit unit, ResourceShelf shelf, ResourceChange change, ResourceHand hand, DateTimeOffset now)
    {
        var (before, after, name) = (change.Before, change.After, change.After.Name);
        Arg[] key = [shelf.Brain, shelf.Service, name.Collection, name.Id];
        Arg[] row =
        [
            after.Seq, after.State, after.Body, FactJson.Bytes([.. after.Parties.Select(ResourceReads.Written)]), FactJson.Bytes(after.Marks), after.Open,
            after.Deadline?.At.ToUnixTimeMilliseconds() ?? 0L, after.Deadline?.Command ?? "", now,
        ];
        if (before is null)
            unit.Must(
                """
                INSERT INTO resource (brain, service, collection, id, seq, state, body, parties, marks, open, due, due_command, created, changed)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13) ON CONFLICT DO NOTHING
                """, Moved, name.ToString(), [.. key, .. row]);
        else
            unit.Must(
                """
                UPDATE resource SET seq = $1, state = $2, body = $3, parties = $4, marks = $5, open = $6, due = $7, due_command = $8, changed = $9
                WHERE brain = $10 AND service = $11 AND collection = $12 AND id = $13 AND seq = $14
                """, Moved, name.ToString(), [.. row, .. key, before.Seq]);
        foreach (var gone in (before?.Parties ?? []).Except(after.Parties))
            unit.Do("DELETE FROM resource_party WHERE tenant = $1 AND brain = $2 AND service = $3 AND collection = $4 AND id = $5 AND word = $6",
                gone.Tenant, shelf.Brain, shelf.Service, name.Collection, name.Id, gone.Word);
        foreach (var come in after.Parties.Except(before?.Parties ?? []))
            unit.Do("INSERT INTO resource_party (tenant, brain, service, collection, id, word) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                come.Tenant, shelf.Brain, shelf.Service, name.Collection, name.Id, come.Word);
        foreach (var gone in (before?.Marks ?? []).Except(after.Marks))
            unit.Do("DELETE FROM resource_mark WHERE brain = $1 AND service = $2 AND collection = $3 AND mark = $4 AND id = $5", shelf.Brain, shelf.Service, name.Collection, gone, name.Id);
        foreach (var come in after.Marks.Except(before?.Marks ?? []))
            unit.Do("INSERT INTO resource_mark (brain, service, collection, mark, id) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                shelf.Brain, shelf.Service, name.Collection, come, name.Id);
        if (before?.Deadline is not null) DueFacts.Done(unit, DueId(shelf, name, before.Seq));
        if (after.Deadline is { } due)
            DueFacts.Add(unit, DueId(shelf, name, after.Seq), DueKind, $"{shelf}/{name}", Encoding.UTF8.GetBytes(after.Seq.ToString(CultureInfo.InvariantCulture)), now, due.At);
        unit.Do(
            """
            INSERT INTO resource_step (brain, service, collection, id, seq, command, before, after, tenant, actor, app, op, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """, shelf.Brain, shelf.Service, name.Collection, name.Id, after.Seq, change.Command, before?.State ?? "", after.State, hand.Tenant, hand.Actor, hand.App, hand.Operation, now);
    }

    /// <summary>Takes a key for its holder; held by another, the unit ends with <see cref="CodeOf"/>'s conflict.</summary>
    public static void Claim(Unit unit, ResourceShelf shelf, ResourceClaim claim) => unit.Must(
        """
        INSERT INTO resource_claim (brain, service, key, collection, id) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (brain, service, key) DO UPDATE SET id = excluded.id WHERE resource_claim.collection = excluded.collection AND resource_claim.id = excluded.id
        """, Claimed + claim.Code, claim.Key, shelf.Brain, shelf.Service, claim.Key, claim.Holder.Collection, claim.Holder.Id);

    /// <summary>Counts what an app commits its firm to pay against the cap of its scope in the month; beyond it the unit ends with
    /// <c>cap.reached</c>.</summary>
    public static void Spend(Unit unit, (string Tenant, string App, string Scope) who, DateOnly today, long amount, long cap) => unit.Must(
        """
        INSERT INTO resource_spend (tenant, app, scope, month, spent) SELECT $1, $2, $3, $4, $5 WHERE $5 <= $6
        ON CONFLICT (tenant, app, scope, month) DO UPDATE SET spent = resource_spend.spent + excluded.spent WHERE resource_spend.spent + excluded.spent <= $6
        """, Domain.Codes.CapReached, who.Scope, who.Tenant, who.App, who.Scope, today.ToString("yyyy-MM", CultureInfo.InvariantCulture), amount, cap);

    /// <summary>Lets go of a key, if its holder has it.</summary>
    public static void Free(Unit unit, ResourceShelf shelf, ResourceClaim claim) => unit.Do(
        "DELETE FROM resource_claim WHERE brain = $1 AND service = $2 AND key = $3 AND collection = $4 AND id = $5",
        shelf.Brain, shelf.Service, claim.Key, claim.Holder.Collection, claim.Holder.Id);

    /// <summary>The refusal's code when a conflict was a claim that another holds, or null.</summary>
    public static string? CodeOf(string conflict) => conflict.StartsWith(Claimed, StringComparison.Ordinal) ? conflict[Claimed.Length..] : null;

    /// <summary>The id of the due work of a deadline that was set at a number.</summary>
    public static string DueId(ResourceShelf shelf, ResourceName name, long seq) => string.Format(CultureInfo.InvariantCulture, DueName, shelf, name, seq);
}

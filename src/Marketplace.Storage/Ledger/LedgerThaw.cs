using Marketplace.Domain;
using Marketplace.Storage.Audit;
using Marketplace.Storage.Checks;
using Marketplace.Storage.Reading;

namespace Marketplace.Storage.Ledger;

/// <summary>Lets a frozen ledger go on. Only when its whole journal, folded from the first line, adds up again: what was changed past the
/// program must have been put right first.</summary>
public static class LedgerThaw
{
    /// <summary>Thaws it and keeps who did so and why. <see cref="Codes.ConflictState"/> when it is not frozen, <see cref="Codes.LedgerFrozen"/> with the
    /// first finding when it does not add up yet.</summary>
    public static async Task<Answer<Done>> Do(Database database, string ledger, AuditEntry entry, CancellationToken cancel = default)
    {
        if (await LedgerReads.Head(database, ledger, cancel) is not { Frozen.Length: > 0 } head) return Refusal.Of(Codes.ConflictState, ("state", "open"), ("command", "thaw"));
        await using (var store = await Snapshot.Open(database.Options, cancel))
        {
            var findings = await StoreCheck.Looked(new LedgerRule(ledger), store, cancel);
            if (findings.Wrong > 0) return Refusal.Of(Codes.LedgerFrozen, ("ledger", ledger), ("finding", findings.Told[0]));
        }
        var unit = new Unit();
        unit.Must("UPDATE ledger_head SET frozen = '', epoch = epoch + 1 WHERE ledger = $1 AND seq = $2 AND epoch = $3 AND frozen = $4",
            Codes.ConflictHead, ledger, ledger, head.Seq, head.Epoch, head.Frozen);
        AuditFacts.Append(unit, entry with { Facts = new Dictionary<string, string>(entry.Facts) { ["frozen"] = head.Frozen } });
        var done = await database.Commit(unit, cancel);
        return done.Ok ? Done.It : Refusal.Of(done.Conflict, ("what", ledger));
    }
}

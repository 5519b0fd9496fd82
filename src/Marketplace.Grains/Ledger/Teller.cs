using Marketplace.Domain;
using Marketplace.Domain.Ledger;
using Marketplace.Storage;
using Marketplace.Storage.Ledger;
using Microsoft.Extensions.Logging;

namespace Marketplace.Grains.Ledger;

/// <summary>Does commands on ledgers: read, look, decide, look again, commit; once more when another posting was first. Any number of
/// tellers may serve one ledger, its head lets one of them through at a time.</summary>
internal sealed class Teller(Database database, TimeProvider time, ILogger<Teller> log)
{
    private const int MostRaces = 32;

    /// <summary>The outcome of the command under this operation id. What <paramref name="also"/> adds to the unit commits with the posting; its
    /// own conflicts come back as refusals with their code.</summary>
    public async Task<Answer<LedgerReceipt>> Do(string ledger, string op, LedgerCommand command, Action<Unit, LedgerReceipt>? also = null)
    {
        if (!LedgerRules.IsOperation(op)) return Refusal.Of(Codes.InputInvalid, ("pointer", "/operation"), ("rule", "1 to 200 visible ASCII characters"));
        var request = LedgerChain.Request(command);
        for (var race = 1; race <= MostRaces; race++)
        {
            var book = await LedgerReads.Book(database, ledger, op, command);
            if (book.Outcome is { } known) return known.For(op, request);
            if (book.Head.Frozen.Length > 0) return Frozen(ledger);
            if (book.Breach.Length > 0)
            {
                if (await Freeze(book.Head, book.Breach)) return Frozen(ledger);
                continue;
            }
            var now = time.GetUtcNow();
            var decided = LedgerRules.Decide(book.View, command, now);
            if (decided.Refusal is { } no)
            {
                if (!Codes.IsStored(no.Code) || await Keep(book.Head, op, request, no, now)) return no;
                continue;
            }
            var posting = decided.Must();
            if (LedgerGuard.After(book.View, posting) is { } fault)
            {
                if (await Freeze(book.Head, fault)) return Frozen(ledger);
                continue;
            }
            var unit = new Unit();
            var receipt = LedgerReceipt.Of(LedgerFacts.Append(unit, book.Head, op, request, posting, now));
            also?.Invoke(unit, receipt);
            var done = await database.Commit(unit);
            if (done.Ok) return Told(receipt);
            if (done.Conflict == LedgerFacts.Breach && await Freeze(book.Head, $"{done.Detail} is not what the head says it must be")) return Frozen(ledger);
            if (done.Conflict is not (Codes.ConflictHead or Conflicts.Operation or LedgerFacts.Breach)) return Refusal.Of(done.Conflict, ("what", done.Detail));
            Races.Lost(Races.Ledger);
        }
        return Refusal.Of(Codes.ConflictHead, ("ledger", ledger));
    }

    /// <summary>False when another posting was first, or the operation has an outcome by now.</summary>
    private async Task<bool> Keep(LedgerHead head, string op, string request, Refusal refusal, DateTimeOffset now)
    {
        var unit = new Unit();
        LedgerFacts.Refuse(unit, head, op, request, refusal, now);
        return (await database.Commit(unit)).Ok;
    }

    /// <summary>False when the head has moved since it was read: then what looked wrong may only have been of two moments.</summary>
    private async Task<bool> Freeze(LedgerHead head, string why)
    {
        var unit = new Unit();
        LedgerFacts.Freeze(unit, head, why);
        if (!(await database.Commit(unit)).Ok) return false;
        log.LedgerFrozen(head.Ledger, why);
        return true;
    }

    private LedgerReceipt Told(LedgerReceipt receipt)
    {
        if (receipt.Seq % LedgerChain.AnchorEvery == 0) log.LedgerAnchored(receipt.Ledger, receipt.Seq, receipt.Hash);
        return receipt;
    }

    private static Refusal Frozen(string ledger) => Refusal.Of(Codes.LedgerFrozen, ("ledger", ledger));
}

/// <summary>What ledgers log: names, numbers and hashes, never what was moved. Whoever keeps the log elsewhere keeps the anchors there.</summary>
internal static partial class LedgerLog
{
    [LoggerMessage(6201, LogLevel.Critical, "The ledger {Ledger} does not add up and is FROZEN: {Why}. Nothing is posted to it until somebody has looked; run check")]
    public static partial void LedgerFrozen(this ILogger log, string ledger, string why);

    [LoggerMessage(6202, LogLevel.Information, "The ledger {Ledger} is anchored at posting {Seq}: {Hash}")]
    public static partial void LedgerAnchored(this ILogger log, string ledger, long seq, string hash);
}

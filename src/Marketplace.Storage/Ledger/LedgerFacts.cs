using System.Text;
using Marketplace.Domain;
using Marketplace.Domain.Ledger;
using Marketplace.Storage.Delivery;

namespace Marketplace.Storage.Ledger;

/// <summary>Writes postings into units of work, so that they commit together with the facts they pay for. Journal, outcomes, accounts and
/// anchors are only ever added to; the schema refuses anything else.</summary>
public static class LedgerFacts
{
    /// <summary>The conflict of a row that is not what the head says it must be: the ledger is to be frozen.</summary>
    public const string Breach = "ledger.breach";

    /// <summary>The kind of due work that gives up a hold at its deadline: its key is the ledger, its payload the hold's operation id.</summary>
    public const string HoldKind = "hold";

    /// <summary>Appends a decided posting. The unit ends as <see cref="Codes.ConflictHead"/> when another posting was first (read again, decide
    /// again), as <see cref="Conflicts.Operation"/> when the operation has an outcome by now, and as <see cref="Breach"/> when the store is not
    /// what the head says. Begin the unit with it: what loses its race then has changed nothing.</summary>
    /// <returns>The lines, good once the unit is committed.</returns>
    public static IReadOnlyList<JournalLine> Append(Unit unit, LedgerHead head, string op, string request, Posting posting, DateTimeOffset now)
    {
        var (ledger, seq) = (head.Ledger, head.Seq + 1);
        var lines = LedgerChain.Write(ledger, seq, head.Hash, op, request, posting, now);
        var hash = lines[^1].Hash;
        if (head.Epoch == 0)
            unit.Must("INSERT INTO ledger_head (ledger, seq, hash, epoch, frozen) VALUES ($1, $2, $3, 1, '') ON CONFLICT DO NOTHING",
                Codes.ConflictHead, ledger, ledger, seq, hash);
        else
            unit.Must("UPDATE ledger_head SET seq = $1, hash = $2 WHERE ledger = $3 AND seq = $4 AND hash = $5 AND epoch = $6 AND frozen = ''",
                Codes.ConflictHead, ledger, seq, hash, ledger, head.Seq, head.Hash, head.Epoch);
        Outcome(unit, ledger, op, request, seq, "", [], now);
        foreach (var line in lines) Write(unit, line);
        if (posting.Opened is { } opened) Open(unit, ledger, opened);
        else foreach (var line in posting.Lines) Move(unit, ledger, line);
        if (posting.Kind == PostingKind.Hold) Hold(unit, lines[0], now);
        if (posting.Held.Length > 0) End(unit, ledger, posting, op);
        if (seq % LedgerChain.AnchorEvery == 0)
            unit.Must("INSERT INTO ledger_anchor (ledger, seq, hash, at) VALUES ($1, $2, $3, $4)", Breach, ledger, ledger, seq, hash, now);
        return lines;
    }

    /// <summary>Keeps a refusal as the operation's outcome: whoever repeats it gets the same answer, even if it would do by then. Only if the head
    /// is where it was: a refusal that was decided over two moments is none, and is to be decided again (<see cref="Codes.ConflictHead"/>).</summary>
    public static void Refuse(Unit unit, LedgerHead head, string op, string request, Refusal refusal, DateTimeOffset now)
    {
        if (head.Epoch > 0)
            unit.Must("UPDATE ledger_head SET seq = seq WHERE ledger = $1 AND seq = $2 AND epoch = $3", Codes.ConflictHead, head.Ledger, head.Ledger, head.Seq, head.Epoch);
        Outcome(unit, head.Ledger, op, request, 0, refusal.Code, FactJson.Bytes(refusal.Facts), now);
    }

    /// <summary>Lets nothing be posted any more. Only if the head is where it was: what was read of two moments proves nothing.</summary>
    public static void Freeze(Unit unit, LedgerHead head, string reason)
    {
        if (head.Epoch == 0)
            unit.Must("INSERT INTO ledger_head (ledger, seq, hash, epoch, frozen) VALUES ($1, 0, $2, 1, $3) ON CONFLICT DO NOTHING",
                Codes.ConflictHead, head.Ledger, head.Ledger, head.Hash, reason);
        else
            unit.Must("UPDATE ledger_head SET epoch = epoch + 1, frozen = $1 WHERE ledger = $2 AND seq = $3 AND epoch = $4 AND frozen = ''",
                Codes.ConflictHead, head.Ledger, reason, head.Ledger, head.Seq, head.Epoch);
    }

    /// <summary>The id of the due work of a hold.</summary>
    public static string DueId(string ledger, string op) => $"hold:{ledger}:{op}";

    private static void Outcome(Unit unit, string ledger, string op, string request, long seq, string code, byte[] facts, DateTimeOffset now) => unit.Must(
        "INSERT INTO ledger_operation (ledger, op, request, seq, code, facts, at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        Conflicts.Operation, op, ledger, op, request, seq, code, facts, now);

    private static void Write(Unit unit, JournalLine line) => unit.Must(
        $"INSERT INTO ledger_journal ({LedgerReads.Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
        Breach, "journal",
        line.Ledger, line.Seq, line.Line, line.Op, line.Kind, line.Held, line.Account, line.Currency, line.Minor, line.Pending, line.Due, line.At, line.Memo,
        line.Request, line.After.Debit, line.After.Credit, line.After.DebitPending, line.After.CreditPending, line.Before, line.Hash);

    private static void Open(Unit unit, string ledger, LedgerAccount account)
    {
        unit.Must("INSERT INTO ledger_account (ledger, account, side, owner, currency, bound) VALUES ($1, $2, $3, $4, $5, $6)",
            Breach, account.Account, ledger, account.Account, account.Side, account.Owner, account.Currency, account.Bound);
        unit.Must("INSERT INTO ledger_balance (ledger, account, debit, credit, debit_pending, credit_pending) VALUES ($1, $2, 0, 0, 0, 0)",
            Breach, account.Account, ledger, account.Account);
    }

    private static void Move(Unit unit, string ledger, PostedLine line) => unit.Must(
        """
        UPDATE ledger_balance SET debit = $1, credit = $2, debit_pending = $3, credit_pending = $4
        WHERE ledger = $5 AND account = $6 AND debit = $7 AND credit = $8 AND debit_pending = $9 AND credit_pending = $10
        """,
        Breach, line.Account, line.After.Debit, line.After.Credit, line.After.DebitPending, line.After.CreditPending, ledger, line.Account,
        line.Before.Debit, line.Before.Credit, line.Before.DebitPending, line.Before.CreditPending);

    private static void Hold(Unit unit, JournalLine first, DateTimeOffset now)
    {
        unit.Must("INSERT INTO ledger_hold (ledger, op, seq, due, state, ended_by) VALUES ($1, $2, $3, $4, $5, '')",
            Breach, first.Op, first.Ledger, first.Op, first.Seq, first.Due, HoldState.Open);
        DueFacts.Add(unit, DueId(first.Ledger, first.Op), HoldKind, first.Ledger, Encoding.UTF8.GetBytes(first.Op), now, first.Due);
    }

    private static void End(Unit unit, string ledger, Posting posting, string op)
    {
        unit.Must("UPDATE ledger_hold SET state = $1, ended_by = $2 WHERE ledger = $3 AND op = $4 AND state = $5",
            Breach, posting.Held, posting.Kind == PostingKind.Void ? HoldState.Voided : HoldState.Posted, op, ledger, posting.Held, HoldState.Open);
        DueFacts.Done(unit, DueId(ledger, posting.Held));
    }
}

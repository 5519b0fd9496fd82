using Marketplace.Domain;
using Marketplace.Domain.Ledger;
using Marketplace.Storage.Records;

namespace Marketplace.Storage.Ledger;

/// <summary>Reads what a command needs, and looks at it on the way: the last line and the last lines of the accounts hash to what they say,
/// and balances are what these lines say.</summary>
public static class LedgerReads
{
    internal const string Columns =
        "ledger, seq, line, op, kind, held, account, currency, minor, pending, due, at, memo, request, debit, credit, debit_pending, credit_pending, prev_hash, hash";

    private const string LastOfAccount =
        "JOIN ledger_journal j ON j.ledger = a.ledger AND j.account = a.account AND j.seq = (SELECT max(k.seq) FROM ledger_journal k WHERE k.ledger = a.ledger AND k.account = a.account)";

    private static readonly string OfJournal = string.Join(", ", Columns.Split(", ").Select(static column => $"j.{column}"));

    /// <summary>What there is to decide a command over.</summary>
    public static async Task<LedgerBook> Book(Database database, string ledger, string op, LedgerCommand command, CancellationToken cancel = default)
    {
        // The head first: whatever comes after it is of its moment, or the head has moved on and nothing of this counts.
        var head = await Head(database, ledger, cancel) ?? LedgerHead.Unwritten(ledger);
        var outcome = await Outcome(database, ledger, op, cancel);
        if (outcome is { Receipt: null, Refusal: null }) return new LedgerBook(head, null, LedgerView.Empty, $"operation {op} has an outcome and no lines");
        if (outcome is not null || head.Frozen.Length > 0) return new LedgerBook(head, outcome, LedgerView.Empty, "");
        var breach = await Tail(database, head, cancel);
        var (held, lost) = !LedgerRules.IsOperation(command.Ends) ? (null, "") : await Held(database, ledger, command.Ends, cancel);
        var (accounts, wrong) = await Accounts(database, ledger, held?.Lines.Select(static line => line.Account) ?? command.Names, cancel);
        var view = new LedgerView(accounts, held);
        string[] wrongs = [breach, lost, wrong, LedgerGuard.Before(view) ?? ""];
        return new LedgerBook(head, null, view, wrongs.FirstOrDefault(static one => one.Length > 0, ""));
    }

    /// <summary>The head, or null while nothing was posted.</summary>
    public static Task<LedgerHead?> Head(Database database, string ledger, CancellationToken cancel = default) => database.First<LedgerHead>(
        "SELECT ledger, seq, hash, epoch, frozen FROM ledger_head WHERE ledger = $1",
        static row => new LedgerHead(row.Text(0), row.Number(1), row.Bytes(2), row.Number(3), row.Text(4)), cancel, ledger);

    /// <summary>What came of an operation, or null. One with neither receipt nor refusal has lost its lines.</summary>
    public static async Task<LedgerOutcome?> Outcome(Database database, string ledger, string op, CancellationToken cancel = default)
    {
        var rows = await database.Read("SELECT request, seq, code, facts FROM ledger_operation WHERE ledger = $1 AND op = $2",
            static row => (Request: row.Text(0), Seq: row.Number(1), Code: row.Text(2), Facts: row.Bytes(3)), cancel, ledger, op);
        if (rows.Count == 0) return null;
        var (request, seq, code, facts) = rows[0];
        if (code.Length > 0) return new LedgerOutcome(request, null, new Refusal(code, FactJson.Facts(facts)));
        var lines = await Lines(database, ledger, seq, cancel);
        return new LedgerOutcome(request, lines.Count > 0 && lines[0].Op == op ? LedgerReceipt.Of(lines) : null, null);
    }

    /// <summary>An account as it stands, or null.</summary>
    public static async Task<AccountState?> Account(Database database, string ledger, string account, CancellationToken cancel = default) =>
        (await Accounts(database, ledger, [account], cancel)).Accounts.GetValueOrDefault(account);

    /// <summary>An account's entries after a posting's number, oldest first.</summary>
    public static Task<IReadOnlyList<LedgerEntry>> Statement(
        Database database, string ledger, string account, long after, int limit, CancellationToken cancel = default) =>
        database.Read($"SELECT {Columns} FROM ledger_journal WHERE ledger = $1 AND account = $2 AND seq > $3 ORDER BY seq LIMIT $4",
            static row => LedgerEntry.Of(Line(row)), cancel, ledger, account, after, limit);

    internal static JournalLine Line(Row row, int at = 0) => new()
    {
        Ledger = row.Text(at), Seq = row.Number(at + 1), Line = row.Number(at + 2), Op = row.Text(at + 3), Kind = row.Text(at + 4), Held = row.Text(at + 5),
        Account = row.Text(at + 6), Currency = row.Text(at + 7), Minor = row.Number(at + 8), Pending = row.Number(at + 9), Due = row.Time(at + 10), At = row.Time(at + 11),
        Memo = row.Text(at + 12), Request = row.Text(at + 13), After = Totals(row, at + 14), Before = row.Bytes(at + 18), Hash = row.Bytes(at + 19),
    };

    internal static bool IsAsWritten(JournalLine line) => LedgerChain.Hash(line).AsSpan().SequenceEqual(line.Hash);

    private static Task<IReadOnlyList<JournalLine>> Lines(Database database, string ledger, long seq, CancellationToken cancel) =>
        database.Read($"SELECT {Columns} FROM ledger_journal WHERE ledger = $1 AND seq = $2 ORDER BY line", static row => Line(row), cancel, ledger, seq);

    /// <summary>What is wrong with the end of the chain, or empty.</summary>
    private static async Task<string> Tail(Database database, LedgerHead head, CancellationToken cancel)
    {
        if (head.Seq == 0) return head.Hash.AsSpan().SequenceEqual(LedgerChain.Genesis(head.Ledger)) ? "" : "the head of an empty journal has another hash";
        var lines = await Lines(database, head.Ledger, head.Seq, cancel);
        return lines.Count > 0 && lines.All(IsAsWritten) && lines[^1].Hash.AsSpan().SequenceEqual(head.Hash) ? "" : $"the journal does not end as the head says, at posting {head.Seq}";
    }

    private static async Task<(HeldTransfer? Held, string Breach)> Held(Database database, string ledger, string op, CancellationToken cancel)
    {
        var rows = await database.Read("SELECT seq, due, state FROM ledger_hold WHERE ledger = $1 AND op = $2",
            static row => (Seq: row.Number(0), Due: row.Time(1), State: row.Text(2)), cancel, ledger, op);
        if (rows.Count == 0) return (null, "");
        var (seq, due, state) = rows[0];
        var lines = await Lines(database, ledger, seq, cancel);
        var isWhole = lines.Count > 1 && lines.All(line => line.Op == op && line.Kind == PostingKind.Hold && line.Due == due && IsAsWritten(line));
        var held = new HeldTransfer(op, [.. lines.Select(static line => new LedgerLine { Account = line.Account, Minor = line.Pending })], due, state);
        return (held, isWhole ? "" : $"the hold {op} is not what was written at posting {seq}");
    }

    private static async Task<(Dictionary<string, AccountState> Accounts, string Breach)> Accounts(Database database, string ledger, IEnumerable<string> names, CancellationToken cancel)
    {
        List<Arg> wanted = [.. names.Where(LedgerRules.IsAccount).Distinct(StringComparer.Ordinal).Select(static name => (Arg)name)];
        Dictionary<string, AccountState> accounts = new(StringComparer.Ordinal);
        if (wanted.Count == 0) return (accounts, "");
        var list = SqlList.Of(wanted, 2);
        var rows = await Rows(database, ledger, list, cancel);
        if (rows.Count < wanted.Count)
        {
            // Accounts never go: one that is open now and still not found whole has lost its balance or its lines.
            var open = await database.First($"SELECT count(*) FROM ledger_account WHERE ledger = $1 AND account IN ({list.Sql})", static row => row.Number(0), cancel, [ledger, .. list.Args]);
            if (open > rows.Count) rows = await Rows(database, ledger, list, cancel);
            if (open > rows.Count) return (accounts, "an account has no balance, or no line that opened it");
        }
        var breach = "";
        foreach (var (state, last) in rows)
        {
            accounts[state.Terms.Account] = state;
            if (state.Totals != last.After || state.Terms.Currency != last.Currency) breach = $"{last.Account} stands at another balance than its last line, of posting {last.Seq}";
            else if (!IsAsWritten(last)) breach = $"the last line of {last.Account}, of posting {last.Seq}, is not what was written";
        }
        return (accounts, breach);
    }

    /// <summary>Terms, balance and last line of accounts. One statement sees one moment: a balance that differs from its account's last line
    /// was never written so.</summary>
    private static Task<IReadOnlyList<(AccountState State, JournalLine Last)>> Rows(Database database, string ledger, SqlList list, CancellationToken cancel) =>
        database.Read(
            $"""
            SELECT a.account, a.side, a.owner, a.currency, a.bound, b.debit, b.credit, b.debit_pending, b.credit_pending, {OfJournal}
            FROM ledger_account a JOIN ledger_balance b ON b.ledger = a.ledger AND b.account = a.account {LastOfAccount}
            WHERE a.ledger = $1 AND a.account IN ({list.Sql})
            """,
            static row => (new AccountState(new LedgerAccount { Account = row.Text(0), Side = row.Text(1), Owner = row.Text(2), Currency = row.Text(3), Bound = row.Text(4) },
                Totals(row, 5)), Line(row, 9)), cancel, [ledger, .. list.Args]);

    private static Totals Totals(Row row, int at) =>
        new() { Debit = row.Number(at), Credit = row.Number(at + 1), DebitPending = row.Number(at + 2), CreditPending = row.Number(at + 3) };
}

using System.Text;
using Marketplace.Domain.Ledger;
using Marketplace.Storage.Ledger;
using Marketplace.Storage.Reading;

namespace Marketplace.Storage.Checks;

/// <summary>Ledgers add up: the journal is folded from its first line, and whatever else is kept of it is what it says.</summary>
/// <param name="only">The one ledger to look at, whose freeze is then no finding; all when empty.</param>
internal sealed class LedgerRule(string only = "") : StoreRule
{
    private const string Line = "SELECT 1 FROM ledger_journal j WHERE j.ledger = x.ledger";

    /// <summary>Rows that the journal says nothing of, or something else.</summary>
    private static readonly (string Table, string Sql, string Fault)[] Others =
    [
        ("ledger_operation", $"SELECT x.ledger, x.op FROM ledger_operation x WHERE x.seq > 0 AND (x.code <> '' OR NOT EXISTS ({Line} AND j.seq = x.seq AND j.op = x.op AND j.request = x.request))", "says that it was posted, and the journal does not"),
        ("ledger_operation", "SELECT x.ledger, x.op FROM ledger_operation x WHERE x.seq <= 0 AND x.code = ''", "has no outcome"),
        ("ledger_journal", "SELECT x.ledger, x.op FROM ledger_journal x WHERE x.line = 0 AND NOT EXISTS (SELECT 1 FROM ledger_operation o WHERE o.ledger = x.ledger AND o.op = x.op AND o.seq = x.seq)", "was posted, and its outcome does not say so"),
        ("ledger_hold", $"SELECT x.ledger, x.op FROM ledger_hold x WHERE NOT EXISTS ({Line} AND j.seq = x.seq AND j.op = x.op AND j.kind = 'hold' AND j.due = x.due)", "is a hold that the journal does not say so"),
        ("ledger_journal", "SELECT x.ledger, x.op FROM ledger_journal x WHERE x.line = 0 AND x.kind = 'hold' AND NOT EXISTS (SELECT 1 FROM ledger_hold h WHERE h.ledger = x.ledger AND h.op = x.op)", "is held in the journal and nowhere else"),
        ("ledger_hold", $"SELECT x.ledger, x.op FROM ledger_hold x WHERE x.state = 'open' AND (x.ended_by <> '' OR EXISTS ({Line} AND j.held = x.op AND j.held <> ''))", "is held and has ended"),
        ("ledger_hold", $"SELECT x.ledger, x.op FROM ledger_hold x WHERE x.state <> 'open' AND NOT EXISTS ({Line} AND j.held = x.op AND j.held <> '' AND j.op = x.ended_by AND j.kind = CASE x.state WHEN 'posted' THEN 'postHeld' WHEN 'voided' THEN 'void' ELSE '' END)", "ended otherwise than the journal says"),
        ("ledger_anchor", $"SELECT x.ledger, CAST(x.seq AS text) FROM ledger_anchor x WHERE x.seq % {LedgerChain.AnchorEvery} <> 0 OR NOT EXISTS ({Line} AND j.seq = x.seq AND j.hash = x.hash AND NOT EXISTS (SELECT 1 FROM ledger_journal k WHERE k.ledger = j.ledger AND k.seq = j.seq AND k.line > j.line))", "is an anchor with another hash than the journal's"),
        ("ledger_anchor", $"SELECT x.ledger, CAST(x.seq AS text) FROM ledger_head x WHERE x.seq / {LedgerChain.AnchorEvery} <> (SELECT count(*) FROM ledger_anchor a WHERE a.ledger = x.ledger)", "postings, and an anchor is missing"),
    ];

    public override string Name => "ledger";

    public override string Promise => "each posting sums to zero and follows from the one before, balances are the fold of the journal, and what is held has an end";

    public override async Task Look(Snapshot store, Findings findings, CancellationToken cancel)
    {
        Dictionary<string, LedgerFold> folds = new(StringComparer.Ordinal);
        LedgerFold Of(string ledger) => folds.TryGetValue(ledger, out var fold) ? fold : folds[ledger] = new LedgerFold(ledger, findings);
        bool Counts(string ledger) => only.Length == 0 || ledger == only;

        await foreach (var row in store.Read("SELECT ledger, account, side, owner, currency, bound FROM ledger_account ORDER BY ledger, account", cancel))
            if (Counts(row.Text(0))) Of(row.Text(0)).Has(new LedgerAccount { Account = row.Text(1), Side = row.Text(2), Owner = row.Text(3), Currency = row.Text(4), Bound = row.Text(5) });
        await foreach (var row in store.Read($"SELECT {LedgerReads.Columns} FROM ledger_journal ORDER BY ledger, seq, line", cancel))
        {
            if (!Counts(row.Text(0))) continue;
            findings.Look();
            var line = LedgerReads.Line(row);
            Of(line.Ledger).Add(line);
        }
        await foreach (var row in store.Read("SELECT ledger, seq, hash, epoch, frozen FROM ledger_head ORDER BY ledger", cancel))
            if (Counts(row.Text(0))) Of(row.Text(0)).End(new LedgerHead(row.Text(0), row.Number(1), row.Bytes(2), row.Number(3), only.Length == 0 ? row.Text(4) : ""));
        await foreach (var row in store.Read("SELECT ledger, account, debit, credit, debit_pending, credit_pending FROM ledger_balance ORDER BY ledger, account", cancel))
        {
            if (!Counts(row.Text(0))) continue;
            findings.Look();
            Of(row.Text(0)).Stands(row.Text(1), new Totals { Debit = row.Number(2), Credit = row.Number(3), DebitPending = row.Number(4), CreditPending = row.Number(5) });
        }
        foreach (var fold in folds.Values) fold.Close();
        foreach (var (table, sql, fault) in Others)
        {
            findings.Look(await store.Number($"SELECT count(*) FROM {table}", cancel));
            await foreach (var row in store.Read(sql, cancel))
                if (Counts(row.Text(0))) findings.Add($"{row.Text(0)}: {row.Text(1)} {fault}");
        }
        await Holds(store, findings, cancel);
    }

    /// <summary>What is held and will never be given up ties money up without anybody having meant it.</summary>
    private async Task Holds(Snapshot store, Findings findings, CancellationToken cancel)
    {
        var due = (await store.All("SELECT key, payload FROM due_work WHERE kind = $1 AND state = 0", static row => (row.Text(0), Encoding.UTF8.GetString(row.Bytes(1))), cancel, LedgerFacts.HoldKind)).ToHashSet();
        await foreach (var row in store.Read("SELECT ledger, op FROM ledger_hold WHERE state = 'open' ORDER BY ledger, op", cancel))
            if ((only.Length == 0 || row.Text(0) == only) && !due.Contains((row.Text(0), row.Text(1)))) findings.Add($"{row.Text(0)}: {row.Text(1)} is held without an end, nothing will give it up");
    }
}

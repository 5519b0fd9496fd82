using Marketplace.Domain.Billing;
using Marketplace.Storage.Reading;

namespace Marketplace.Storage.Checks;

/// <summary>Meters equal ledger: what was metered is what was posted, what was posted is what the accounts say, and invoices are over exactly that.</summary>
internal sealed class BillRule : StoreRule
{
    private const string Fee = BillLine.Fee, Fen = "10000";

    /// <summary>Each answers rows that cannot be: a name, and what is wrong with it.</summary>
    private static readonly (string Table, string Sql, string Fault)[] Rows =
    [
        ("bill_line", "SELECT tenant || ' ' || app || ' ' || day FROM bill_line WHERE total <> platform + publisher + resources OR subsidy < 0 OR subsidy > total OR quantity < 0 OR (subsidy > 0) <> (program <> '')", "is a line that does not sum"),
        ("bill_day", "SELECT tenant || ' ' || app || ' ' || day FROM bill_day b WHERE total <> (SELECT COALESCE(sum(l.total), 0) FROM bill_line l WHERE l.tenant = b.tenant AND l.app = b.app AND l.day = b.day AND l.portion > 0)", "was posted otherwise than its lines say"),
        ("bill_day", "SELECT tenant || ' ' || app || ' ' || day FROM bill_day b WHERE NOT EXISTS (SELECT 1 FROM meter_day m WHERE m.tenant = b.tenant AND m.app = b.app AND m.day = b.day AND m.cost_total >= b.total AND m.completed + m.refused + m.failed >= b.calls)", "was posted beyond what was metered"),
        ("bill_line", "SELECT tenant || ' ' || app || ' ' || day FROM bill_line l WHERE portion > 0 AND NOT EXISTS (SELECT 1 FROM bill_day b WHERE b.tenant = l.tenant AND b.app = l.app AND b.day = l.day AND b.portion >= l.portion)", "has a line of a portion that was not posted"),
        ("bill_fee", $"SELECT tenant || ' ' || app || ' ' || month FROM bill_fee f WHERE (SELECT count(*) FROM bill_line l WHERE l.tenant = f.tenant AND l.app = f.app AND l.kind = '{Fee}' AND l.total = f.amount AND l.op = f.op AND substr(l.day, 1, 7) = f.month) <> 1", "is a fee without its line"),
        ("bill_line", $"SELECT tenant || ' ' || app || ' ' || day FROM bill_line l WHERE kind = '{Fee}' AND NOT EXISTS (SELECT 1 FROM bill_fee f WHERE f.tenant = l.tenant AND f.app = l.app AND f.month = substr(l.day, 1, 7) AND f.op = l.op)", "is a line of a fee that was not charged"),
        ("bill_line", "SELECT tenant || ' ' || app || ' ' || day FROM bill_line l WHERE op <> '' AND NOT EXISTS (SELECT 1 FROM ledger_operation o WHERE o.ledger = l.brain || '/billing' AND o.op = l.op AND o.seq > 0)", "says that it was posted, and the ledger does not"),
        ("invoice", $"SELECT id FROM invoice i WHERE kind = 'invoice' AND (gross <> (SELECT COALESCE(sum(l.total), 0) FROM bill_line l WHERE l.invoice = i.id) OR subsidy <> (SELECT COALESCE(sum(l.subsidy), 0) FROM bill_line l WHERE l.invoice = i.id))", "is over other lines than it says"),
        ("invoice", $"SELECT id FROM invoice i WHERE kind = 'invoice' AND (gross - subsidy + carried <> fen * {Fen} + remainder OR remainder < 0 OR remainder >= {Fen})", "loses something below a fen"),
        ("invoice", "SELECT id FROM invoice i WHERE fen <> (SELECT COALESCE(sum(l.fen), 0) FROM invoice_line l WHERE l.invoice = i.id) OR (kind = 'invoice' AND (gross + carried <> (SELECT COALESCE(sum(l.amount), 0) FROM invoice_line l WHERE l.invoice = i.id)"
            + " OR subsidy <> (SELECT COALESCE(sum(l.subsidy), 0) FROM invoice_line l WHERE l.invoice = i.id)))", "is not the sum of its lines"),
        ("invoice", "SELECT id FROM invoice i WHERE kind = 'invoice' AND carried <> COALESCE((SELECT p.remainder FROM invoice p WHERE p.brain = i.brain AND p.tenant = i.tenant AND p.kind = 'invoice' AND p.month < i.month ORDER BY p.month DESC LIMIT 1), 0)", "carries another remainder than the one before left"),
        ("invoice", "SELECT id FROM invoice i WHERE NOT EXISTS (SELECT 1 FROM ledger_operation o WHERE o.ledger = i.brain || '/billing' AND o.op = i.op AND o.seq > 0)", "has no posting"),
        ("invoice_line", "SELECT invoice || ' ' || line FROM invoice_line l WHERE l.fen < (SELECT COALESCE(sum(c.fen), 0) FROM invoice n JOIN invoice_line c ON c.invoice = n.id WHERE n.corrects = l.invoice AND c.line = l.line)", "was taken back more than it was"),
        ("invoice", "SELECT id FROM invoice n WHERE kind = 'credit' AND NOT EXISTS (SELECT 1 FROM invoice i WHERE i.id = n.corrects AND i.kind = 'invoice' AND i.tenant = n.tenant AND i.brain = n.brain)", "corrects nothing"),
        ("bill_line", "SELECT tenant || ' ' || app || ' ' || day FROM bill_line l WHERE invoice <> '' AND NOT EXISTS (SELECT 1 FROM invoice i WHERE i.id = l.invoice AND i.tenant = l.tenant AND i.brain = l.brain)", "is on an invoice that is not there"),
        ("payout", $"SELECT id FROM payout p WHERE NOT EXISTS (SELECT 1 FROM ledger_journal j WHERE j.ledger = p.brain || '/billing' AND j.op = p.op AND j.kind = 'hold' AND j.account = 'publisher/' || p.publisher || '/payable' AND j.pending = p.fen * {Fen})", "is no hold of the ledger"),
        ("bill_close", "SELECT brain || ' ' || month FROM bill_close c WHERE closed_at > 0 AND (invoices <> (SELECT count(*) FROM invoice i WHERE i.brain = c.brain AND i.month = c.month AND i.kind = 'invoice') OR fen <> (SELECT COALESCE(sum(i.fen), 0) FROM invoice i WHERE i.brain = c.brain AND i.month = c.month AND i.kind = 'invoice'))", "was closed with other invoices"),
        ("bill_term", "SELECT tenant || ' ' || app FROM bill_term t WHERE NOT EXISTS (SELECT 1 FROM install_head h WHERE h.tenant = t.tenant AND h.app = t.app)", "has a plan and no install"),
        ("bill_program", "SELECT brain || ' ' || program FROM bill_program p WHERE NOT EXISTS (SELECT 1 FROM ledger_balance b WHERE b.ledger = p.brain || '/billing' AND b.account = 'purse/' || p.program || '/budget' AND b.debit + b.debit_pending <= b.credit)", "spends beyond its budget, or has none"),
    ];

    /// <summary>What the tables say an account was debited or credited in all, beside what it says itself.</summary>
    private static readonly (string Account, string Side, string Sql)[] Sums =
    [
        ("'firm/' || tenant || '/payable'", "debit", "SELECT brain, {0}, sum(total - subsidy) FROM bill_line GROUP BY brain, tenant"),
        ("'firm/' || tenant || '/payable'", "credit", "SELECT brain, {0}, sum(fen * 10000) FROM invoice WHERE kind = 'invoice' GROUP BY brain, tenant"),
        ("'firm/' || tenant || '/invoiced'", "debit", "SELECT brain, {0}, sum(fen * 10000) FROM invoice WHERE kind = 'invoice' GROUP BY brain, tenant"),
        ("'firm/' || tenant || '/invoiced'", "credit", "SELECT brain, {0}, sum(fen * 10000) FROM invoice WHERE kind = 'credit' GROUP BY brain, tenant"),
        ("'purse/' || program || '/budget'", "debit", "SELECT brain, {0}, sum(subsidy) FROM bill_line WHERE program <> '' GROUP BY brain, program"),
        ("'platform/revenue'", "credit", "SELECT brain, {0}, sum(platform) FROM bill_line GROUP BY brain"),
        ("'resources/payable'", "credit", "SELECT brain, {0}, sum(resources) FROM bill_line GROUP BY brain"),
    ];

    public override string Name => "bills";

    public override string Promise => "meters equal ledger to the micro-yuan, and each invoice is over exactly what was posted";

    public override async Task Look(Snapshot store, Findings findings, CancellationToken cancel)
    {
        foreach (var (table, sql, fault) in Rows)
        {
            findings.Look(await store.Number($"SELECT count(*) FROM {table}", cancel));
            await foreach (var row in store.Read(sql, cancel)) findings.Add($"{row.Text(0)} {fault}");
        }
        foreach (var (account, side, sql) in Sums)
        {
            var said = await All(store, string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, account).Replace("sum(", "CAST(sum(", StringComparison.Ordinal).Replace(") FROM", ") AS bigint) FROM", StringComparison.Ordinal), cancel);
            Compare(said, await Booked(store, account, side, cancel), side, findings);
        }
        await Publishers(store, findings, cancel);
    }

    private static async Task Publishers(Snapshot store, Findings findings, CancellationToken cancel)
    {
        Dictionary<(string, string), long> earned = [];
        await foreach (var row in store.Read("SELECT brain, app, CAST(sum(publisher) AS bigint) FROM bill_line GROUP BY brain, app", cancel))
        {
            var key = (row.Text(0), BillAccounts.Publisher(row.Text(1).Split('/')[0]));
            earned[key] = earned.GetValueOrDefault(key) + row.Number(2);
        }
        Compare(earned, await Booked(store, "'publisher/' || x || '/payable'", "credit", cancel), "credit", findings);
    }

    /// <summary>The accounts of one form: what stands before and after the part that varies.</summary>
    private static async Task<Dictionary<(string, string), long>> Booked(Snapshot store, string account, string side, CancellationToken cancel)
    {
        var parts = account.Split("||").Select(static part => part.Trim().Trim('\'')).ToArray();
        var like = parts.Length == 1 ? parts[0] : $"{parts[0]}%{parts[2]}";
        return await All(store, $"SELECT substr(ledger, 1, length(ledger) - 8), account, {side} FROM ledger_balance WHERE ledger LIKE '%/billing' AND account LIKE '{like}'", cancel);
    }

    private static async Task<Dictionary<(string, string), long>> All(Snapshot store, string sql, CancellationToken cancel) =>
        (await store.All(sql, static row => (Key: (row.Text(0), row.Text(1)), Sum: row.Number(2)), cancel)).ToDictionary(static one => one.Key, static one => one.Sum);

    private static void Compare(Dictionary<(string Brain, string Account), long> said, Dictionary<(string Brain, string Account), long> booked, string side, Findings findings)
    {
        foreach (var key in said.Keys.Union(booked.Keys).Order())
        {
            findings.Look();
            var (one, other) = (said.GetValueOrDefault(key), booked.GetValueOrDefault(key));
            if (one != other) findings.Add($"{key.Account} of {key.Brain}: bills and invoices say {one} in {side}, the ledger {other}");
        }
    }
}

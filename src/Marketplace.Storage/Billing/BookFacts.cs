using Marketplace.Domain.Ledger;

namespace Marketplace.Storage.Billing;

/// <summary>A brain's billing book as a whole, for reconciling.</summary>
public static class BookFacts
{
    /// <summary>Every account with its totals, by name; at most 5,000.</summary>
    public static Task<IReadOnlyList<AccountState>> Accounts(Database database, string ledger, CancellationToken cancel = default) => database.Read(
        """
        SELECT a.account, a.side, a.owner, a.currency, a.bound, b.debit, b.credit, b.debit_pending, b.credit_pending
        FROM ledger_account a JOIN ledger_balance b ON b.ledger = a.ledger AND b.account = a.account WHERE a.ledger = $1 ORDER BY a.account LIMIT 5000
        """,
        static row => new AccountState(new LedgerAccount { Account = row.Text(0), Side = row.Text(1), Owner = row.Text(2), Currency = row.Text(3), Bound = row.Text(4) },
            new Totals { Debit = row.Number(5), Credit = row.Number(6), DebitPending = row.Number(7), CreditPending = row.Number(8) }), cancel, ledger);

    /// <summary>Debits less credits over all accounts of a ledger.</summary>
    public static async Task<long> Sum(Database database, string ledger, CancellationToken cancel = default) => await database.First(
        "SELECT CAST(COALESCE(sum(debit - credit), 0) AS bigint) FROM ledger_balance WHERE ledger = $1", static row => row.Number(0), cancel, ledger);

    /// <summary>Micro-yuan: what was metered of a brain's installs with the fees charged; and what of the meters is not posted.</summary>
    public static async Task<(long Metered, long Unposted)> Meters(Database database, string brain, CancellationToken cancel = default) => await database.First(
        """
        SELECT
            (SELECT CAST(COALESCE(sum(m.cost_total), 0) AS bigint) FROM meter_day m JOIN install_head h ON h.tenant = m.tenant AND h.app = m.app WHERE h.brain = $1)
            + (SELECT CAST(COALESCE(sum(f.amount), 0) AS bigint) FROM bill_fee f JOIN install_head h ON h.tenant = f.tenant AND h.app = f.app WHERE h.brain = $1),
            (SELECT CAST(COALESCE(sum(m.cost_total - COALESCE(b.total, 0)), 0) AS bigint) FROM meter_day m JOIN install_head h ON h.tenant = m.tenant AND h.app = m.app
                LEFT JOIN bill_day b ON b.tenant = m.tenant AND b.app = m.app AND b.day = m.day WHERE h.brain = $1)
        """, static row => (row.Number(0), row.Number(1)), cancel, brain);
}

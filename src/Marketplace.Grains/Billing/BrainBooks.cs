using System.Collections.Concurrent;
using Marketplace.Domain;
using Marketplace.Domain.Billing;
using Marketplace.Domain.Ledger;
using Marketplace.Grains.Ledger;
using Marketplace.Storage;
using Marketplace.Storage.Ledger;

namespace Marketplace.Grains.Billing;

/// <summary>Posts to the billing books of brains, and opens accounts as they come up.</summary>
internal sealed class BrainBooks(Database database, Teller teller)
{
    private readonly ConcurrentDictionary<(string, string), bool> opened = new();

    /// <summary>Posts under an operation id, for ever once; what <paramref name="also"/> adds commits with it.</summary>
    public async Task<Answer<LedgerReceipt>> Do(string brain, string op, LedgerCommand command, Action<Unit>? also = null)
    {
        foreach (var account in command.Names) await Open(brain, account);
        return await teller.Do(BillAccounts.LedgerOf(brain), op, command, (unit, _) => also?.Invoke(unit));
    }

    /// <summary>An account's balance on its own side, and what of it is held; nothing when it was never opened.</summary>
    public async Task<(long Balance, long Held)> Balance(string brain, string account) =>
        await LedgerReads.Account(database, BillAccounts.LedgerOf(brain), account) is { } found
            ? (found.Totals.Balance(found.Terms.Side), found.Terms.Side == AccountSide.Credit ? found.Totals.DebitPending : found.Totals.CreditPending)
            : (0, 0);

    private async Task Open(string brain, string account)
    {
        if (opened.ContainsKey((brain, account))) return;
        var terms = BillAccounts.Terms(brain, account);
        var done = await teller.Do(BillAccounts.LedgerOf(brain), $"open:{account}", new LedgerCommand.Open(terms));
        if (done.Ok) opened[(brain, account)] = true;
        else if (done.Refusal!.Code is not Codes.LedgerFrozen) throw new InvalidDataException($"{account} of {brain} cannot be opened: {done.Refusal.Code}");
    }
}

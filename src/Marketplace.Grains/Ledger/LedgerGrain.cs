using Marketplace.Contracts.Ledger;
using Marketplace.Domain;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Resources;
using Marketplace.Storage;
using Marketplace.Storage.Ledger;
using Orleans;

namespace Marketplace.Grains.Ledger;

/// <summary>One ledger's queue: callers of one silo come one after the other and so do not race for the head. It holds nothing.</summary>
internal sealed class LedgerGrain(Teller teller, Database database) : Grain, ILedgerGrain
{
    private const int MostEntries = 100;

    private string Brain => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    private string Ledger => Keys.Parse(this.GetPrimaryKeyString()) is var (_, brain, book) ? $"{brain}/{book}" : "";

    public Task<Answer<LedgerReceipt>> Open(Caller caller, LedgerAccount account) => Do(caller, new LedgerCommand.Open(account));

    public Task<Answer<LedgerReceipt>> Post(Caller caller, TransferOrder transfer) => Do(caller, new LedgerCommand.Post(transfer.Lines, transfer.Memo));

    public Task<Answer<LedgerReceipt>> Hold(Caller caller, TransferOrder transfer, DateTimeOffset due) =>
        Do(caller, new LedgerCommand.Hold(transfer.Lines, transfer.Memo, due));

    public Task<Answer<LedgerReceipt>> PostHeld(Caller caller, string held, IReadOnlyList<LedgerLine> lines) => Do(caller, new LedgerCommand.PostHeld(held, lines));

    public Task<Answer<LedgerReceipt>> Void(Caller caller, string held) => Do(caller, new LedgerCommand.Void(held));

    public async Task<Answer<AccountBalance>> Balance(Caller caller, string account)
    {
        var found = await Seen(caller, account);
        if (found.Refusal is { } no) return no;
        var (terms, totals) = found.Must();
        return new AccountBalance
        {
            Terms = terms, Totals = totals, Balance = totals.Balance(terms.Side), Frozen = await LedgerReads.Head(database, Ledger) is { Frozen.Length: > 0 },
        };
    }

    public async Task<Answer<AccountStatement>> Statement(Caller caller, string account, long after)
    {
        if ((await Seen(caller, account)).Refusal is { } no) return no;
        var entries = await LedgerReads.Statement(database, Ledger, account, after, MostEntries);
        return new AccountStatement { Entries = entries, Next = entries.Count == MostEntries ? entries[^1].Seq : 0 };
    }

    private async Task<Answer<LedgerReceipt>> Do(Caller caller, LedgerCommand command) =>
        Keeps(caller) ? await teller.Do(Ledger, caller.Operation, command) : Refusal.Of(Codes.RoleMissing, ("role", $"{Roles.Operator} of {Brain}"));

    /// <summary>The account, to whoever may see it. A firm's is the business of who decides for it and nobody else's of the firm; for strangers there is none.</summary>
    private async Task<Answer<AccountState>> Seen(Caller caller, string account)
    {
        if (await LedgerReads.Account(database, Ledger, account) is not { } found) return Missing();
        if (Keeps(caller)) return found;
        var (kind, owner, _) = Keys.Parse(found.Terms.Owner);
        return kind switch
        {
            "tenant" when caller.Tenant == owner => caller.Roles.Any(Transition.Deciders.Contains) ? found : Refusal.Of(Codes.RoleMissing, ("role", Roles.Owner)),
            "publisher" when caller.Publishers.Contains(owner, StringComparer.Ordinal) => found,
            _ => Missing(),
        };
    }

    private bool Keeps(Caller caller) => caller.Is(Roles.System) || (caller.Is(Roles.Operator) && caller.Brain == Brain);

    private static Refusal Missing() => Refusal.Of(Codes.NotFound, ("what", "account"));
}

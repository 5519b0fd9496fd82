using Marketplace.Api.Http;
using Marketplace.Contracts.Ledger;
using Marketplace.Domain;
using Marketplace.Domain.Ledger;

namespace Marketplace.Api.Resources;

/// <summary>A firm's own accounts in the book of finance.</summary>
internal static class FinanceLedgerRoutes
{
    private const string Root = "/finance/ledger";

    public static void Map(RouteBook routes) => routes.Map("GET", Root, Get).Gives(typeof(LedgerAccountBody))
        .Says("Shared things", "An account of finance with its entries", "One of your firm's accounts: `firm/{firm}/cash`, `/interest`, `/fees`, and of each voucher or receivable `/held/{id}`, `/issued/{id}`, `/asset/{id}`. In fen, oldest entry first, 100 a page. Nobody's money is here: `cash` mirrors what banks moved.")
        .Asks("account", "Its name.").Asks("after", "The number `next` of the page before.", "integer").Refuses(Codes.NotFound, Codes.InputInvalid);

    private static async Task<Answer<LedgerAccountBody>> Get(Exchange x)
    {
        if (x.BrainNeeded is { } no) return no;
        if (x.Number("after", 0, int.MaxValue) is not { } after) return Commands.Invalid("?after", "range", "0 or more");
        var account = x.Query("account");
        if (!LedgerRules.IsAccount(account)) return Commands.Invalid("?account", "pattern", "the name of an account");
        var ledger = x.Grains.GetGrain<ILedgerGrain>(Keys.Ledger(x.Caller.Brain, "finance"));
        var balance = await ledger.Balance(x.Caller, account);
        if (balance.Refusal is { } refused) return refused.Code == Codes.RoleMissing ? Exchange.Nothing("account") : refused;
        var entries = await ledger.Statement(x.Caller, account, after);
        return entries.Refusal is { } unread ? unread : new LedgerAccountBody(account, balance.Must().Terms.Currency, balance.Must().Terms.Side, balance.Must().Balance, entries.Must().Entries, entries.Must().Next);
    }
}

/// <summary>An account as it stands, on its own side, in fen, and a page of its entries.</summary>
internal sealed record LedgerAccountBody(string Account, string Currency, string Side, long Balance, IReadOnlyList<LedgerEntry> Entries, long Next);

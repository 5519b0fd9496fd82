using Marketplace.Domain.Ledger;
using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Finance;

/// <summary>Gathers the lines of one transfer in the service's book. Nobody's money is here: <c>cash</c> mirrors what banks moved, for
/// information. Accounts, by firm and by claim (a voucher or a receivable): <c>held</c> what it has of the claim, <c>issued</c> what it owes
/// on it, <c>asset</c> what a funder has of it; and by firm <c>cash</c>, <c>interest</c> and <c>fees</c>.</summary>
internal sealed class FinancePosting(string memo)
{
    /// <summary>As many lines as a transfer may have.</summary>
    public const int MostLines = LedgerRules.MostLines;

    private readonly SortedDictionary<string, (LedgerAccount Account, long Fen)> lines = new(StringComparer.Ordinal);

    /// <summary>How many lines there are.</summary>
    public int Count => lines.Count;

    /// <summary>What a firm has of a claim; a debit when positive.</summary>
    public FinancePosting Held(string firm, string claim, long fen) => Add(firm, $"held/{claim}", AccountSide.Debit, AccountBound.CreditsWithinDebits, fen);

    /// <summary>What a firm owes on a claim.</summary>
    public FinancePosting Issued(string firm, string claim, long fen) => Add(firm, $"issued/{claim}", AccountSide.Credit, AccountBound.DebitsWithinCredits, fen);

    /// <summary>What a funder has of a claim.</summary>
    public FinancePosting Asset(string firm, string claim, long fen) => Add(firm, $"asset/{claim}", AccountSide.Debit, AccountBound.CreditsWithinDebits, fen);

    /// <summary>What a firm's bank account got (a debit) or paid (a credit).</summary>
    public FinancePosting Cash(string firm, long fen) => Add(firm, "cash", AccountSide.Debit, AccountBound.None, fen);

    /// <summary>Interest a firm bore (a debit) or earned (a credit).</summary>
    public FinancePosting Interest(string firm, long fen) => Add(firm, "interest", AccountSide.Debit, AccountBound.None, fen);

    /// <summary>Fees a firm bore (a debit) or earned (a credit).</summary>
    public FinancePosting Fees(string firm, long fen) => Add(firm, "fees", AccountSide.Debit, AccountBound.None, fen);

    /// <summary>The transfer, or null when nothing moves.</summary>
    public ResourceTransfer? Transfer()
    {
        var moved = lines.Values.Where(static one => one.Fen != 0).ToList();
        return moved.Count == 0 ? null
            : new ResourceTransfer([.. moved.Select(static one => new LedgerLine { Account = one.Account.Account, Minor = one.Fen })], [.. moved.Select(static one => one.Account)], memo);
    }

    private FinancePosting Add(string firm, string account, string side, string bound, long fen)
    {
        var name = $"firm/{firm}/{account}";
        var before = lines.TryGetValue(name, out var line) ? line.Fen : 0;
        lines[name] = (new LedgerAccount { Account = name, Side = side, Owner = Keys.Tenant(firm), Currency = LedgerUnits.Fen, Bound = bound }, before + fen);
        return this;
    }
}

using Marketplace.Domain.Ledger;
using Marketplace.Storage.Ledger;

namespace Marketplace.Storage.Checks;

/// <summary>One ledger folded line by line; it keeps the totals and what is held now, not the history.</summary>
internal sealed class LedgerFold(string ledger, Findings findings)
{
    private readonly Dictionary<string, LedgerAccount> terms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Totals> totals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<JournalLine>> held = new(StringComparer.Ordinal);
    private readonly List<JournalLine> posting = [];
    private readonly HashSet<string> stood = new(StringComparer.Ordinal);
    private byte[] hash = LedgerChain.Genesis(ledger);
    private long seq;
    private bool isBroken, hasHead;

    /// <summary>An account with its terms.</summary>
    public void Has(LedgerAccount account) => terms[account.Account] = account;

    /// <summary>The next line, in the order of the journal.</summary>
    public void Add(JournalLine line)
    {
        if (posting.Count > 0 && posting[0].Seq != line.Seq) Posted();
        if (posting.Count == 0 && line.Seq != seq + 1) Broken($"posting {seq + 1} is missing");
        else if (line.Line != posting.Count) Broken($"a line of posting {line.Seq} is missing");
        else if (!line.Before.AsSpan().SequenceEqual(hash)) Broken($"line {line.Line} of posting {line.Seq} does not follow from the one before");
        else if (!LedgerChain.Hash(line).AsSpan().SequenceEqual(line.Hash)) Broken($"line {line.Line} of posting {line.Seq} is not what was written");
        (hash, seq) = (line.Hash, line.Seq);
        posting.Add(line);
        Account(line);
    }

    /// <summary>The head; after the last line.</summary>
    public void End(LedgerHead head)
    {
        if (posting.Count > 0) Posted();
        hasHead = true;
        if (head.Seq != seq || !head.Hash.AsSpan().SequenceEqual(hash)) findings.Add($"{ledger}: the head stands at {head.Seq} and the journal ends at {seq}, or with another hash");
        if (head.Frozen.Length > 0) findings.Add($"{ledger} is frozen: {head.Frozen}");
    }

    /// <summary>A balance as it is kept; after the last line.</summary>
    public void Stands(string account, Totals kept)
    {
        stood.Add(account);
        if (totals.GetValueOrDefault(account) != kept) findings.Add($"{ledger}: {account} stands at {Said(kept)}, its lines make {Said(totals.GetValueOrDefault(account))}");
    }

    /// <summary>After everything.</summary>
    public void Close()
    {
        if (posting.Count > 0) Posted();
        if (!hasHead) findings.Add($"{ledger} has no head");
        foreach (var account in totals.Keys.Except(stood)) findings.Add($"{ledger}: {account} has no balance");
        foreach (var account in terms.Keys.Except(totals.Keys)) findings.Add($"{ledger}: {account} was never opened");
    }

    private void Account(JournalLine line)
    {
        var before = totals.GetValueOrDefault(line.Account);
        var isOpening = line.Kind == PostingKind.Open;
        if (isOpening != (before is null)) findings.Add($"{ledger}: {line.Account} is {(isOpening ? "opened twice" : "used before it was opened")}, by posting {line.Seq}");
        if (!terms.TryGetValue(line.Account, out var account)) findings.Add($"{ledger}: {line.Account}, of posting {line.Seq}, has no terms");
        else if (account.Currency != line.Currency || (isOpening && line.Request != LedgerChain.Request(new LedgerCommand.Open(account)))) findings.Add($"{ledger}: the terms of {line.Account} are not those it was opened with");
        before ??= Totals.Zero;
        var (reserves, at) = (line.Kind == PostingKind.Hold ? 1 : -1, $"{ledger}: {line.Account} at posting {line.Seq}");
        Int128 debit = before.Debit + (Int128)long.Max(line.Minor, 0), credit = before.Credit - (Int128)long.Min(line.Minor, 0);
        Int128 debits = before.DebitPending + reserves * (Int128)long.Max(line.Pending, 0), credits = before.CreditPending - reserves * (Int128)long.Min(line.Pending, 0);
        var after = line.After;
        if (after.Debit != debit || after.Credit != credit || after.DebitPending != debits || after.CreditPending != credits) findings.Add($"{at} stands at {Said(after)}, its lines make {debit}/{credit} and {debits}/{credits} held");
        if (debits < 0 || credits < 0) findings.Add($"{at} releases more than is held");
        if (account?.Bound == AccountBound.CreditsWithinDebits && credit + credits > debit) findings.Add($"{at} has more credits than debits");
        if (account?.Bound == AccountBound.DebitsWithinCredits && debit + debits > credit) findings.Add($"{at} has more debits than credits");
        totals[line.Account] = after;
    }

    /// <summary>A posting is whole.</summary>
    private void Posted()
    {
        var first = posting[0];
        Int128 minor = 0, pending = 0;
        var isOne = true;
        foreach (var line in posting)
        {
            (minor, pending) = (minor + line.Minor, pending + line.Pending);
            isOne &= (line.Op, line.Kind, line.Held, line.Currency, line.Due, line.At, line.Memo, line.Request) == (first.Op, first.Kind, first.Held, first.Currency, first.Due, first.At, first.Memo, first.Request);
        }
        if (minor != 0 || pending != 0) findings.Add($"{ledger}: the lines of posting {first.Seq} come to {minor}, and {pending} held");
        if (!isOne) findings.Add($"{ledger}: the lines of posting {first.Seq} are not of one posting");
        if (!IsOfItsKind(first)) findings.Add($"{ledger}: posting {first.Seq} is no {first.Kind}");
        if (first.Kind == PostingKind.Hold) held[first.Op] = [.. posting];
        posting.Clear();
    }

    private bool IsOfItsKind(JournalLine first) => first.Kind switch
    {
        PostingKind.Open => posting.Count == 1 && first is { Minor: 0, Pending: 0, Held: "" },
        PostingKind.Post => posting.Count > 1 && posting.All(static line => line is { Minor: not 0, Pending: 0, Held: "" }),
        PostingKind.Hold => posting.Count > 1 && posting.All(static line => line is { Minor: 0, Pending: not 0, Held: "" }),
        PostingKind.PostHeld => posting.Any(static line => line.Minor != 0) && posting.All(static line => Int128.Abs(line.Minor) <= Int128.Abs(line.Pending) && (line.Minor == 0 || line.Minor > 0 == line.Pending > 0)) && Ends(first),
        PostingKind.Void => posting.All(static line => line.Minor == 0) && Ends(first),
        _ => false,
    };

    /// <summary>Every line of the hold is released, once.</summary>
    private bool Ends(JournalLine first) => held.Remove(first.Held, out var lines)
        && lines.Select(static line => (line.Account, line.Pending)).SequenceEqual(posting.Select(static line => (line.Account, line.Pending)));

    private void Broken(string fault)
    {
        if (!isBroken) findings.Add($"{ledger}: {fault}");
        isBroken = true;
    }

    private static string Said(Totals? totals) => totals is null ? "nothing" : $"{totals.Debit}/{totals.Credit} and {totals.DebitPending}/{totals.CreditPending} held";
}

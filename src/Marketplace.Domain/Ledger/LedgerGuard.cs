namespace Marketplace.Domain.Ledger;

/// <summary>What must hold before and after every posting, looked at in production each time. It does not ask <see cref="LedgerRules"/>:
/// where both agree, it was decided twice. Each method answers what is wrong in a sentence, or null.</summary>
public static class LedgerGuard
{
    /// <summary>What was read cannot be what was written.</summary>
    public static string? Before(LedgerView view)
    {
        foreach (var (name, account) in view.Accounts)
            if (Fault(account.Terms, account.Totals) is { } fault) return $"{name}: {fault}";
        foreach (var line in view.Held is { State: HoldState.Open } held ? held.Lines : [])
        {
            if (!view.Accounts.TryGetValue(line.Account, out var account)) return $"{line.Account} is held and was never opened";
            if (line.Minor > 0 ? account.Totals.DebitPending < line.Minor : account.Totals.CreditPending < -line.Minor)
                return $"{line.Account} holds less in all than {view.Held!.Op} holds";
        }
        return null;
    }

    /// <summary>What is to be written is no posting.</summary>
    public static string? After(LedgerView view, Posting posting)
    {
        Int128 minor = 0, pending = 0;
        foreach (var line in posting.Lines)
        {
            (minor, pending) = (minor + line.Minor, pending + line.Pending);
            if (line.Currency != posting.Lines[0].Currency) return "two units in one posting";
            var terms = posting.Opened ?? view.Accounts.GetValueOrDefault(line.Account)?.Terms;
            if (terms is null || terms.Account != line.Account || terms.Currency != line.Currency) return $"{line.Account} is another account than was opened";
            if (!IsMoved(line, posting.Kind)) return $"{line.Account} is not moved by what its line says";
            if (Fault(terms, line.After) is { } fault) return $"{line.Account}: {fault}";
        }
        return minor != 0 || pending != 0 ? "debits and credits differ"
            : posting.Lines.Count == 0 || posting.Lines.DistinctBy(static line => line.Account).Count() != posting.Lines.Count ? "an account has no line or two"
            : posting.Kind is PostingKind.PostHeld or PostingKind.Void && !IsRelease(view.Held, posting) ? "what is released is not what was held"
            : null;
    }

    private static bool IsRelease(HeldTransfer? held, Posting posting) => held is { State: HoldState.Open } && held.Op == posting.Held
        && held.Lines.Select(static line => (line.Account, line.Minor)).Order().SequenceEqual(posting.Lines.Select(static line => (line.Account, line.Pending)).Order())
        && posting.Lines.All(static line => Int128.Abs(line.Minor) <= Int128.Abs(line.Pending) && (line.Minor == 0 || line.Minor > 0 == line.Pending > 0));

    private static bool IsMoved(PostedLine line, string kind)
    {
        var (before, after) = (line.Before, line.After);
        var held = kind == PostingKind.Hold ? (Int128)line.Pending : -(Int128)line.Pending;
        var (debits, credits) = line.Pending >= 0 ? (held, (Int128)0) : ((Int128)0, -held);
        return (Int128)after.Debit - before.Debit == (line.Minor > 0 ? line.Minor : 0) && (Int128)after.Credit - before.Credit == (line.Minor < 0 ? -(Int128)line.Minor : 0)
            && (Int128)after.DebitPending - before.DebitPending == debits && (Int128)after.CreditPending - before.CreditPending == credits;
    }

    private static string? Fault(LedgerAccount terms, Totals totals) =>
        totals.Debit < 0 || totals.Credit < 0 || totals.DebitPending < 0 || totals.CreditPending < 0 ? "a total is below nothing"
        : terms.Bound == AccountBound.CreditsWithinDebits && totals.Debit - (Int128)totals.Credit < totals.CreditPending ? "credits are beyond debits"
        : terms.Bound == AccountBound.DebitsWithinCredits && totals.Credit - (Int128)totals.Debit < totals.DebitPending ? "debits are beyond credits"
        : null;
}

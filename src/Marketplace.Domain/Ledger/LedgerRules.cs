namespace Marketplace.Domain.Ledger;

/// <summary>Decides over balances what may be posted. Sums are kept in 128 bits, so that no order of lines can hide an overflow.</summary>
public static class LedgerRules
{
    /// <summary>The most lines of one transfer.</summary>
    public const int MostLines = 64;

    /// <summary>The most characters of a memo, and of an operation id.</summary>
    public const int LongestText = 200;

    /// <summary>The longest that something is held.</summary>
    public static readonly TimeSpan LongestHold = TimeSpan.FromDays(366);

    /// <summary>What the command writes, or why not. Nothing of a refused command happens.</summary>
    public static Answer<Posting> Decide(LedgerView view, LedgerCommand command, DateTimeOffset now) => command switch
    {
        LedgerCommand.Open open => Open(view, open.Account),
        LedgerCommand.Post post => Transfer(view, PostingKind.Post, post.Lines, post.Memo),
        LedgerCommand.Hold hold when hold.Due <= now || hold.Due > now + LongestHold => Invalid("/due", "later than now, within 366 days"),
        LedgerCommand.Hold hold => Until(hold.Due, Transfer(view, PostingKind.Hold, hold.Lines, hold.Memo)),
        LedgerCommand.PostHeld post => PostHeld(view, post.Lines, now),
        LedgerCommand.Void => Void(view),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>True for an operation id: 1 to 200 visible ASCII characters.</summary>
    public static bool IsOperation(string op) => op.Length is > 0 and <= LongestText && op.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0;

    /// <summary>True for a name that an account may have.</summary>
    public static bool IsAccount(string name) => name.Length is > 0 and <= 120 && name.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789.:/@_-") < 0;

    /// <summary>The posted and held totals of an account after a line, or null when one of them would not fit into 64 bits.</summary>
    public static Totals? After(Totals before, long minor, long pending, bool releases)
    {
        var debit = before.Debit + (Int128)Math.Max(minor, 0);
        var credit = before.Credit - (Int128)Math.Min(minor, 0);
        var sign = releases ? -1 : 1;
        var debitPending = before.DebitPending + sign * (Int128)Math.Max(pending, 0);
        var creditPending = before.CreditPending - sign * (Int128)Math.Min(pending, 0);
        return Fits(debit) && Fits(credit) && Fits(debitPending) && Fits(creditPending)
            ? new Totals { Debit = (long)debit, Credit = (long)credit, DebitPending = (long)debitPending, CreditPending = (long)creditPending }
            : null;
    }

    /// <summary>Whether totals are what the account's bound allows.</summary>
    public static bool IsWithin(string bound, Totals totals) => bound switch
    {
        AccountBound.CreditsWithinDebits => (Int128)totals.Credit + totals.CreditPending <= totals.Debit,
        AccountBound.DebitsWithinCredits => (Int128)totals.Debit + totals.DebitPending <= totals.Credit,
        _ => true,
    };

    private static Answer<Posting> Open(LedgerView view, LedgerAccount account)
    {
        if (!IsAccount(account.Account)) return Invalid("/account", "1 to 120 of a-z 0-9 . : / @ _ -");
        if (account.Side is not (AccountSide.Debit or AccountSide.Credit)) return Invalid("/side", "debit or credit");
        if (!IsOwner(account.Owner)) return Invalid("/owner", "the key of a firm, a publisher or a brain");
        if (!LedgerUnits.Knows(account.Currency)) return Invalid("/currency", $"{LedgerUnits.MicroYuan} or {LedgerUnits.Fen}");
        if (account.Bound is not (AccountBound.None or AccountBound.CreditsWithinDebits or AccountBound.DebitsWithinCredits)) return Invalid("/bound", "a known bound");
        if (view.Accounts.ContainsKey(account.Account)) return Refusal.Of(Codes.ConflictUnique, ("field", "account"));
        return new Posting(PostingKind.Open, [new PostedLine(account.Account, account.Currency, 0, 0, Totals.Zero, Totals.Zero)]) { Opened = account };
    }

    private static Answer<Posting> Transfer(LedgerView view, string kind, IReadOnlyList<LedgerLine> lines, string memo)
    {
        if (lines.Count is < 2 or > MostLines) return Invalid("/lines", $"2 to {MostLines}");
        if (memo.Length > LongestText || memo.Contains('\0') || !IsWhole(memo)) return Invalid("/memo", $"at most {LongestText} characters of text");
        if (Balanced(lines) is { } no) return no;
        List<PostedLine> posted = [];
        foreach (var line in lines.OrderBy(static line => line.Account, StringComparer.Ordinal))
        {
            if (!view.Accounts.TryGetValue(line.Account, out var account)) return Refusal.Of(Codes.NotFound, ("what", line.Account));
            if (posted.Count > 0 && posted[0].Currency != account.Terms.Currency)
                return Refusal.Of(Codes.LedgerMixed, ("one", posted[0].Currency), ("other", account.Terms.Currency));
            var isHold = kind == PostingKind.Hold;
            var one = Line(account, isHold ? 0 : line.Minor, isHold ? line.Minor : 0, releases: false);
            if (!one.Ok) return one.Refusal!;
            posted.Add(one.Must());
        }
        return new Posting(kind, posted) { Memo = memo };
    }

    private static Answer<Posting> Until(DateTimeOffset due, Answer<Posting> hold) => hold.Ok ? hold.Must() with { Due = due } : hold;

    private static Answer<Posting> PostHeld(LedgerView view, IReadOnlyList<LedgerLine> part, DateTimeOffset now)
    {
        if (Ended(view.Held, PostingKind.PostHeld) is { } ended) return ended;
        var held = view.Held!;
        if (held.Due <= now) return Refusal.Of(Codes.ConflictState, ("state", HoldState.Expired), ("command", PostingKind.PostHeld));
        if (part.Count == 0) return End(view, held, PostingKind.PostHeld, static line => line.Minor);
        if (part.Count > MostLines) return Invalid("/lines", $"at most {MostLines}");
        if (Balanced(part) is { } no) return no;
        var promised = held.Lines.ToDictionary(static line => line.Account, static line => line.Minor, StringComparer.Ordinal);
        foreach (var line in part)
            if (!promised.TryGetValue(line.Account, out var most) || Math.Sign(most) != Math.Sign(line.Minor) || (most > 0 ? line.Minor > most : line.Minor < most))
                return Refusal.Of(Codes.LedgerHeld, ("account", line.Account), ("held", most));
        var wanted = part.ToDictionary(static line => line.Account, static line => line.Minor, StringComparer.Ordinal);
        return End(view, held, PostingKind.PostHeld, line => wanted.GetValueOrDefault(line.Account));
    }

    /// <summary>Whatever the clock says: the sweeper does so at the deadline, and somebody may before.</summary>
    private static Answer<Posting> Void(LedgerView view) =>
        Ended(view.Held, PostingKind.Void) is { } ended ? ended : End(view, view.Held!, PostingKind.Void, static _ => 0);

    private static Answer<Posting> End(LedgerView view, HeldTransfer held, string kind, Func<LedgerLine, long> posts)
    {
        List<PostedLine> posted = [];
        foreach (var line in held.Lines)
        {
            var one = Line(view.Accounts[line.Account], posts(line), line.Minor, releases: true);
            if (!one.Ok) return one.Refusal!;
            posted.Add(one.Must());
        }
        return new Posting(kind, posted) { Held = held.Op };
    }

    private static Answer<PostedLine> Line(AccountState account, long minor, long pending, bool releases)
    {
        var (terms, before) = (account.Terms, account.Totals);
        if (After(before, minor, pending, releases) is not { } after) return Refusal.Of(Codes.LedgerOverflow, ("account", terms.Account));
        if (!IsWithin(terms.Bound, after)) return Refusal.Of(Codes.LedgerBound, ("account", terms.Account), ("bound", terms.Bound));
        return new PostedLine(terms.Account, terms.Currency, minor, pending, before, after);
    }

    /// <summary>That there is no such hold, or not any more; null when there is.</summary>
    private static Refusal? Ended(HeldTransfer? held, string command) =>
        held is null ? Refusal.Of(Codes.NotFound, ("what", "hold"))
        : held.State != HoldState.Open ? Refusal.Of(Codes.ConflictState, ("state", held.State), ("command", command))
        : null;

    private static Refusal? Balanced(IReadOnlyList<LedgerLine> lines)
    {
        HashSet<string> named = new(StringComparer.Ordinal);
        Int128 sum = 0;
        foreach (var line in lines)
        {
            if (line.Minor is 0 or long.MinValue) return Invalid("/lines", "a whole number other than 0");
            if (!named.Add(line.Account)) return Invalid("/lines", "each account once");
            sum += line.Minor;
        }
        return sum == 0 ? null : Refusal.Of(Codes.LedgerUnbalanced, ("sum", sum));
    }

    private static bool IsOwner(string owner)
    {
        try
        {
            return Keys.Parse(owner) is { Kind: "tenant" or "publisher" or "brain", Owner: not "-", Id: "self" };
        }
        catch (ArgumentException)
        {
            return false; // what Keys refuses is nobody's key
        }
    }

    private static bool Fits(Int128 number) => number >= 0 && number <= long.MaxValue;

    /// <summary>True when every surrogate has its other half: a text that UTF-8 can write.</summary>
    private static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i]))) return false;
        return true;
    }

    private static Refusal Invalid(string pointer, string rule) => Refusal.Of(Codes.InputInvalid, ("pointer", pointer), ("rule", rule));
}

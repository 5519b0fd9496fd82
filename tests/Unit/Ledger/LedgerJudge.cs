using System.Numerics;
using Marketplace.Domain;
using Marketplace.Domain.Ledger;

namespace Marketplace.Tests.Unit.Ledger;

/// <summary>Watches a ledger from outside and names the first promise it breaks. It keeps books of its own, in numbers that cannot
/// overflow, from the commands it gave and the answers it got.</summary>
internal sealed class LedgerJudge(ILedger ledger)
{
    private sealed class Book(LedgerAccount terms)
    {
        public LedgerAccount Terms => terms;
        public BigInteger Debit, Credit, DebitHeld, CreditHeld;

        public bool IsWithin(BigInteger debits, BigInteger credits) => terms.Bound switch
        {
            AccountBound.CreditsWithinDebits => credits <= Debit,
            AccountBound.DebitsWithinCredits => debits <= Credit,
            _ => true,
        };
    }

    private sealed record Given(string Asked, string Code, LedgerReceipt? Receipt);

    private readonly Dictionary<string, Book> books = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (IReadOnlyList<LedgerLine> Lines, DateTimeOffset Due)> held = new(StringComparer.Ordinal);
    private readonly HashSet<string> ended = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Given> given = new(StringComparer.Ordinal);
    private readonly List<string> history = [];

    /// <summary>How often each outcome came.</summary>
    public Dictionary<string, int> Reached { get; } = new(StringComparer.Ordinal);

    /// <summary>One command; what was broken, or null.</summary>
    public string? Do(string op, LedgerCommand command, string asked, DateTimeOffset now)
    {
        var answer = ledger.Do(op, command, now);
        var code = answer.Refusal?.Code ?? "";
        if (given.TryGetValue(op, out var before))
        {
            Count(before.Asked == asked ? "repeated" : "mismatched");
            if (before.Asked != asked) return code == Codes.OperationMismatch ? History() : "another request got the answer of the first";
            if (code != before.Code) return "a repeated operation ended otherwise";
            return before.Receipt is null || Same(before.Receipt, answer.Must()) ? History() : "a repeated operation got another receipt";
        }
        Count(code.Length > 0 ? code : answer.Must().Kind);
        if (code != Codes.InputInvalid) given[op] = new Given(asked, code, answer.Value);
        var broken = code.Length > 0 ? Unjust(command, code, now) : Wrong(op, command, answer.Must(), now);
        return broken ?? History();
    }

    /// <summary>A refusal must have its reason.</summary>
    private string? Unjust(LedgerCommand command, string code, DateTimeOffset now)
    {
        var isJust = code switch
        {
            Codes.InputInvalid => command is LedgerCommand.Hold hold && hold.Due <= now || Lines(command) is { Count: > 0 } lines && lines.Select(static l => l.Account).Distinct().Count() != lines.Count || Lines(command).Any(static l => l.Minor == 0),
            Codes.ConflictUnique => command is LedgerCommand.Open open && books.ContainsKey(open.Account.Account),
            Codes.NotFound => command.Ends.Length > 0 ? !held.ContainsKey(command.Ends) : command.Names.Any(name => !books.ContainsKey(name)),
            Codes.ConflictState => command.Ends.Length > 0 && held.ContainsKey(command.Ends) && (ended.Contains(command.Ends) || held[command.Ends].Due <= now && command is LedgerCommand.PostHeld),
            Codes.LedgerUnbalanced => Sum(Lines(command)) != 0,
            Codes.LedgerMixed => Lines(command).Select(l => books.GetValueOrDefault(l.Account)?.Terms.Currency).Distinct().Count() > 1,
            Codes.LedgerHeld => Lines(command).Any(l => Beyond(held[command.Ends].Lines, l)),
            Codes.LedgerBound => Lines(command).Any(l => !Fits(command, l, BigInteger.Pow(2, 80))),
            Codes.LedgerOverflow => Lines(command, whole: true).Any(l => !Fits(command, l, long.MaxValue, bounds: false)),
            _ => false,
        };
        return isJust ? null : $"refused as {code} without a reason";
    }

    /// <summary>What was done must have been allowed, and done as it was asked.</summary>
    private string? Wrong(string op, LedgerCommand command, LedgerReceipt receipt, DateTimeOffset now)
    {
        if (receipt.Op != op || receipt.Seq != history.Count + 1) return "a posting has not the next number";
        var lines = Lines(command, whole: true);
        switch (command)
        {
            case LedgerCommand.Open open:
                if (!books.TryAdd(open.Account.Account, new Book(open.Account))) return "an account was opened twice";
                break;
            case LedgerCommand.Hold hold:
                if (hold.Due <= now) return "held into the past";
                held[op] = (hold.Lines, hold.Due);
                break;
            case LedgerCommand.PostHeld or LedgerCommand.Void:
                if (!held.TryGetValue(command.Ends, out var promise)) return "ended what was never held";
                if (!ended.Add(command.Ends)) return "a hold ended twice";
                if (command is LedgerCommand.PostHeld && promise.Due <= now) return "posted after the deadline";
                if (lines.Any(line => Beyond(promise.Lines, line))) return "posted more than was held";
                break;
        }
        if (Sum(lines) != 0) return "debits and credits differ";
        if (lines.Any(line => !books.ContainsKey(line.Account))) return "posted to an account that is not open";
        if (lines.Select(line => books[line.Account].Terms.Currency).Distinct().Count() > 1) return "two units in one transfer";
        if (receipt.Entries.Aggregate(BigInteger.Zero, static (sum, e) => sum + e.Minor) != 0 || receipt.Entries.Aggregate(BigInteger.Zero, static (sum, e) => sum + e.Pending) != 0) return "entries do not come to zero";
        Fold(command, lines);
        history.Add(Text(receipt));
        foreach (var (name, book) in books)
            if (!book.IsWithin(book.Debit + book.DebitHeld, book.Credit + book.CreditHeld)) return $"{name} is beyond its bound";
        foreach (var entry in receipt.Entries)
        {
            var (book, after) = (books[entry.Account], entry.After);
            if (after.Debit != book.Debit || after.Credit != book.Credit || after.DebitPending != book.DebitHeld || after.CreditPending != book.CreditHeld)
                return $"the balance of {entry.Account} is not the fold of its entries";
        }
        return null;
    }

    private void Fold(LedgerCommand command, IReadOnlyList<LedgerLine> lines)
    {
        foreach (var line in lines)
        {
            var book = books[line.Account];
            if (command is LedgerCommand.Hold) Hold(book, line.Minor, 1);
            else if (line.Minor > 0) book.Debit += line.Minor;
            else book.Credit -= line.Minor;
        }
        if (command.Ends.Length > 0)
            foreach (var line in held[command.Ends].Lines) Hold(books[line.Account], line.Minor, -1);
    }

    private static void Hold(Book book, BigInteger minor, int sign)
    {
        if (minor > 0) book.DebitHeld += sign * minor;
        else book.CreditHeld -= sign * minor;
    }

    private bool Fits(LedgerCommand command, LedgerLine line, BigInteger most, bool bounds = true)
    {
        if (!books.TryGetValue(line.Account, out var book)) return true;
        var (debit, credit) = line.Minor > 0 ? ((BigInteger)line.Minor, BigInteger.Zero) : (BigInteger.Zero, -(BigInteger)line.Minor);
        var (postedDebit, postedCredit) = command is LedgerCommand.Hold ? (book.Debit, book.Credit) : (book.Debit + debit, book.Credit + credit);
        var (heldDebit, heldCredit) = command is LedgerCommand.Hold ? (book.DebitHeld + debit, book.CreditHeld + credit) : (book.DebitHeld, book.CreditHeld);
        if (postedDebit > most || postedCredit > most || heldDebit > most || heldCredit > most) return false;
        return !bounds || (book.Terms.Bound != AccountBound.CreditsWithinDebits || postedCredit + heldCredit <= postedDebit)
            && (book.Terms.Bound != AccountBound.DebitsWithinCredits || postedDebit + heldDebit <= postedCredit);
    }

    /// <summary>Nothing that was written changes: the whole history now and then, its end every time.</summary>
    private string? History()
    {
        if (ledger.Journal.Count != history.Count) return "the history has another length";
        var from = history.Count % 16 == 0 ? 0 : Math.Max(0, history.Count - 4);
        for (var i = from; i < history.Count; i++)
            if (Text(ledger.Journal[i]) != history[i]) return $"posting {i + 1} is not what it was";
        return ledger is ProductLedger { Fault: { } fault } ? $"the guard says: {fault}" : null;
    }

    private IReadOnlyList<LedgerLine> Lines(LedgerCommand command, bool whole = false) => command switch
    {
        LedgerCommand.Post post => post.Lines,
        LedgerCommand.Hold hold => hold.Lines,
        LedgerCommand.PostHeld { Lines.Count: > 0 } post => post.Lines,
        LedgerCommand.PostHeld post when whole && held.TryGetValue(post.Held, out var promise) => promise.Lines,
        _ => [],
    };

    private static bool Beyond(IReadOnlyList<LedgerLine> promised, LedgerLine line) =>
        promised.FirstOrDefault(p => p.Account == line.Account) is not { } most || BigInteger.Abs(line.Minor) > BigInteger.Abs(most.Minor) || line.Minor > 0 != most.Minor > 0;

    private static BigInteger Sum(IEnumerable<LedgerLine> lines) => lines.Aggregate(BigInteger.Zero, static (sum, line) => sum + line.Minor);

    private static bool Same(LedgerReceipt one, LedgerReceipt other) => Text(one) == Text(other);

    private static string Text(LedgerReceipt receipt) =>
        $"{receipt.Seq} {receipt.Op} {receipt.Kind} {receipt.Held} {receipt.Hash} {string.Join(';', receipt.Entries.Select(static e => $"{e.Account} {e.Minor} {e.Pending} {e.After.Debit} {e.After.Credit} {e.After.DebitPending} {e.After.CreditPending}"))}";

    private void Count(string what) => Reached[what] = Reached.GetValueOrDefault(what) + 1;
}

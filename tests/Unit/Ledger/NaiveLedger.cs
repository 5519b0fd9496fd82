using Marketplace.Domain;
using Marketplace.Domain.Ledger;

namespace Marketplace.Tests.Unit.Ledger;

/// <summary>The rules once more, on mutable totals and with a fault. The judge looks at amounts, totals and codes, so hashes are empty here.</summary>
internal sealed class NaiveLedger(Fault fault) : ILedger
{
    private sealed class Book(LedgerAccount terms)
    {
        public LedgerAccount Terms => terms;
        public long Debit, Credit, DebitHeld, CreditHeld;

        public Totals Said => new() { Debit = Debit, Credit = Credit, DebitPending = DebitHeld, CreditPending = CreditHeld };
    }

    private sealed class Promise(IReadOnlyList<LedgerLine> lines, DateTimeOffset due)
    {
        public IReadOnlyList<LedgerLine> Lines => lines;
        public DateTimeOffset Due => due;
        public string State { get; set; } = "open";
    }

    private readonly Dictionary<string, Book> books = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Promise> promises = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Asked, Answer<LedgerReceipt> Answer)> done = new(StringComparer.Ordinal);
    private readonly List<LedgerReceipt> journal = [];

    public IReadOnlyList<LedgerReceipt> Journal => journal;

    public Answer<LedgerReceipt> Do(string op, LedgerCommand command, DateTimeOffset now)
    {
        var asked = Asked(command);
        if (fault != Fault.DoesItTwice && done.TryGetValue(op, out var before))
            return before.Asked == asked || fault == Fault.AnswersAnotherRequest ? before.Answer : Refusal.Of(Codes.OperationMismatch);
        var code = Why(command, now);
        if (code is not null)
        {
            if (code != Codes.InputInvalid && fault != Fault.ForgetsRefusals) done[op] = (asked, Refusal.Of(code));
            return Refusal.Of(code);
        }
        var entries = Carry(op, command);
        var receipt = new LedgerReceipt { Ledger = "auto/test", Seq = journal.Count + 1, Op = op, Kind = Kind(command), Held = command.Ends, At = now, Entries = [.. entries.Select(e => Entry(op, command, now, e))], Hash = "" };
        journal.Add(receipt);
        if (fault == Fault.RewritesHistory && command is LedgerCommand.Void) journal.RemoveAll(r => r.Op == command.Ends);
        done[op] = (asked, receipt);
        return receipt;
    }

    private string? Why(LedgerCommand command, DateTimeOffset now) => command switch
    {
        LedgerCommand.Open open => books.ContainsKey(open.Account.Account) ? Codes.ConflictUnique : null,
        LedgerCommand.Post post => Why(post.Lines, held: false),
        LedgerCommand.Hold hold => hold.Due <= now ? Codes.InputInvalid : Why(hold.Lines, held: true),
        LedgerCommand.PostHeld post => !promises.TryGetValue(post.Held, out var promise) ? Codes.NotFound
            : promise.State != "open" && fault != Fault.EndsTwice ? Codes.ConflictState
            : promise.Due <= now && fault != Fault.ForgetsTheDeadline ? Codes.ConflictState
            : WhyPart(promise, post.Lines.Count == 0 ? promise.Lines : post.Lines),
        LedgerCommand.Void none => !promises.TryGetValue(none.Held, out var promise) ? Codes.NotFound
            : promise.State != "open" && fault != Fault.EndsTwice ? Codes.ConflictState : null,
        _ => throw new InvalidOperationException("no command"),
    };

    private string? WhyPart(Promise promise, IReadOnlyList<LedgerLine> part)
    {
        if (part.Any(static l => l.Minor == 0) || part.GroupBy(static l => l.Account).Any(static g => g.Count() > 1)) return Codes.InputInvalid;
        if (fault != Fault.DoesNotBalance && Sum(part) != 0) return Codes.LedgerUnbalanced;
        foreach (var line in part)
        {
            var whole = promise.Lines.FirstOrDefault(l => l.Account == line.Account)?.Minor ?? 0;
            if (whole == 0 || line.Minor > 0 != whole > 0 || (fault != Fault.PostsMoreThanHeld && Math.Abs(line.Minor) > Math.Abs(whole))) return Codes.LedgerHeld;
        }
        return fault == Fault.Wraps || part.All(line => line.Minor > 0 ? long.MaxValue - books[line.Account].Debit >= line.Minor : long.MaxValue - books[line.Account].Credit >= -line.Minor) ? null : Codes.LedgerOverflow;
    }

    private string? Why(IReadOnlyList<LedgerLine> lines, bool held)
    {
        if (lines.Count < 2 || lines.Any(static l => l.Minor == 0) || lines.GroupBy(static l => l.Account).Any(static g => g.Count() > 1)) return Codes.InputInvalid;
        if (fault != Fault.DoesNotBalance && Sum(lines) != 0) return Codes.LedgerUnbalanced;
        var unit = "";
        foreach (var line in lines.OrderBy(static l => l.Account, StringComparer.Ordinal))
        {
            if (!books.TryGetValue(line.Account, out var book)) return Codes.NotFound;
            if (unit.Length > 0 && unit != book.Terms.Currency && fault != Fault.MixesUnits) return Codes.LedgerMixed;
            unit = book.Terms.Currency;
            var (debit, credit) = (line.Minor > 0 ? line.Minor : 0, line.Minor < 0 ? -line.Minor : 0);
            if (fault != Fault.Wraps && (held ? long.MaxValue - book.DebitHeld < debit || long.MaxValue - book.CreditHeld < credit : long.MaxValue - book.Debit < debit || long.MaxValue - book.Credit < credit)) return Codes.LedgerOverflow;
            if (fault == Fault.NoBounds) continue;
            var (debits, credits) = (held ? book.Debit : book.Debit + (decimal)debit, held ? book.Credit : book.Credit + (decimal)credit);
            var (allDebits, allCredits) = fault == Fault.ForgetsWhatIsHeld ? (debits, credits)
                : (debits + book.DebitHeld + (held ? debit : 0), credits + book.CreditHeld + (held ? credit : 0));
            if (book.Terms.Bound == AccountBound.CreditsWithinDebits && allCredits > debits) return Codes.LedgerBound;
            if (book.Terms.Bound == AccountBound.DebitsWithinCredits && allDebits > credits) return Codes.LedgerBound;
        }
        return null;
    }

    private IEnumerable<(string Account, long Minor, long Pending)> Carry(string op, LedgerCommand command)
    {
        switch (command)
        {
            case LedgerCommand.Open open:
                books[open.Account.Account] = new Book(open.Account);
                return [(open.Account.Account, 0, 0)];
            case LedgerCommand.Post post:
                foreach (var line in post.Lines) Post(books[line.Account], line.Minor);
                return post.Lines.OrderBy(static l => l.Account, StringComparer.Ordinal).Select(static l => (l.Account, l.Minor, 0L)).ToList();
            case LedgerCommand.Hold hold:
                promises[op] = new Promise(hold.Lines, hold.Due);
                foreach (var line in hold.Lines) Reserve(books[line.Account], line.Minor);
                return hold.Lines.OrderBy(static l => l.Account, StringComparer.Ordinal).Select(static l => (l.Account, 0L, l.Minor)).ToList();
            default:
                var promise = promises[command.Ends];
                promise.State = "ended";
                var part = command is LedgerCommand.PostHeld { Lines: var lines } ? lines.Count == 0 ? promise.Lines : lines : [];
                List<(string, long, long)> entries = [];
                foreach (var line in promise.Lines.OrderBy(static l => l.Account, StringComparer.Ordinal))
                {
                    var posted = part.FirstOrDefault(l => l.Account == line.Account)?.Minor ?? 0;
                    Post(books[line.Account], posted);
                    var released = fault == Fault.KeepsTheRest && command is LedgerCommand.PostHeld ? posted : fault == Fault.VoidsNothing && command is LedgerCommand.Void ? 0 : line.Minor;
                    Reserve(books[line.Account], -released, isRelease: true);
                    entries.Add((line.Account, posted, line.Minor));
                }
                return entries;
        }
    }

    private static void Post(Book book, long minor)
    {
        if (minor > 0) book.Debit = unchecked(book.Debit + minor);
        else book.Credit = unchecked(book.Credit - minor);
    }

    private static void Reserve(Book book, long minor, bool isRelease = false)
    {
        if (minor > 0 != isRelease) book.DebitHeld = unchecked(book.DebitHeld + minor);
        else book.CreditHeld = unchecked(book.CreditHeld - minor);
    }

    private static decimal Sum(IReadOnlyList<LedgerLine> lines) => lines.Sum(static l => (decimal)l.Minor);

    private LedgerEntry Entry(string op, LedgerCommand command, DateTimeOffset now, (string Account, long Minor, long Pending) e) => new()
    {
        Seq = journal.Count + 1, Op = op, Kind = Kind(command), Account = e.Account, Currency = books[e.Account].Terms.Currency, Minor = e.Minor, Pending = e.Pending, After = books[e.Account].Said, At = now,
    };

    private static string Kind(LedgerCommand command) => command switch
    {
        LedgerCommand.Open => "open",
        LedgerCommand.Post => "post",
        LedgerCommand.Hold => "hold",
        LedgerCommand.PostHeld => "postHeld",
        _ => "void",
    };

    private static string Asked(LedgerCommand command) => command switch
    {
        LedgerCommand.Post post => $"post {Lines(post.Lines)} {post.Memo}",
        LedgerCommand.Hold hold => $"hold {Lines(hold.Lines)} {hold.Due:O}",
        LedgerCommand.PostHeld post => $"postHeld {post.Held} {Lines(post.Lines)}",
        _ => $"{command}",
    };

    private static string Lines(IReadOnlyList<LedgerLine> lines) => string.Join(',', lines.OrderBy(static l => l.Account, StringComparer.Ordinal).Select(static l => $"{l.Account}:{l.Minor}"));
}

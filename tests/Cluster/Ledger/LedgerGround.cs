using System.Collections.Concurrent;
using Marketplace.Domain;
using Marketplace.Domain.Ledger;
using Marketplace.Grains.Ledger;
using Marketplace.Storage;
using Marketplace.Storage.Ledger;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests.Cluster.Ledger;

/// <summary>Accounts to write to, and tellers to write with.</summary>
internal static class LedgerGround
{
    public const string Cash = "cash", Prepaid = "firm/weaver/prepaid", Earned = "publisher/demo/earned", Platform = "platform/fees", Fen = "finance/paper";

    public static readonly IReadOnlyList<LedgerAccount> Accounts =
    [
        new() { Account = Cash, Side = AccountSide.Debit, Owner = Keys.Brain("auto"), Currency = LedgerUnits.MicroYuan },
        new() { Account = Prepaid, Side = AccountSide.Credit, Owner = Keys.Tenant("weaver"), Currency = LedgerUnits.MicroYuan, Bound = AccountBound.DebitsWithinCredits },
        new() { Account = Earned, Side = AccountSide.Credit, Owner = Keys.Publisher("demo"), Currency = LedgerUnits.MicroYuan, Bound = AccountBound.DebitsWithinCredits },
        new() { Account = Platform, Side = AccountSide.Credit, Owner = Keys.Brain("auto"), Currency = LedgerUnits.MicroYuan },
        new() { Account = Fen, Side = AccountSide.Debit, Owner = Keys.Brain("auto"), Currency = LedgerUnits.Fen },
    ];

    /// <summary>Every account opened, and 1,000 prepaid by the firm.</summary>
    public static async Task<Teller> Open(Database database, string ledger, ILogger<Teller>? log = null)
    {
        var teller = Teller(database, log);
        foreach (var account in Accounts) (await teller.Do(ledger, $"open:{account.Account}", new LedgerCommand.Open(account))).Must();
        (await teller.Do(ledger, "pay-in", Pay(1_000, Cash, Prepaid))).Must();
        return teller;
    }

    public static Teller Teller(Database database, ILogger<Teller>? log = null) => new(database, database.Time, log ?? new Heard());

    /// <summary>Debits one account and credits another.</summary>
    public static LedgerCommand.Post Pay(long minor, string debit, string credit, string memo = "") => new(Lines(minor, debit, credit), memo);

    public static LedgerLine[] Lines(long minor, string debit, string credit) => [new() { Account = debit, Minor = minor }, new() { Account = credit, Minor = -minor }];

    /// <summary>One command past the teller, so that the unit can be changed before it is committed.</summary>
    public static async Task<(Unit Unit, Posting Posting)> Decided(Database database, string ledger, string op, LedgerCommand command, CancellationToken cancel)
    {
        var book = await LedgerReads.Book(database, ledger, op, command, cancel);
        var (posting, unit) = (LedgerRules.Decide(book.View, command, database.Time.GetUtcNow()).Must(), new Unit());
        LedgerFacts.Append(unit, book.Head, op, LedgerChain.Request(command), posting, database.Time.GetUtcNow());
        return (unit, posting);
    }
}

/// <summary>A log that keeps what is loud.</summary>
internal sealed class Heard : ILogger<Teller>
{
    public ConcurrentQueue<(LogLevel Level, string Line)> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((logLevel, formatter(state, exception)));
}

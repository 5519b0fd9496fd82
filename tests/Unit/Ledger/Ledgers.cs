using Marketplace.Domain;
using Marketplace.Domain.Ledger;

namespace Marketplace.Tests.Unit.Ledger;

/// <summary>A ledger as the judge sees it: commands in, outcomes out, and the receipts it stands by.</summary>
internal interface ILedger
{
    IReadOnlyList<LedgerReceipt> Journal { get; }

    Answer<LedgerReceipt> Do(string op, LedgerCommand command, DateTimeOffset now);
}

/// <summary>The product's rules over a memory that only keeps what they decided.</summary>
internal sealed class ProductLedger : ILedger
{
    private readonly Dictionary<string, AccountState> accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HeldTransfer> holds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LedgerOutcome> outcomes = new(StringComparer.Ordinal);
    private readonly List<LedgerReceipt> journal = [];
    private byte[] hash = LedgerChain.Genesis("auto/test");

    public IReadOnlyList<LedgerReceipt> Journal => journal;

    /// <summary>What the guard, which shares no line with the rules, said of a decided posting.</summary>
    public string? Fault { get; private set; }

    public Answer<LedgerReceipt> Do(string op, LedgerCommand command, DateTimeOffset now)
    {
        var request = LedgerChain.Request(command);
        if (outcomes.TryGetValue(op, out var known)) return known.For(op, request);
        var view = new LedgerView(accounts, holds.GetValueOrDefault(command.Ends));
        Fault ??= LedgerGuard.Before(view);
        var decided = LedgerRules.Decide(view, command, now);
        if (decided.Refusal is { } no)
        {
            if (Codes.IsStored(no.Code)) outcomes[op] = new LedgerOutcome(request, null, no);
            return no;
        }
        var posting = decided.Must();
        Fault ??= LedgerGuard.After(view, posting);
        var lines = LedgerChain.Write("auto/test", journal.Count + 1, hash, op, request, posting, now);
        hash = lines[^1].Hash;
        if (posting.Opened is { } opened) accounts[opened.Account] = new AccountState(opened, Totals.Zero);
        foreach (var line in posting.Lines) accounts[line.Account] = accounts[line.Account] with { Totals = line.After };
        if (command is LedgerCommand.Hold hold) holds[op] = new HeldTransfer(op, hold.Lines, hold.Due, HoldState.Open);
        if (command.Ends.Length > 0) holds[command.Ends] = holds[command.Ends] with { State = posting.Kind == PostingKind.Void ? HoldState.Voided : HoldState.Posted };
        var receipt = LedgerReceipt.Of(lines);
        journal.Add(receipt);
        outcomes[op] = new LedgerOutcome(request, receipt, null);
        return receipt;
    }
}

/// <summary>Ways to get it wrong.</summary>
public enum Fault
{
    /// <summary>None: the same rules, written another way.</summary>
    None,

    /// <summary>Debits and credits may differ.</summary>
    DoesNotBalance,

    /// <summary>A bound counts what is posted and not what is held.</summary>
    ForgetsWhatIsHeld,

    /// <summary>A bound is not looked at.</summary>
    NoBounds,

    /// <summary>A hold that has ended ends again.</summary>
    EndsTwice,

    /// <summary>What is left of a hold posted in part stays held.</summary>
    KeepsTheRest,

    /// <summary>A part may be more than the whole.</summary>
    PostsMoreThanHeld,

    /// <summary>A hold is good after its deadline.</summary>
    ForgetsTheDeadline,

    /// <summary>Yuan and fen are added up.</summary>
    MixesUnits,

    /// <summary>Sums begin again below zero.</summary>
    Wraps,

    /// <summary>An operation that comes again is done again.</summary>
    DoesItTwice,

    /// <summary>The first outcome is the answer to whatever is asked under its id.</summary>
    AnswersAnotherRequest,

    /// <summary>A refused operation that comes again may succeed.</summary>
    ForgetsRefusals,

    /// <summary>A voided hold is taken out of the history.</summary>
    RewritesHistory,

    /// <summary>A void leaves what was held where it is.</summary>
    VoidsNothing,
}

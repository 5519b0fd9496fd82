using Orleans;

namespace Marketplace.Domain.Ledger;

/// <summary>A line of the journal, as it is written once and for ever. What belongs to the posting stands on each of its lines.</summary>
public sealed record JournalLine
{
    /// <summary><c>brain/book</c>.</summary>
    public required string Ledger { get; init; }
    /// <summary>The posting's number in its ledger, from 1 without a gap.</summary>
    public required long Seq { get; init; }
    /// <summary>The line's number in its posting, from 0 without a gap.</summary>
    public required long Line { get; init; }
    /// <summary>The operation id of the posting.</summary>
    public required string Op { get; init; }
    /// <summary>A word of <see cref="PostingKind"/>.</summary>
    public required string Kind { get; init; }
    /// <summary>The operation whose hold the posting ends, or empty.</summary>
    public required string Held { get; init; }
    public required string Account { get; init; }
    /// <summary>A word of <see cref="LedgerUnits"/>.</summary>
    public required string Currency { get; init; }
    /// <summary>What is posted, debit when positive.</summary>
    public required long Minor { get; init; }
    /// <summary>What is reserved (by a hold) or released (by its end), debit when positive.</summary>
    public required long Pending { get; init; }
    /// <summary>The deadline of a hold, whole milliseconds; the epoch for the others.</summary>
    public required DateTimeOffset Due { get; init; }
    /// <summary>When it was posted, whole milliseconds.</summary>
    public required DateTimeOffset At { get; init; }
    public required string Memo { get; init; }
    /// <summary><see cref="LedgerChain.Request"/> of the command.</summary>
    public required string Request { get; init; }
    /// <summary>The account's totals after this line.</summary>
    public required Totals After { get; init; }
    /// <summary>The hash of the line before, of whatever posting; <see cref="LedgerChain.Genesis"/> before the first.</summary>
    public required byte[] Before { get; init; }
    /// <summary><see cref="LedgerChain.Hash"/> of this line.</summary>
    public byte[] Hash { get; init; } = [];
}

/// <summary>What came of an operation; the same on every repeat of it.</summary>
[GenerateSerializer, Immutable, Alias("ledger.receipt")]
public sealed record LedgerReceipt
{
    /// <summary><c>brain/book</c>.</summary>
    [Id(0)] public required string Ledger { get; init; }
    /// <summary>The posting's number.</summary>
    [Id(1)] public required long Seq { get; init; }
    /// <summary>The operation id.</summary>
    [Id(2)] public required string Op { get; init; }
    /// <summary>A word of <see cref="PostingKind"/>.</summary>
    [Id(3)] public required string Kind { get; init; }
    /// <summary>The operation whose hold was ended, or empty.</summary>
    [Id(4)] public string Held { get; init; } = "";
    /// <summary>When.</summary>
    [Id(5)] public required DateTimeOffset At { get; init; }
    /// <summary>In the order of the accounts' names.</summary>
    [Id(6)] public required IReadOnlyList<LedgerEntry> Entries { get; init; }
    /// <summary>The hash of the posting's last line, lower-case hex: what a party keeps to prove later what the journal said.</summary>
    [Id(7)] public required string Hash { get; init; }

    /// <summary>The receipt of the lines of one posting.</summary>
    public static LedgerReceipt Of(IReadOnlyList<JournalLine> lines) => new()
    {
        Ledger = lines[0].Ledger, Seq = lines[0].Seq, Op = lines[0].Op, Kind = lines[0].Kind, Held = lines[0].Held, At = lines[0].At,
        Entries = [.. lines.Select(LedgerEntry.Of)], Hash = Convert.ToHexStringLower(lines[^1].Hash),
    };
}

/// <summary>A line as its account's owner sees it.</summary>
[GenerateSerializer, Immutable, Alias("ledger.entry")]
public sealed record LedgerEntry
{
    /// <summary>The posting's number.</summary>
    [Id(0)] public required long Seq { get; init; }
    /// <summary>The operation id.</summary>
    [Id(1)] public required string Op { get; init; }
    /// <summary>A word of <see cref="PostingKind"/>.</summary>
    [Id(2)] public required string Kind { get; init; }
    /// <summary>The account.</summary>
    [Id(3)] public required string Account { get; init; }
    /// <summary>A word of <see cref="LedgerUnits"/>.</summary>
    [Id(4)] public required string Currency { get; init; }
    /// <summary>Posted, debit when positive.</summary>
    [Id(5)] public required long Minor { get; init; }
    /// <summary>Reserved or released, debit when positive.</summary>
    [Id(6)] public required long Pending { get; init; }
    /// <summary>The account's totals after it.</summary>
    [Id(7)] public required Totals After { get; init; }
    /// <summary>When.</summary>
    [Id(8)] public required DateTimeOffset At { get; init; }
    /// <summary>For what.</summary>
    [Id(9)] public string Memo { get; init; } = "";

    /// <summary>The entry of a journal line.</summary>
    public static LedgerEntry Of(JournalLine line) => new()
    {
        Seq = line.Seq, Op = line.Op, Kind = line.Kind, Account = line.Account, Currency = line.Currency, Minor = line.Minor, Pending = line.Pending,
        After = line.After, At = line.At, Memo = line.Memo,
    };
}

namespace Marketplace.Domain.Ledger;

/// <summary>As much of a ledger as one command needs to be decided.</summary>
/// <param name="Accounts">The accounts it touches, as far as they are open, by name.</param>
/// <param name="Held">The hold it ends, or null.</param>
public sealed record LedgerView(IReadOnlyDictionary<string, AccountState> Accounts, HeldTransfer? Held)
{
    /// <summary>Nothing is there.</summary>
    public static readonly LedgerView Empty = new(new Dictionary<string, AccountState>(), null);
}

/// <summary>An account as it stands.</summary>
public sealed record AccountState(LedgerAccount Terms, Totals Totals);

/// <summary>A hold as it stands: its lines in the order of the journal, its deadline, and a word of <see cref="HoldState"/>.</summary>
public sealed record HeldTransfer(string Op, IReadOnlyList<LedgerLine> Lines, DateTimeOffset Due, string State);

/// <summary>What a decided command writes. Every posting has lines, and each account at most one of them.</summary>
/// <param name="Kind">A word of <see cref="PostingKind"/>.</param>
/// <param name="Lines">In the order of the accounts' names.</param>
public sealed record Posting(string Kind, IReadOnlyList<PostedLine> Lines)
{
    /// <summary>The operation whose hold it ends, or empty.</summary>
    public string Held { get; init; } = "";

    /// <summary>For what.</summary>
    public string Memo { get; init; } = "";

    /// <summary>The deadline of a hold; the epoch for the others.</summary>
    public DateTimeOffset Due { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>The account that it opens, or null.</summary>
    public LedgerAccount? Opened { get; init; }
}

/// <summary>One account's part in a posting.</summary>
/// <param name="Account">Its name.</param>
/// <param name="Currency">Its unit.</param>
/// <param name="Minor">What is posted: debit when positive.</param>
/// <param name="Pending">What a hold reserves, or what its end releases: debit when positive.</param>
/// <param name="Before">The account's totals before it.</param>
/// <param name="After">And after it.</param>
public sealed record PostedLine(string Account, string Currency, long Minor, long Pending, Totals Before, Totals After);

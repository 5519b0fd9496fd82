using Marketplace.Domain;
using Marketplace.Domain.Ledger;
using Orleans;

namespace Marketplace.Contracts.Ledger;

/// <summary>One book of one brain. Key <see cref="Keys.Ledger"/>. It holds nothing: the ledger's head decides, whoever else writes. Commands
/// are the system's and the brain's operator's, and carry an operation id that is good for ever: repeated it gives the first outcome, with
/// another request <c>operation.mismatch</c>. A ledger that does not add up answers <c>ledger.frozen</c> to every command and can still be read.</summary>
[Alias("ledger.ledger")]
public interface ILedgerGrain : IGrainWithStringKey
{
    /// <summary>Opens an account; a name that is taken is <c>conflict.unique</c>.</summary>
    [Alias("open")] Task<Answer<LedgerReceipt>> Open(Caller caller, LedgerAccount account);

    /// <summary>Posts a transfer: 2 to 64 lines of one unit that sum to zero, each account once.</summary>
    [Alias("post")] Task<Answer<LedgerReceipt>> Post(Caller caller, TransferOrder transfer);

    /// <summary>Holds a transfer until <paramref name="due"/>, at most 366 days, under the caller's operation id.</summary>
    [Alias("hold")] Task<Answer<LedgerReceipt>> Hold(Caller caller, TransferOrder transfer, DateTimeOffset due);

    /// <summary>Posts the hold made by the operation <paramref name="held"/>, in full without lines or else that part; the rest is released. One that was
    /// ended, or whose deadline has passed, is <c>conflict.state</c>.</summary>
    [Alias("postHeld")] Task<Answer<LedgerReceipt>> PostHeld(Caller caller, string held, IReadOnlyList<LedgerLine> lines);

    /// <summary>Releases the hold made by the operation <paramref name="held"/>.</summary>
    [Alias("void")] Task<Answer<LedgerReceipt>> Void(Caller caller, string held);

    /// <summary>An account as it stands, or <c>notFound</c>. The owner of the account too.</summary>
    [Alias("balance")] Task<Answer<AccountBalance>> Balance(Caller caller, string account);

    /// <summary>The account's entries after a posting's number (0 to begin), oldest first, at most 100. The owner of the account too.</summary>
    [Alias("statement")] Task<Answer<AccountStatement>> Statement(Caller caller, string account, long after);
}

/// <summary>A transfer to be posted or held.</summary>
[GenerateSerializer, Immutable, Alias("ledger.transfer")]
public sealed record TransferOrder
{
    /// <summary>What moves.</summary>
    [Id(0)] public required IReadOnlyList<LedgerLine> Lines { get; init; }
    /// <summary>For what, in ids and codes; at most 200 characters.</summary>
    [Id(1)] public string Memo { get; init; } = "";
}

/// <summary>An account as it stands.</summary>
[GenerateSerializer, Immutable, Alias("ledger.balance")]
public sealed record AccountBalance
{
    [Id(0)] public required LedgerAccount Terms { get; init; }
    [Id(1)] public required Totals Totals { get; init; }
    /// <summary>Posted, on the account's own side, in its unit.</summary>
    [Id(2)] public required long Balance { get; init; }
    /// <summary>True while nothing can be posted.</summary>
    [Id(3)] public bool Frozen { get; init; }
}

/// <summary>A page of an account's entries.</summary>
[GenerateSerializer, Immutable, Alias("ledger.statement")]
public sealed record AccountStatement
{
    [Id(0)] public required IReadOnlyList<LedgerEntry> Entries { get; init; }
    /// <summary>What to ask after for the next page, 0 when this was the last.</summary>
    [Id(1)] public long Next { get; init; }
}

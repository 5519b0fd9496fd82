using Orleans;

namespace Marketplace.Domain.Ledger;

/// <summary>The terms of an account. They are fixed when it is opened.</summary>
[GenerateSerializer, Immutable, Alias("ledger.account")]
public sealed record LedgerAccount
{
    /// <summary>Its name in its ledger: 1 to 120 of <c>a-z 0-9 . : / @ _ -</c>, as <c>firm/weaver/payable</c>.</summary>
    [Id(0)] public required string Account { get; init; }

    /// <summary>A word of <see cref="AccountSide"/>.</summary>
    [Id(1)] public required string Side { get; init; }

    /// <summary>Whose it is: the key of a firm, a publisher or a brain, as <see cref="Keys.Tenant"/> makes it.</summary>
    [Id(2)] public required string Owner { get; init; }

    /// <summary>A word of <see cref="LedgerUnits"/>.</summary>
    [Id(3)] public required string Currency { get; init; }

    /// <summary>A word of <see cref="AccountBound"/>.</summary>
    [Id(4)] public string Bound { get; init; } = AccountBound.None;
}

/// <summary>What an account's lines come to, in its own unit; each is 0 or more and only the pending ones ever fall.</summary>
[GenerateSerializer, Immutable, Alias("ledger.totals")]
public sealed record Totals
{
    /// <summary>An account without lines.</summary>
    public static readonly Totals Zero = new();

    /// <summary>Posted debits.</summary>
    [Id(0)] public long Debit { get; init; }

    /// <summary>Posted credits.</summary>
    [Id(1)] public long Credit { get; init; }

    /// <summary>Debits that are held.</summary>
    [Id(2)] public long DebitPending { get; init; }

    /// <summary>Credits that are held.</summary>
    [Id(3)] public long CreditPending { get; init; }

    /// <summary>The posted balance on the account's own side.</summary>
    public long Balance(string side) => side == AccountSide.Debit ? Debit - Credit : Credit - Debit;
}

/// <summary>One line of a transfer: debits its account when positive, credits it when negative, in the account's unit.</summary>
[GenerateSerializer, Immutable, Alias("ledger.line")]
public sealed record LedgerLine
{
    /// <summary>The account; a transfer names each at most once.</summary>
    [Id(0)] public required string Account { get; init; }

    /// <summary>Never 0.</summary>
    [Id(1)] public required long Minor { get; init; }
}

namespace Marketplace.Domain.Finance;

/// <summary>应收电子凭证: a debtor's promise to pay, made of fen that are numbered from 1. Who has which is said by its lots.</summary>
public sealed record Voucher
{
    /// <summary>The receivable it stands for.</summary>
    public required string Receivable { get; init; }

    /// <summary>The firm that pays at maturity.</summary>
    public required string Issuer { get; init; }

    /// <summary>The firm it was issued to.</summary>
    public required string Seller { get; init; }

    /// <summary>Its amount in fen: it is the interval from 1 to this.</summary>
    public required long Fen { get; init; }

    /// <summary>The business day it is paid on.</summary>
    public required DateOnly Maturity { get; init; }

    /// <summary>The terms, in words.</summary>
    public required string Terms { get; init; }

    /// <summary>The issuer's credit line that it counts on.</summary>
    public required string Line { get; init; }

    /// <summary>Its first lot, the root of all others.</summary>
    public required string Root { get; init; }

    /// <summary>What has been paid, in fen.</summary>
    public long RedeemedFen { get; init; }

    /// <summary>How it was paid, one a payment.</summary>
    public IReadOnlyList<string> References { get; init; } = [];
}

/// <summary>An interval of a voucher's fen and who controls it. A split makes its parts new lots and ends it.</summary>
public sealed record Lot
{
    /// <summary>The voucher.</summary>
    public required string Voucher { get; init; }

    /// <summary>The first fen.</summary>
    public required long Lo { get; init; }

    /// <summary>The last fen, itself within.</summary>
    public required long Hi { get; init; }

    /// <summary>The firm that controls it.</summary>
    public required string Holder { get; init; }

    /// <summary>The voucher's issuer.</summary>
    public required string Issuer { get; init; }

    /// <summary>The voucher's maturity.</summary>
    public required DateOnly Maturity { get; init; }

    /// <summary>The lot it was split from, or empty.</summary>
    public string Parent { get; init; } = "";

    /// <summary>Whom it is offered to, or empty.</summary>
    public string Offeree { get; init; } = "";

    /// <summary>The financing that holds or has it, or empty.</summary>
    public string Financing { get; init; } = "";

    /// <summary>The firm that takes it back when it is not paid, or empty.</summary>
    public string Recourse { get; init; } = "";

    /// <summary>The court's reference while it is frozen, or empty.</summary>
    public string Court { get; init; } = "";

    /// <summary>The state it was frozen in, or empty.</summary>
    public string Before { get; init; } = "";

    /// <summary>Its amount in fen.</summary>
    public long Fen => Hi - Lo + 1;
}

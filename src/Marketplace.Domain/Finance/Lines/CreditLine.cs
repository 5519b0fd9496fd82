namespace Marketplace.Domain.Finance;

/// <summary>How much a funder carries of a firm. It is raised by the funder alone.</summary>
public sealed record CreditLine
{
    /// <summary>Who grants it.</summary>
    public required string Funder { get; init; }

    /// <summary>For whom.</summary>
    public required string Firm { get; init; }

    /// <summary>A word of <see cref="LineKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The limit in fen; 0 before it is approved.</summary>
    public long LimitFen { get; init; }

    /// <summary>What is used of it, in fen.</summary>
    public long UsedFen { get; init; }

    /// <summary>What the funder weighs with.</summary>
    public required LineTerms Terms { get; init; }

    /// <summary>The last computation, component by component.</summary>
    public required LimitExplained Explained { get; init; }

    /// <summary>What is left, in fen.</summary>
    public long LeftFen => LimitFen - UsedFen;
}

/// <summary>What a line is for.</summary>
public static class LineKind
{
    /// <summary>The firm's own vouchers that are not redeemed.</summary>
    public const string Issuer = "issuer";

    /// <summary>What the firm has sold to the funder and was not repaid.</summary>
    public const string Financing = "financing";
}

/// <summary>The funder's weights.</summary>
/// <param name="CapFen">Never more than this.</param>
/// <param name="AlphaPpm">Of accepted orders that are not shipped, in millionths.</param>
/// <param name="BetaPpm">Of confirmed receivables, in millionths.</param>
public sealed record LineTerms(long CapFen, long AlphaPpm, long BetaPpm);

/// <summary>A limit, explained. Every figure is in fen or millionths.</summary>
public sealed record LimitExplained
{
    /// <summary>Accepted orders that are not shipped.</summary>
    public required long OrdersFen { get; init; }

    /// <summary>The share of delivered pieces that arrived by their day and were accepted; 0 without any delivery.</summary>
    public required long FulfilPpm { get; init; }

    /// <summary>α · orders · fulfilment.</summary>
    public required long FromOrdersFen { get; init; }

    /// <summary>Confirmed receivables that nothing holds.</summary>
    public required long ReceivablesFen { get; init; }

    /// <summary>The share of receivables that was conceded afterwards.</summary>
    public required long DilutionPpm { get; init; }

    /// <summary>β · receivables · (1 − dilution).</summary>
    public required long FromReceivablesFen { get; init; }

    /// <summary>The largest debtor's share of both.</summary>
    public required long ConcentrationPpm { get; init; }

    /// <summary>What is taken off for one debtor beyond half.</summary>
    public required long HaircutFen { get; init; }

    /// <summary>What is already financed of the firm, by anyone in this brain.</summary>
    public required long ExposureFen { get; init; }

    /// <summary>The funder's cap.</summary>
    public required long CapFen { get; init; }

    /// <summary>What it comes to: from 0 to the cap.</summary>
    public required long LimitFen { get; init; }

    /// <summary>The component that decides: <c>cap</c>, <c>evidence</c> or <c>exposure</c>.</summary>
    public required string Binds { get; init; }
}

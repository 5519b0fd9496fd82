namespace Marketplace.Domain.Logistics;

/// <summary>The terms of a trip's cost, in fen; the credit for an empty way is taken off.</summary>
public sealed record CostTerms(long FixedFen, long DistanceFen, long StopsFen, long CreditFen)
{
    /// <summary>All of them.</summary>
    public long TotalFen => FixedFen + DistanceFen + StopsFen - CreditFen;
}

/// <summary>One consignment of a grouping.</summary>
/// <param name="Version">Its <c>seq</c> when it was looked at: a grouping holds for what it was then.</param>
/// <param name="AloneFen">What its shipper pays without the others.</param>
/// <param name="TogetherFen">What its shipper pays with them.</param>
/// <param name="OthersWithoutFen">What the others pay without this one: how much hangs on it.</param>
public sealed record GroupingMember(
    string Consignment, string Shipper, long Version, long AloneFen, long TogetherFen, long OthersWithoutFen, bool IsAccepted = false);

/// <summary>What keeps a grouping from taking more: the fullest point, and the stop that bears the least delay.</summary>
/// <param name="Dimension"><c>kilograms</c>, <c>litres</c> or <c>places</c>: the one with the least room left.</param>
/// <param name="Left">The room left in it at the fullest point.</param>
/// <param name="LateStop">The stop, from 0, whose window is missed first.</param>
/// <param name="SlackMinutes">By how much the trip may run late before that.</param>
public sealed record Binding(string Dimension, long Left, int LateStop, long SlackMinutes);

/// <summary>拼车: consignments of several shippers on one offer. It only proposes, until every shipper has accepted.</summary>
public sealed record Grouping
{
    /// <summary>The offer it uses.</summary>
    public required string Offer { get; init; }

    /// <summary>The offer's <c>seq</c> when it was looked at.</summary>
    public required long OfferVersion { get; init; }

    /// <summary>The firm that drives.</summary>
    public required string Carrier { get; init; }

    /// <summary>Who takes part.</summary>
    public required IReadOnlyList<GroupingMember> Members { get; init; }

    /// <summary>The stops, in order.</summary>
    public required IReadOnlyList<TripStop> Stops { get; init; }

    /// <summary>Its way, in metres.</summary>
    public required long Metres { get; init; }

    /// <summary>Where the cost comes from.</summary>
    public required CostTerms Terms { get; init; }

    /// <summary>What binds.</summary>
    public required Binding Binds { get; init; }

    /// <summary>True when no part of the members would do better among themselves.</summary>
    public required bool IsInCore { get; init; }

    /// <summary>When it lapses unless all have accepted.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>What is saved against each going alone, in fen.</summary>
    public long SavingFen => Members.Sum(static one => one.AloneFen - one.TogetherFen);
}

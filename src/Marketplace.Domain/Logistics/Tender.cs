using System.Text.Json.Serialization;

namespace Marketplace.Domain.Logistics;

/// <summary>A sealed price, all in.</summary>
/// <param name="At">When it was given; of equal prices the earlier wins.</param>
public sealed record Bid(string Carrier, long FreightFen, long TollFen, long HandlingFen, long TaxFen, DateTimeOffset At)
{
    /// <summary>What the shipper would pay.</summary>
    public long AllInFen => FreightFen + TollFen + HandlingFen + TaxFen;
}

/// <summary>What a carrier must know of goods to name a price.</summary>
public sealed record TenderedGoods(string Consignment, string Class, string Temperature, Load Load, PlaceWindow Pickup, PlaceWindow Delivery);

/// <summary>A shipper's consignments put out to carriers in rounds.</summary>
public sealed record Tender
{
    /// <summary>The firm that asks.</summary>
    public required string Shipper { get; init; }

    /// <summary>What is to be carried, as one lot.</summary>
    public required IReadOnlyList<string> Consignments { get; init; }

    /// <summary>The same as those who may bid see it.</summary>
    public required IReadOnlyList<TenderedGoods> Goods { get; init; }

    /// <summary><c>SEQUENTIAL</c>: one carrier a round, by rank. <c>BROADCAST</c>: all of them at once.</summary>
    public required string Kind { get; init; }

    /// <summary>The carriers asked, by rank; empty in a broadcast for every firm of the brain.</summary>
    public IReadOnlyList<string> Invited { get; init; } = [];

    /// <summary>No bid above it wins, in fen; null for none. Nobody but the shipper sees it.</summary>
    public long? CeilingFen { get; init; }

    /// <summary>How long a round is open, in minutes.</summary>
    public required int RoundMinutes { get; init; }

    /// <summary>Rounds at most.</summary>
    public required int MostRounds { get; init; }

    /// <summary>The round, from 1.</summary>
    public int Round { get; init; } = 1;

    /// <summary>When the round closes or what has to happen next has to have happened.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>This round's bids, one for each carrier.</summary>
    public IReadOnlyList<Bid> Bids { get; init; } = [];

    /// <summary>Carriers that said no or let an award lapse: not asked again.</summary>
    public IReadOnlyList<string> Out { get; init; } = [];

    /// <summary>The bid that won, or null.</summary>
    public Bid? Winner { get; init; }

    /// <summary>The carriers that may bid in this round; empty for every firm.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Asked => Kind == Broadcast ? [.. Invited.Except(Out)] : [.. Invited.Except(Out).Take(1)];

    /// <summary>One after the other.</summary>
    public const string Sequential = "SEQUENTIAL";
    /// <summary>All at once.</summary>
    public const string Broadcast = "BROADCAST";
}

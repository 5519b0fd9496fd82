using Marketplace.Domain.Logistics;

namespace Marketplace.Bench.Days;

/// <summary>A call of a trip by plan.</summary>
internal readonly record struct DrivenStop(Goods Goods, bool Delivers);

/// <summary>A share of a trip that a firm bears.</summary>
internal readonly record struct Bearer(int Firm, double Share);

/// <summary>A trip as it was committed, whoever drives.</summary>
internal sealed record DrivenTrip
{
    /// <summary>Which vehicle: trips of one vehicle may not overlap. Empty for a hired one, of which there are as many as are called.</summary>
    public required string Vehicle { get; init; }

    /// <summary>Its kind.</summary>
    public required TruckKind Kind { get; init; }

    /// <summary>Where it sets out.</summary>
    public required Place Start { get; init; }

    /// <summary>Where it ends.</summary>
    public required Place End { get; init; }

    /// <summary>When it sets out, in minutes.</summary>
    public required double Leaves { get; init; }

    /// <summary>Its calls in order.</summary>
    public required IReadOnlyList<DrivenStop> Stops { get; init; }

    /// <summary>Who bears it; the shares come to 1.</summary>
    public required IReadOnlyList<Bearer> Bearers { get; init; }

    /// <summary>What it costs, in fen.</summary>
    public required long Fen { get; init; }

    /// <summary>How much of the way from the last call to the end counts: less than 1 for a hired truck, which may find other goods.</summary>
    public double WayHome { get; init; } = 1;

    /// <summary>True for a way home that would have been driven empty.</summary>
    public bool IsReturn { get; init; }

    /// <summary>Where a call is.</summary>
    public static Place Where(DrivenStop stop, Land land) => stop.Delivers ? stop.Goods.To : land.Suppliers[stop.Goods.Firm].Site;
}

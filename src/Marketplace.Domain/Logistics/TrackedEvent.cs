namespace Marketplace.Domain.Logistics;

/// <summary>A reading of temperature in thousandths of a degree Celsius.</summary>
public sealed record TemperatureReading(DateTimeOffset At, int MilliCelsius);

/// <summary>What is aggregated into a unit: a class of things and how many.</summary>
public sealed record EpcQuantity(string EpcClass, int Quantity);

/// <summary>Something that happened to goods, after EPCIS 2.0 and CBV 2.0.</summary>
public sealed record TrackedEvent
{
    /// <summary><c>ObjectEvent</c>, <c>AggregationEvent</c> or <c>TransactionEvent</c>.</summary>
    public required string Type { get; init; }

    /// <summary><c>ADD</c> or <c>OBSERVE</c>.</summary>
    public required string Action { get; init; }

    /// <summary>A business step of the CBV: <c>packing</c>, <c>loading</c>, <c>departing</c>, <c>arriving</c>, <c>unloading</c>, <c>receiving</c>,
    /// <c>accepting</c>, <c>holding</c>.</summary>
    public required string Step { get; init; }

    /// <summary>A disposition of the CBV, or null.</summary>
    public string? Disposition { get; init; }

    /// <summary>When it happened, as told.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it counts as having happened: never before what counted before it. Null for one that came late and moves nothing.</summary>
    public DateTimeOffset? Effective { get; init; }

    /// <summary>When it was told.</summary>
    public required DateTimeOffset Recorded { get; init; }

    /// <summary>Where, or null.</summary>
    public Place? Place { get; init; }

    /// <summary>The consignment.</summary>
    public required string Consignment { get; init; }

    /// <summary>The trip, or null.</summary>
    public string? Trip { get; init; }

    /// <summary>The vehicle's plate, or null.</summary>
    public string? Plate { get; init; }

    /// <summary>The person who drove, or null.</summary>
    public string? Person { get; init; }

    /// <summary>The units, as GS1 Digital Link URIs.</summary>
    public IReadOnlyList<string> Epcs { get; init; } = [];

    /// <summary>The unit others were put into, or null.</summary>
    public string? Parent { get; init; }

    /// <summary>What was put into it.</summary>
    public IReadOnlyList<EpcQuantity> Children { get; init; } = [];

    /// <summary>Readings on the way.</summary>
    public IReadOnlyList<TemperatureReading> Readings { get; init; } = [];
}

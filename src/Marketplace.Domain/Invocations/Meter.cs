using System.Text.Json.Serialization;
using Orleans;

namespace Marketplace.Domain.Invocations;

/// <summary>The metering vector of one call. Statements, host calls, rows and bytes are exact and reproducible, and are what is
/// billed; allocation, CPU and parked time are limits and capacity figures.</summary>
[GenerateSerializer, Immutable, Alias("meter")]
public sealed record Meter
{
    [Id(0)] public long Statements { get; init; }
    /// <summary>Host calls answered during the call (reads).</summary>
    [Id(1)] public int Reads { get; init; }
    /// <summary>Effects proposed.</summary>
    [Id(2)] public int Effects { get; init; }
    /// <summary>External calls (http).</summary>
    [Id(3)] public int Externals { get; init; }
    /// <summary>Rows returned by reads.</summary>
    [Id(4)] public long Rows { get; init; }
    /// <summary>JSON bytes into the script: input and answers.</summary>
    [Id(5)] public long BytesIn { get; init; }
    /// <summary>JSON bytes out of the script: result, arguments and effects.</summary>
    [Id(6)] public long BytesOut { get; init; }
    [Id(7)] public long AllocatedBytes { get; init; }
    [Id(8)] public long CpuNs { get; init; }
    [Id(9)] public long ParkedMs { get; init; }
    /// <summary>Of the reads and effects, those that were for the shared services.</summary>
    [Id(10), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int Shared { get; init; }
}

/// <summary>What a call costs, in integer micro-yuan.</summary>
[GenerateSerializer, Immutable, Alias("cost")]
public sealed record Cost
{
    [Id(0)] public long Total { get; init; }
    [Id(1)] public long Platform { get; init; }
    [Id(2)] public long Publisher { get; init; }
    [Id(3)] public long Resources { get; init; }
}

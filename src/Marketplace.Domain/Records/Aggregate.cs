namespace Marketplace.Domain.Records;

/// <summary>A question over groups of rows. Sums and averages are of numbers; minima and maxima of anything that has an order.</summary>
public sealed record Aggregate
{
    public required string Entity { get; init; }
    public Filter? Where { get; init; }
    public IReadOnlyList<string> GroupBy { get; init; } = [];
    public IReadOnlyList<string> Sum { get; init; } = [];
    public IReadOnlyList<string> Avg { get; init; } = [];
    public IReadOnlyList<string> Min { get; init; } = [];
    public IReadOnlyList<string> Max { get; init; } = [];
}

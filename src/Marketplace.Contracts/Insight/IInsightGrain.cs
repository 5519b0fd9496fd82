using Marketplace.Domain;
using Orleans;

namespace Marketplace.Contracts.Insight;

/// <summary>The figures of a brain. Stateless; key <see cref="Keys.Insight"/>. For the brain's analyst and its operator.</summary>
[Alias("insight.figures")]
public interface IInsightGrain : IGrainWithStringKey
{
    /// <summary>The months of an indicator that are over for ten days, the last twelve, by district; <c>notFound</c> for a dataset without an indicator.</summary>
    [Alias("months")] Task<Answer<InsightTable>> Months(Caller caller, string dataset);
}

/// <summary>An indicator by month and district.</summary>
[GenerateSerializer, Immutable, Alias("insight.table")]
public sealed record InsightTable
{
    [Id(0)] public required string Dataset { get; init; }
    /// <summary>True for a share of one; otherwise a quantity for each of the whole.</summary>
    [Id(1)] public bool IsPercent { get; init; }
    /// <summary>The newest first.</summary>
    [Id(2)] public required IReadOnlyList<InsightMonth> Months { get; init; }
}

/// <summary>One month.</summary>
[GenerateSerializer, Immutable, Alias("insight.month")]
public sealed record InsightMonth
{
    /// <summary><c>YYYY-MM</c>.</summary>
    [Id(0)] public required string Month { get; init; }
    /// <summary>When it was published; null while nothing of it is.</summary>
    [Id(1)] public DateTimeOffset? PublishedAt { get; init; }
    /// <summary>All districts first, then each that has firms.</summary>
    [Id(2)] public required IReadOnlyList<InsightFigure> Figures { get; init; }
}

/// <summary>One figure, or that it is hidden.</summary>
[GenerateSerializer, Immutable, Alias("insight.figure")]
public sealed record InsightFigure
{
    /// <summary>Culture to the district's name; empty for all of them.</summary>
    [Id(0)] public required IReadOnlyDictionary<string, string> District { get; init; }
    [Id(1)] public bool IsAll { get; init; }
    /// <summary>Sum of the parts over the sum of the wholes, four places; empty while hidden, and where the wholes are nothing.</summary>
    [Id(2)] public string Value { get; init; } = "";
    /// <summary>The sum of the wholes; empty while hidden.</summary>
    [Id(3)] public string Weight { get; init; } = "";
    /// <summary>Firms in it; 0 while hidden.</summary>
    [Id(4)] public int Firms { get; init; }
    /// <summary>Empty, or why it is hidden: <c>few</c>, <c>dominant</c>, <c>complement</c>, <c>withdrawn</c>.</summary>
    [Id(5)] public string Hidden { get; init; } = "";
}

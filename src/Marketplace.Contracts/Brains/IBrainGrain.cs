using Marketplace.Domain;
using Orleans;

namespace Marketplace.Contracts.Brains;

/// <summary>One sector brain: its name, its region, its rules. Key <see cref="Keys.Brain"/>.</summary>
[Alias("brains.brain")]
public interface IBrainGrain : IGrainWithStringKey
{
    /// <summary>The brain's facts, or <c>notFound</c>.</summary>
    [Alias("get")] Task<Answer<BrainFacts>> Get(Caller caller);

    /// <summary>Founds or renames the brain. System only.</summary>
    [Alias("found")] Task<Answer<BrainFacts>> Found(Caller caller, BrainFacts facts);
}

/// <summary>What a brain says of itself.</summary>
[GenerateSerializer, Immutable, Alias("brains.facts")]
public sealed record BrainFacts
{
    /// <summary>Slug: <c>auto</c>.</summary>
    [Id(0)] public required string Brain { get; init; }
    /// <summary>Culture to name.</summary>
    [Id(1)] public required IReadOnlyDictionary<string, string> Name { get; init; }
    /// <summary>Culture to one line.</summary>
    [Id(2)] public IReadOnlyDictionary<string, string> Summary { get; init; } = new Dictionary<string, string>();
    /// <summary>Highest price per call that the operator lists, micro-yuan; 0 for none.</summary>
    [Id(3)] public long PriceCap { get; init; }
    /// <summary>Default monthly cap offered at install, micro-yuan.</summary>
    [Id(4)] public long DefaultCap { get; init; } = 50_000_000;
}

using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Specs;

/// <summary>How one spec file ended.</summary>
public sealed record SpecResult
{
    /// <summary>Path in the package.</summary>
    public required string File { get; init; }
    /// <summary>The spec's own sentence.</summary>
    public required string Name { get; init; }
    /// <summary>What differed, as sentences with a pointer; empty when all held.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];
    /// <summary>The metering vector of each step.</summary>
    public IReadOnlyList<Meter> Meters { get; init; } = [];

    /// <summary>True when everything held.</summary>
    public bool Passed => Failures.Count == 0;
}

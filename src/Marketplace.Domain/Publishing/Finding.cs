using Orleans;

namespace Marketplace.Domain.Publishing;

/// <summary>How bad a finding is: red stops a release, amber asks for a person's eyes, green says what was checked and held.</summary>
public enum Severity { Green, Amber, Red }

/// <summary>One thing a check found. The same rule ids in <c>mkt check</c>, at publish and on the operator's desk.</summary>
[GenerateSerializer, Immutable, Alias("publishing.finding")]
public sealed record Finding
{
    /// <summary>Stable rule id, e.g. <c>manifest.unknownKey</c>, <c>script.bigint</c>, <c>spec.failed</c>.</summary>
    [Id(0)] public required string Rule { get; init; }
    [Id(1)] public required Severity Severity { get; init; }
    /// <summary>Path in the package.</summary>
    [Id(2)] public string File { get; init; } = "";
    /// <summary>1-based line, 0 when there is none.</summary>
    [Id(3)] public int Line { get; init; }
    /// <summary>JSON pointer, or empty.</summary>
    [Id(4)] public string Pointer { get; init; } = "";
    /// <summary>What is wrong, in English; pages translate by <c>finding.{Rule}</c> where a sentence exists.</summary>
    [Id(5)] public required string Message { get; init; }
    /// <summary>What to do about it.</summary>
    [Id(6)] public string Remedy { get; init; } = "";
}

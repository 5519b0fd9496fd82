using Orleans;

namespace Marketplace.Domain.Upgrades;

/// <summary>What a firm asks for when it takes another version.</summary>
[GenerateSerializer, Immutable, Alias("upgrades.order")]
public sealed record UpgradeOrder
{
    /// <summary>A version, or empty for the listed one.</summary>
    [Id(0)] public string Version { get; init; } = "";
    /// <summary>True: agrees to everything that the version asks.</summary>
    [Id(1)] public bool AllGrants { get; init; }
    /// <summary>Scopes and hosts (<c>host:name</c>) that the firm agrees to, beside what it agreed to before.</summary>
    [Id(2)] public IReadOnlyList<string> Grants { get; init; } = [];
}

/// <summary>One thing that differs between the version a firm has and the one it looks at.</summary>
[GenerateSerializer, Immutable, Alias("upgrades.difference")]
public sealed record Difference
{
    /// <summary><c>scopes hosts spend shares price limits entities functions</c>.</summary>
    [Id(0)] public required string Area { get; init; }
    /// <summary>What it is about: a scope, a host, a plan, <c>entity</c> or <c>entity.field</c>, a function.</summary>
    [Id(1)] public required string Subject { get; init; }
    /// <summary><c>added removed changed</c>.</summary>
    [Id(2)] public required string Kind { get; init; }
    /// <summary>What it was; empty for what is new.</summary>
    [Id(3)] public string Before { get; init; } = "";
    /// <summary>What it will be; empty for what is gone.</summary>
    [Id(4)] public string After { get; init; } = "";
    /// <summary>True when the version cannot be taken without the firm's agreement to it.</summary>
    [Id(5)] public bool Consent { get; init; }
    /// <summary>The app's reason, by language; empty where none is asked.</summary>
    [Id(6)] public IReadOnlyDictionary<string, string> Purpose { get; init; } = new Dictionary<string, string>();
    /// <summary>What people call the subject, by language; empty where it has no name.</summary>
    [Id(7)] public IReadOnlyDictionary<string, string> Label { get; init; } = new Dictionary<string, string>();
}

/// <summary>What an upgrade will be, once decided.</summary>
/// <param name="Grants">The grants of the new version, in ordinal order.</param>
/// <param name="Price">The publisher's price of one call, micro-yuan.</param>
/// <param name="Handler">The export that carries records over, or empty.</param>
/// <param name="Down">The export that carries them back, or empty.</param>
public sealed record UpgradePlan(IReadOnlyList<string> Grants, long Price, string Handler, string Down);

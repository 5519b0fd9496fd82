using Marketplace.Domain;
using Marketplace.Domain.Upgrades;

namespace Marketplace.Storage.Upgrades;

/// <summary>The terms of an install at one version.</summary>
/// <param name="Version">The version.</param>
/// <param name="Digest">Its release.</param>
/// <param name="Grants">What the firm agreed to.</param>
/// <param name="Price">The publisher's price of one call, micro-yuan.</param>
public sealed record Terms(string Version, string Digest, IReadOnlyList<string> Grants, long Price);

/// <summary>One passage of an install from a version to another, and how far it is.</summary>
public sealed record UpgradeRow
{
    public required string Tenant { get; init; }
    public required string App { get; init; }
    public required string Id { get; init; }
    public required string Install { get; init; }
    /// <summary>A word of <see cref="UpgradeState"/>: up or back.</summary>
    public required string Direction { get; init; }
    /// <summary>A word of <see cref="UpgradeState"/>.</summary>
    public required string State { get; init; }
    public required Terms From { get; init; }
    public required Terms To { get; init; }
    /// <summary>The export of the newer version's script that carries records in this direction, or empty.</summary>
    public string Handler { get; init; } = "";
    /// <summary>Forward: the export that carries records back, or empty.</summary>
    public string Down { get; init; } = "";
    /// <summary>Back: the passage that is taken back.</summary>
    public string OfRun { get; init; } = "";
    /// <summary>Whether the records are carried over one by one.</summary>
    public bool IsCarried { get; init; }
    /// <summary>Back: whether records that cannot be carried back may be taken out.</summary>
    public bool Accepts { get; init; }
    public string Zone { get; init; } = "Asia/Shanghai";
    /// <summary>Steps made.</summary>
    public long Step { get; init; }
    /// <summary>Records looked at, changed, and impossible to carry back.</summary>
    public long Looked { get; init; }
    public long Changed { get; init; }
    public long Conflicts { get; init; }
    /// <summary>Why it failed, or null.</summary>
    public Refusal? Why { get; init; }
    /// <summary>The first conflicts, as <c>entity/id</c>.</summary>
    public IReadOnlyList<string> Report { get; init; } = [];
    public required string Actor { get; init; }
    public required DateTimeOffset At { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
}

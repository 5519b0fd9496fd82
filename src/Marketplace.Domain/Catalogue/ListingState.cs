using Marketplace.Domain.Documents;

namespace Marketplace.Domain.Catalogue;

/// <summary>One app in one brain: each version with its state there.</summary>
public sealed record ListingState
{
    /// <summary>Nothing yet.</summary>
    public static readonly ListingState Empty = new();

    public string Brain { get; init; } = "";
    public string App { get; init; } = "";
    /// <summary>The version on the shelf, or empty.</summary>
    public string Current { get; init; } = "";
    /// <summary>Rises with every change; projections never go back.</summary>
    public long Revision { get; init; }
    public IReadOnlyList<ListedVersion> Versions { get; init; } = [];
    public OperationMemory Memory { get; init; } = OperationMemory.Empty;
    /// <summary>True from a change until its projections are written.</summary>
    public bool Pending { get; init; }

    /// <summary>The listed version that only a share of installs is offered, or null; there is one at most.</summary>
    [System.Text.Json.Serialization.JsonIgnore] public ListedVersion? Rolling => Versions.FirstOrDefault(static v => v is { State: ListingRules.Listed, Rollout: not null });

    /// <summary>A version, or null.</summary>
    public ListedVersion? Find(string version) => Versions.FirstOrDefault(v => v.Version == version);
}

/// <summary>One version in one brain.</summary>
public sealed record ListedVersion
{
    public required string Version { get; init; }
    public required string Digest { get; init; }
    public required string State { get; init; }
    /// <summary>The state to come back to when a suspension is lifted.</summary>
    public string Before { get; init; } = "";
    public DateTimeOffset At { get; init; }
    public DateTimeOffset SubmittedAt { get; init; }
    public string Remark { get; init; } = "";
    public IReadOnlyList<string> Rules { get; init; } = [];
    public int Red { get; init; }
    public int Amber { get; init; }
    public int Green { get; init; }
    /// <summary>Platform cost of the median spec call, micro-yuan.</summary>
    public long TypicalCall { get; init; }
    /// <summary>The share of installs that are offered it; null: all of them.</summary>
    public Rollout? Rollout { get; init; }
}

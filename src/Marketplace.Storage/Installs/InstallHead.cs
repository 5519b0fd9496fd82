namespace Marketplace.Storage.Installs;

/// <summary>The head of an install: the row that every unit of its calls advances first. <see cref="Epoch"/> rises with every
/// change of release, grants, cap, settings or state, so that a call admitted under other terms cannot commit.</summary>
public sealed record InstallHead
{
    public required string Tenant { get; init; }
    public required string App { get; init; }
    /// <summary>26 characters; the owner of the install's records.</summary>
    public required string Id { get; init; }
    public required string Brain { get; init; }
    public long Seq { get; init; }
    public long Epoch { get; init; }
    public required string Version { get; init; }
    public required string Digest { get; init; }
    /// <summary>A word of the install's state table.</summary>
    public required string State { get; init; }
    public IReadOnlyList<string> Grants { get; init; } = [];
    /// <summary>Micro-yuan per month; 0 for none.</summary>
    public long MonthlyCap { get; init; }
    /// <summary>UTF-8 JSON, or nothing.</summary>
    public byte[] SettingsJson { get; init; } = [];
    public bool SampleData { get; init; }
    /// <summary>The accepted price of the plan, in micro-yuan.</summary>
    public long PlanPrice { get; init; }
    public required DateTimeOffset InstalledAt { get; init; }
    public required string InstalledBy { get; init; }
    /// <summary>When it was left; the beginning of 1970 while it is there.</summary>
    public DateTimeOffset LeftAt { get; init; } = DateTimeOffset.UnixEpoch;
}

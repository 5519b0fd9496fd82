using System.Text.Json.Serialization;
using Marketplace.Domain.Metering;
using Orleans;

namespace Marketplace.Domain.Installs;

/// <summary>What a firm asks for when it installs an app.</summary>
[GenerateSerializer, Immutable, Alias("installs.order")]
public sealed record InstallOrder
{
    [Id(0)] public required string App { get; init; }
    /// <summary>A version, or empty for the listed one.</summary>
    [Id(1)] public string Version { get; init; } = "";
    /// <summary>True: grants everything the manifest asks.</summary>
    [Id(2)] public bool AllGrants { get; init; }
    [Id(3)] public IReadOnlyList<string> Grants { get; init; } = [];
    /// <summary>Micro-yuan a month; null for the brain's default.</summary>
    [Id(4)] public long? MonthlyCap { get; init; }
    /// <summary>Load the release's sample records; null for the host's default.</summary>
    [Id(5)] public bool? SampleData { get; init; }
    /// <summary>A plan of the app, or null for its first.</summary>
    [Id(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Plan { get; init; }
}

/// <summary>What the firm gets back; the same bytes on every repeat of the operation.</summary>
[GenerateSerializer, Immutable, Alias("installs.receipt")]
public sealed record InstallReceipt
{
    [Id(0)] public required string App { get; init; }
    [Id(1)] public required string Version { get; init; }
    [Id(2)] public required string Digest { get; init; }
    [Id(3)] public required string Install { get; init; }
    [Id(4)] public required string State { get; init; }
    [Id(5)] public IReadOnlyList<string> Grants { get; init; } = [];
    [Id(6)] public long MonthlyCap { get; init; }
    [Id(7)] public bool SampleData { get; init; }
    [Id(8)] public DateTimeOffset InstalledAt { get; init; }
    /// <summary>True when this very request made the install. Not part of the receipt, which is the same on every repeat.</summary>
    [Id(9), JsonIgnore] public bool Created { get; init; }
    /// <summary>What the plan will cost; null on receipts of before plans were chosen.</summary>
    [Id(10), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public Quote? Quote { get; init; }
}

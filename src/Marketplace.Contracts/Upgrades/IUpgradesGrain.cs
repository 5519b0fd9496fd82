using Marketplace.Contracts.Installs;
using Marketplace.Domain;
using Marketplace.Domain.Upgrades;
using Orleans;

namespace Marketplace.Contracts.Upgrades;

/// <summary>Upgrades and rollbacks of a firm's installs. Stateless; key <see cref="Keys.Upgrades"/>. The rows of the passages and the install's
/// head are the truth.</summary>
[Alias("upgrades.upgrades")]
public interface IUpgradesGrain : IGrainWithStringKey
{
    /// <summary>What another version would change, what is under way, and what can be taken back.</summary>
    [Alias("look")] Task<Answer<UpgradeFacts>> Look(Caller caller, string app, string version);

    /// <summary>Takes another version; where records must be carried over it goes on by itself, and the old version serves until then.</summary>
    [Alias("take")] Task<Answer<InstallFacts>> Take(Caller caller, string app, UpgradeOrder order);

    /// <summary>Takes the last upgrade back. Records that cannot be carried back are told of first, and nothing moves; with
    /// <paramref name="accept"/> they are taken out.</summary>
    [Alias("rollback")] Task<Answer<InstallFacts>> Rollback(Caller caller, string app, bool accept);

    /// <summary>Sets how the install hears of other versions: <c>listed auto pinned</c>.</summary>
    [Alias("follow")] Task<Answer<UpgradeFacts>> Follow(Caller caller, string app, string channel);

    /// <summary>Goes on with a passage, a rehearsal or an install that follows, for a few seconds. System only.</summary>
    [Alias("turn")] Task<Answer<Done>> Turn(Caller caller, string app, string run);
}

/// <summary>What a firm sees of its app's versions.</summary>
[GenerateSerializer, Immutable, Alias("upgrades.facts")]
public sealed record UpgradeFacts
{
    [Id(0)] public required string App { get; init; }
    /// <summary>The version in use.</summary>
    [Id(1)] public required string Version { get; init; }
    [Id(2)] public required string State { get; init; }
    /// <summary>The version looked at, or null when there is none above the one in use.</summary>
    [Id(3)] public OfferFacts? Offer { get; init; }
    /// <summary>The last upgrade or rollback, or null.</summary>
    [Id(4)] public PassageFacts? Last { get; init; }
    /// <summary>What can be taken back now, or null.</summary>
    [Id(5)] public BackFacts? Back { get; init; }
    /// <summary>How it hears of other versions: <c>listed auto pinned</c>.</summary>
    [Id(6)] public string Channel { get; init; } = "listed";
}

/// <summary>A version beside the one in use.</summary>
[GenerateSerializer, Immutable, Alias("upgrades.offer")]
public sealed record OfferFacts
{
    [Id(0)] public required string Version { get; init; }
    /// <summary><c>major minor patch</c>: the least step that the differences need.</summary>
    [Id(1)] public required string Step { get; init; }
    [Id(2)] public IReadOnlyList<Difference> Differences { get; init; } = [];
    /// <summary>Scopes that must be agreed to before it can be taken.</summary>
    [Id(3)] public IReadOnlyList<string> Consents { get; init; } = [];
    /// <summary>Everything that it asks: scopes, and hosts as <c>host:name</c>.</summary>
    [Id(4)] public IReadOnlyList<string> Asks { get; init; } = [];
    /// <summary>Whether the app carries records over.</summary>
    [Id(5)] public bool Migrates { get; init; }
    /// <summary>Why it cannot be taken from the version in use, or null.</summary>
    [Id(6)] public Refusal? Blocked { get; init; }
}

/// <summary>An upgrade or a rollback and how far it is.</summary>
[GenerateSerializer, Immutable, Alias("upgrades.passage")]
public sealed record PassageFacts
{
    [Id(0)] public required string Id { get; init; }
    /// <summary><c>up back</c>.</summary>
    [Id(1)] public required string Direction { get; init; }
    /// <summary><c>running done failed conflicts undone</c>.</summary>
    [Id(2)] public required string State { get; init; }
    [Id(3)] public required string From { get; init; }
    [Id(4)] public required string To { get; init; }
    /// <summary>Records looked at, changed, and impossible to carry back.</summary>
    [Id(5)] public long Looked { get; init; }
    [Id(6)] public long Changed { get; init; }
    [Id(7)] public long Conflicts { get; init; }
    /// <summary>The first records that cannot be carried back, as <c>entity/id</c>.</summary>
    [Id(8)] public IReadOnlyList<string> Told { get; init; } = [];
    /// <summary>Why it failed, or null.</summary>
    [Id(9)] public Refusal? Why { get; init; }
    [Id(10)] public DateTimeOffset At { get; init; }
    [Id(11)] public DateTimeOffset ChangedAt { get; init; }
    [Id(12)] public string Actor { get; init; } = "";
}

/// <summary>The version that can be had back.</summary>
[GenerateSerializer, Immutable, Alias("upgrades.back")]
public sealed record BackFacts
{
    [Id(0)] public required string Version { get; init; }
    [Id(1)] public required DateTimeOffset Until { get; init; }
    /// <summary>Whether records were carried over and must be carried back.</summary>
    [Id(2)] public bool Migrates { get; init; }
}

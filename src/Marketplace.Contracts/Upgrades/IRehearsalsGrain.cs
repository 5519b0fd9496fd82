using Marketplace.Domain;
using Marketplace.Domain.Upgrades.Rehearsals;
using Orleans;

namespace Marketplace.Contracts.Upgrades;

/// <summary>Runs an install's recorded calls on a version that its firm thinks of taking. Commits nothing of them and bills nobody. Stateless; key
/// <see cref="Keys.Rehearsals"/>. One of an install is kept, the last.</summary>
[Alias("upgrades.rehearsals")]
public interface IRehearsalsGrain : IGrainWithStringKey
{
    /// <summary>The kept rehearsal of a version (an empty one: of the version that is offered, or else the last that was made), or <c>notFound</c>. Looking
    /// begins nothing.</summary>
    [Alias("look")] Task<Answer<RehearsalFacts>> Look(Caller caller, string app, string version);

    /// <summary>Begins anew, in place of the one before. It goes on by itself.</summary>
    [Alias("begin")] Task<Answer<RehearsalFacts>> Begin(Caller caller, string app, string version);

    /// <summary>Stops the one that runs; what it has found stays.</summary>
    [Alias("stop")] Task<Answer<RehearsalFacts>> Stop(Caller caller, string app);
}

/// <summary>A rehearsal, and how far it is.</summary>
[GenerateSerializer, Immutable, Alias("upgrades.rehearsal")]
public sealed record RehearsalFacts
{
    [Id(0)] public required string App { get; init; }
    /// <summary>The version that was in use when it was made, and the one that was tried.</summary>
    [Id(1)] public required string From { get; init; }
    [Id(2)] public required string To { get; init; }
    /// <summary><c>running done stopped</c>.</summary>
    [Id(3)] public required string State { get; init; }
    /// <summary>Calls to be run, and run: fewer when its time was up.</summary>
    [Id(4)] public long Total { get; init; }
    [Id(5)] public long Done { get; init; }
    [Id(6)] public DateTimeOffset At { get; init; }
    [Id(7)] public DateTimeOffset ChangedAt { get; init; }
    [Id(8)] public string Actor { get; init; } = "";
    [Id(9)] public RehearsalReport Report { get; init; } = RehearsalReport.Empty;
    /// <summary>The version carries records over: calls that read them could not be told.</summary>
    [Id(10)] public bool Migrates { get; init; }
    /// <summary>It is of the version in use and of the one asked for; false: the install has gone on since.</summary>
    [Id(11)] public bool IsCurrent { get; init; }
}

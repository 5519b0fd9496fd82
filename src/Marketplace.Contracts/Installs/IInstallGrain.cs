using System.Text.Json.Serialization;
using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Metering;
using Orleans;

namespace Marketplace.Contracts.Installs;

/// <summary>One firm's install of one app. Key <see cref="Keys.Install"/>. The row <c>install_head</c> is the truth; the grain is its queue and cache.</summary>
[Alias("installs.install")]
public interface IInstallGrain : IGrainWithStringKey
{
    /// <summary>Installs, or gives the same receipt for the same operation.</summary>
    [Alias("install")] Task<Answer<InstallReceipt>> Install(Caller caller, InstallOrder order);

    /// <summary>The install's facts, or <c>notFound</c>.</summary>
    [Alias("get")] Task<Answer<InstallFacts>> Get(Caller caller);

    /// <summary>Lets one call in, or says why not: state, role, grants, cap.</summary>
    [Alias("admit")] Task<Answer<Ticket>> Admit(Caller caller, string function);

    /// <summary>Sets the monthly cap, micro-yuan.</summary>
    [Alias("cap")] Task<Answer<InstallFacts>> SetCap(Caller caller, long monthlyCap);

    /// <summary>Pauses by the firm's own wish.</summary>
    [Alias("suspend")] Task<Answer<InstallFacts>> Suspend(Caller caller);

    /// <summary>Goes on after a pause (the firm's, or a reached cap that was raised).</summary>
    [Alias("resume")] Task<Answer<InstallFacts>> Resume(Caller caller);

    /// <summary>Uninstalls; records are kept 90 days.</summary>
    [Alias("uninstall")] Task<Answer<InstallFacts>> Uninstall(Caller caller);

    /// <summary>Has back what was uninstalled less than 90 days ago, as it was.</summary>
    [Alias("restore")] Task<Answer<InstallFacts>> Restore(Caller caller);

    /// <summary>Forgets the cached head, so that the next call reads the store. System only.</summary>
    [Alias("forget")] Task Forget(Caller caller);
}

/// <summary>A first-come turn for writers of one install that keep losing the race. Key <see cref="Keys.Turn"/>. A turn lapses after 15 s;
/// it only orders, the head's compare-and-swap decides.</summary>
[Alias("installs.turn")]
public interface ITurnGrain : IGrainWithStringKey
{
    /// <summary>Waits for the turn and returns its number.</summary>
    [Alias("take")] Task<long> Take(Caller caller);

    /// <summary>Gives the turn back.</summary>
    [Alias("release")] Task Release(Caller caller, long turn);
}

/// <summary>An install as its firm sees it.</summary>
[GenerateSerializer, Immutable, Alias("installs.facts")]
public sealed record InstallFacts
{
    [Id(0)] public required string App { get; init; }
    [Id(1)] public required string Version { get; init; }
    /// <summary><c>active upgrading suspended uninstalled purged</c>.</summary>
    [Id(2)] public required string State { get; init; }
    [Id(3)] public string Reason { get; init; } = "";
    [Id(4)] public IReadOnlyList<string> Grants { get; init; } = [];
    [Id(5)] public long MonthlyCap { get; init; }
    [Id(6)] public long SpentThisMonth { get; init; }
    [Id(7)] public DateTimeOffset InstalledAt { get; init; }
    [Id(8)] public string InstalledBy { get; init; } = "";
    [Id(9)] public string Install { get; init; } = "";
    [Id(10)] public string Brain { get; init; } = "";
    [Id(11)] public string Digest { get; init; } = "";
    [Id(12)] public IReadOnlyDictionary<string, string> Name { get; init; } = new Dictionary<string, string>();
    [Id(13)] public bool SampleData { get; init; }
    /// <summary>Until when it can be had back; null while it is there.</summary>
    [Id(14)] public DateTimeOffset? RestorableUntil { get; init; }
    /// <summary>The plan, with the most that one call can cost.</summary>
    [Id(15), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public Quote? Plan { get; init; }
    /// <summary>Until when the publisher asks nothing; null when no trial runs.</summary>
    [Id(16), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public DateTimeOffset? TrialUntil { get; init; }
}

/// <summary>Leave for one call.</summary>
[GenerateSerializer, Immutable, Alias("installs.ticket")]
public sealed record Ticket
{
    [Id(0)] public required string Install { get; init; }
    [Id(1)] public required long Epoch { get; init; }
    [Id(2)] public required string Version { get; init; }
    [Id(3)] public required string Digest { get; init; }
    [Id(4)] public IReadOnlyList<string> Grants { get; init; } = [];
    /// <summary>Publisher's price for this call, micro-yuan.</summary>
    [Id(5)] public long Price { get; init; }
    [Id(6)] public long MonthlyCap { get; init; }
    [Id(7)] public string Zone { get; init; } = "Asia/Shanghai";
    [Id(8)] public byte[] Settings { get; init; } = [];
    [Id(9)] public string Brain { get; init; } = "";
    /// <summary>The price is due only when the call completes.</summary>
    [Id(10)] public bool ForResult { get; init; }
    /// <summary>Micro-yuan spent in the month when the call was let in; 0 without a cap.</summary>
    [Id(11)] public long Spent { get; init; }
}

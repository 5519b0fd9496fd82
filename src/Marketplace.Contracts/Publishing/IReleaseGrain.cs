using System.Text.Json.Serialization;
using Marketplace.Contracts.Catalogue;
using Marketplace.Domain;
using Marketplace.Domain.Publishing;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Contracts.Publishing;

/// <summary>One version of one app: immutable bytes, addressed by digest, shared by all brains. Key <see cref="Keys.Release"/>.</summary>
[Alias("publishing.release")]
public interface IReleaseGrain : IGrainWithStringKey
{
    /// <summary>Takes the package, stores its bytes once, runs every check in quarantine and, when none is fatal, hands it to the
    /// brains' desks. The same bytes again give the same receipt; other bytes under a used version are <c>conflict.releaseBytes</c>.</summary>
    [Alias("submit")] Task<Answer<ReleaseFacts>> Submit(Caller caller, Immutable<byte[]> package);

    /// <summary>The release's facts, or <c>notFound</c>. The publisher sees all of them, an operator all but other brains' decisions, and everyone
    /// else what their brain has listed, without findings. Interleaves: it reads one immutable record, and a publisher's list asks
    /// here while a submission asks the publisher.</summary>
    [Alias("get"), AlwaysInterleave] Task<Answer<ReleaseFacts>> Get(Caller caller);
}

/// <summary>A publisher's namespace. Key <see cref="Keys.Publisher"/>.</summary>
[Alias("publishing.publisher")]
public interface IPublisherGrain : IGrainWithStringKey
{
    /// <summary>Claims the namespace for the caller's publisher with evidence; an operator proves it.</summary>
    [Alias("claim")] Task<Answer<ClaimFacts>> Claim(Caller caller, ClaimOrder order);

    /// <summary>An operator (or the seed) confirms the evidence: from here on the claimant may publish.</summary>
    [Alias("prove")] Task<Answer<ClaimFacts>> Prove(Caller caller, string remark);

    /// <summary>The claim, or <c>notFound</c>; its evidence for the claimant and operators only.</summary>
    [Alias("get")] Task<Answer<ClaimFacts>> Get(Caller caller);

    /// <summary>Whether the caller may publish here: who holds the namespace, and a claimant once proved. <c>namespace.notYours</c> otherwise.
    /// Interleaves: it reads one value, and a release asks while this grain may be asking that release.</summary>
    [Alias("may"), AlwaysInterleave] Task<Answer<Done>> May(Caller caller);

    /// <summary>Releases of this namespace, newest first, with their state in each brain. Interleaves: it asks releases, which may be
    /// asking this grain, and works on the list as it was at the start.</summary>
    [Alias("releases"), AlwaysInterleave] Task<Answer<IReadOnlyList<ReleaseFacts>>> Releases(Caller caller);

    /// <summary>Every version of one app of this namespace, in order of arrival. System only.</summary>
    [Alias("versions")] Task<IReadOnlyList<string>> Versions(Caller caller, string app);

    /// <summary>Notes a release and its signing key; true when the key is new to this namespace. System only.</summary>
    [Alias("note")] Task<Answer<bool>> Note(Caller caller, string app, string version, string keyId);
}

/// <summary>One brain's desk, read from projections. Stateless; key <see cref="Keys.Desk"/>. Operators of the brain only.</summary>
[Alias("publishing.desk")]
public interface IDeskGrain : IGrainWithStringKey
{
    /// <summary>Releases that wait, oldest and riskiest first.</summary>
    [Alias("queue")] Task<Answer<IReadOnlyList<ReviewRow>>> Queue(Caller caller, bool waitingOnly);

    /// <summary>One release with findings and the difference from the last listed version.</summary>
    [Alias("review")] Task<Answer<ReviewFacts>> Review(Caller caller, string app, string version);
}

/// <summary>A namespace claim.</summary>
[GenerateSerializer, Immutable, Alias("publishing.claimOrder")]
public sealed record ClaimOrder
{
    /// <summary>The organisation's name.</summary>
    [Id(0)] public required string Name { get; init; }
    /// <summary>统一社会信用代码; its check digit is verified.</summary>
    [Id(1)] public string CreditCode { get; init; } = "";
    /// <summary>Where the operator can verify: a site or a contact.</summary>
    [Id(2)] public string Evidence { get; init; } = "";
}

/// <summary>A claim's facts.</summary>
[GenerateSerializer, Immutable, Alias("publishing.claim")]
public sealed record ClaimFacts
{
    [Id(0)] public required string Publisher { get; init; }
    [Id(1)] public required string Name { get; init; }
    /// <summary><c>claimed</c> or <c>proved</c>.</summary>
    [Id(2)] public required string State { get; init; }
    [Id(3)] public DateTimeOffset Since { get; init; }
    [Id(4)] public int Releases { get; init; }
    [Id(5)] public string Evidence { get; init; } = "";
}

/// <summary>A release's facts: the same for every brain but <see cref="Brains"/>.</summary>
[GenerateSerializer, Immutable, Alias("publishing.releaseFacts")]
public sealed record ReleaseFacts
{
    [Id(0)] public required string App { get; init; }
    [Id(1)] public required string Version { get; init; }
    /// <summary>SHA-256 of digests.json, lower-case hex: the release's identity.</summary>
    [Id(2)] public required string Digest { get; init; }
    /// <summary><c>quarantined</c> (a red finding stopped it), or <c>inReview</c> and beyond per brain.</summary>
    [Id(3)] public required string State { get; init; }
    [Id(4)] public DateTimeOffset SubmittedAt { get; init; }
    [Id(5)] public string SubmittedBy { get; init; } = "";
    [Id(6)] public IReadOnlyList<Finding> Findings { get; init; } = [];
    [Id(7)] public long Size { get; init; }
    /// <summary>Brain to the version's state there.</summary>
    [Id(8)] public IReadOnlyDictionary<string, VersionFacts> Brains { get; init; } = new Dictionary<string, VersionFacts>();
    /// <summary>Sectors of the manifest: the brains whose desks get it.</summary>
    [Id(9)] public IReadOnlyList<string> Sectors { get; init; } = [];
    [Id(10)] public IReadOnlyDictionary<string, string> Name { get; init; } = new Dictionary<string, string>();
    /// <summary>Platform cost of the release's median spec call, micro-yuan.</summary>
    [Id(11)] public long TypicalCall { get; init; }
    [Id(12)] public IReadOnlyDictionary<string, string> Summary { get; init; } = new Dictionary<string, string>();
    /// <summary>True when this very request brought the release. Not part of its facts.</summary>
    [Id(13), JsonIgnore] public bool Created { get; init; }
}

/// <summary>The operator's word on a version.</summary>
[GenerateSerializer, Immutable, Alias("publishing.decision")]
public sealed record ReviewDecision
{
    /// <summary><c>list</c>, <c>ask</c> or <c>refuse</c>.</summary>
    [Id(0)] public required string Decision { get; init; }
    /// <summary>Rule ids the decision rests on; required for ask and refuse.</summary>
    [Id(1)] public IReadOnlyList<string> Rules { get; init; } = [];
    [Id(2)] public string Remark { get; init; } = "";
    /// <summary>Percent of the installs that are offered a listed version first: 1, 10 or 100.</summary>
    [Id(3)] public int Share { get; init; } = 100;
}

/// <summary>A line of the desk.</summary>
[GenerateSerializer, Immutable, Alias("publishing.reviewRow")]
public sealed record ReviewRow
{
    [Id(0)] public required string App { get; init; }
    [Id(1)] public required string Version { get; init; }
    [Id(2)] public required string State { get; init; }
    [Id(3)] public required IReadOnlyDictionary<string, string> Name { get; init; }
    [Id(4)] public DateTimeOffset SubmittedAt { get; init; }
    /// <summary>0 to 100: red findings, new scopes and hosts, a new publisher, a first release.</summary>
    [Id(5)] public int Risk { get; init; }
    [Id(6)] public int Red { get; init; }
    [Id(7)] public int Amber { get; init; }
    [Id(8)] public int Green { get; init; }
    /// <summary><c>first</c>, <c>major</c>, <c>minor</c>, <c>patch</c>.</summary>
    [Id(9)] public string Change { get; init; } = "first";
    /// <summary>The version listed here before it, or empty.</summary>
    [Id(10)] public string Previous { get; init; } = "";
    [Id(11)] public string Remark { get; init; } = "";
    [Id(12)] public IReadOnlyList<string> Rules { get; init; } = [];
}

/// <summary>A review page.</summary>
[GenerateSerializer, Immutable, Alias("publishing.review")]
public sealed record ReviewFacts
{
    [Id(0)] public required ReviewRow Row { get; init; }
    [Id(1)] public required IReadOnlyList<Finding> Findings { get; init; }
    [Id(2)] public IReadOnlyList<TouchChange> Touches { get; init; } = [];
    [Id(3)] public IReadOnlyList<PlanFacts> PlansBefore { get; init; } = [];
    [Id(4)] public IReadOnlyList<PlanFacts> PlansAfter { get; init; } = [];
    [Id(5)] public IReadOnlyList<FileChange> Files { get; init; } = [];
    [Id(6)] public PublisherFacts? Publisher { get; init; }
    [Id(7)] public string Digest { get; init; } = "";
    [Id(8)] public string Readme { get; init; } = "";
}

/// <summary>A scope or host that came, went or stayed.</summary>
[GenerateSerializer, Immutable, Alias("publishing.touchChange")]
public sealed record TouchChange
{
    /// <summary><c>added</c>, <c>removed</c>, <c>kept</c>.</summary>
    [Id(0)] public required string Kind { get; init; }
    [Id(1)] public required TouchFacts Touch { get; init; }
}

/// <summary>A file that changed between two releases, as unified lines (first character + - or blank).</summary>
[GenerateSerializer, Immutable, Alias("publishing.fileChange")]
public sealed record FileChange
{
    [Id(0)] public required string Path { get; init; }
    /// <summary><c>added</c>, <c>removed</c>, <c>changed</c>.</summary>
    [Id(1)] public required string Kind { get; init; }
    [Id(2)] public IReadOnlyList<string> Lines { get; init; } = [];
    /// <summary>Line number in the new file of each line, 0 for removed ones.</summary>
    [Id(3)] public IReadOnlyList<int> Numbers { get; init; } = [];
}

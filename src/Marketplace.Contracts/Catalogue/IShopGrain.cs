using System.Text.Json.Serialization;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Metering;
using Orleans;

namespace Marketplace.Contracts.Catalogue;

/// <summary>One brain's shop, read from its projections. Stateless; key <see cref="Keys.Shop"/>. Anyone who belongs to the brain may read it.</summary>
[Alias("catalogue.shop")]
public interface IShopGrain : IGrainWithStringKey
{
    /// <summary>Listed apps, filtered, a page at a time.</summary>
    [Alias("list")] Task<Answer<ShopPage>> List(Caller caller, ShopQuery query);

    /// <summary>One listed app in full, or <c>notFound</c>.</summary>
    [Alias("app")] Task<Answer<AppFacts>> App(Caller caller, string app);

    /// <summary>A text or icon entry of a listed release (<c>views/scan.json</c>, <c>locales/zh-CN.json</c>, <c>icon.svg</c>), or <c>notFound</c>.</summary>
    [Alias("entry")] Task<Answer<byte[]>> Entry(Caller caller, string app, string path);

    /// <summary>The operator's collections.</summary>
    [Alias("collections")] Task<Answer<IReadOnlyList<CollectionFacts>>> Collections(Caller caller);
}

/// <summary>What the shop is asked for.</summary>
[GenerateSerializer, Immutable, Alias("catalogue.query")]
public sealed record ShopQuery
{
    [Id(0)] public string Sector { get; init; } = "";
    [Id(1)] public string Category { get; init; } = "";
    /// <summary>Words; matched in the name, summary and id.</summary>
    [Id(2)] public string Words { get; init; } = "";
    [Id(3)] public string After { get; init; } = "";
    [Id(4)] public int Limit { get; init; } = 50;
}

/// <summary>A page of the shop.</summary>
[GenerateSerializer, Immutable, Alias("catalogue.page")]
public sealed record ShopPage
{
    [Id(0)] public required IReadOnlyList<AppCard> Apps { get; init; }
    /// <summary>Cursor of the next page, or empty.</summary>
    [Id(1)] public string Next { get; init; } = "";
}

/// <summary>An app on the shelf.</summary>
[GenerateSerializer, Immutable, Alias("catalogue.card")]
public sealed record AppCard
{
    [Id(0)] public required string App { get; init; }
    [Id(1)] public required string Version { get; init; }
    [Id(2)] public required IReadOnlyDictionary<string, string> Name { get; init; }
    [Id(3)] public required IReadOnlyDictionary<string, string> Summary { get; init; }
    [Id(4)] public IReadOnlyList<string> Categories { get; init; } = [];
    [Id(5)] public IReadOnlyList<string> Sectors { get; init; } = [];
    [Id(6)] public IReadOnlyList<PlanFacts> Plans { get; init; } = [];
    /// <summary>Firms of this brain that run it.</summary>
    [Id(7)] public long Installs { get; init; }
    [Id(8)] public DateTimeOffset ListedAt { get; init; }
    [Id(9)] public PublisherFacts? Publisher { get; init; }
}

/// <summary>A price plan as shown; <c>free</c>, <c>month</c>, <c>call</c>, <c>result</c>, micro-yuan.</summary>
[GenerateSerializer, Immutable, Alias("catalogue.plan")]
public sealed record PlanFacts
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required string Kind { get; init; }
    [Id(2)] public long Price { get; init; }
    [Id(3)] public int TrialDays { get; init; }
}

/// <summary>Who made an app.</summary>
[GenerateSerializer, Immutable, Alias("catalogue.publisher")]
public sealed record PublisherFacts
{
    [Id(0)] public required string Publisher { get; init; }
    [Id(1)] public required string Name { get; init; }
    /// <summary>True once the namespace was proved.</summary>
    [Id(2)] public bool Proved { get; init; }
    [Id(3)] public DateTimeOffset Since { get; init; }
    [Id(4)] public int Releases { get; init; }
}

/// <summary>What an app may touch, with its reasons.</summary>
[GenerateSerializer, Immutable, Alias("catalogue.touch")]
public sealed record TouchFacts
{
    /// <summary>A permission scope, or <c>host:name</c> for an egress host.</summary>
    [Id(0)] public required string Scope { get; init; }
    [Id(1)] public required IReadOnlyDictionary<string, string> Purpose { get; init; }
    [Id(2)] public bool Required { get; init; }
    [Id(3)] public long Cap { get; init; }
}

/// <summary>An app in full: its page.</summary>
[GenerateSerializer, Immutable, Alias("catalogue.app")]
public sealed record AppFacts
{
    [Id(0)] public required AppCard Card { get; init; }
    [Id(1)] public IReadOnlyDictionary<string, string> Description { get; init; } = new Dictionary<string, string>();
    [Id(2)] public IReadOnlyList<TouchFacts> Touches { get; init; } = [];
    [Id(3)] public IReadOnlyList<VersionFacts> Versions { get; init; } = [];
    /// <summary>The listing page in Markdown.</summary>
    [Id(4)] public string Readme { get; init; } = "";
    /// <summary>What the platform's own part of a typical call costs, micro-yuan: the median of the release's specs.</summary>
    [Id(5)] public long TypicalCall { get; init; }
    /// <summary>Cap offered at install, micro-yuan a month.</summary>
    [Id(6)] public long DefaultCap { get; init; }
    [Id(7)] public string Digest { get; init; } = "";
    [Id(8)] public IReadOnlyList<string> Views { get; init; } = [];
    [Id(9)] public string Support { get; init; } = "";
    /// <summary>What each plan will cost, told before; reckoned when it is asked for and not stored.</summary>
    [Id(10), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<Quote>? Quotes { get; init; }
}

/// <summary>A version of an app in one brain.</summary>
[GenerateSerializer, Immutable, Alias("catalogue.version")]
public sealed record VersionFacts
{
    [Id(0)] public required string Version { get; init; }
    /// <summary>State words of the design: <c>inReview listed changesAsked refused superseded withdrawn suspended</c>.</summary>
    [Id(1)] public required string State { get; init; }
    [Id(2)] public DateTimeOffset At { get; init; }
    [Id(3)] public string Digest { get; init; } = "";
    /// <summary>The operator's remark or the reason of a suspension.</summary>
    [Id(4)] public string Remark { get; init; } = "";
    [Id(5)] public IReadOnlyList<string> Rules { get; init; } = [];
    /// <summary>The share of installs that are offered it, while it is not all of them.</summary>
    [Id(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public Rollout? Rollout { get; init; }
}

/// <summary>A row of apps that the operator put together.</summary>
[GenerateSerializer, Immutable, Alias("catalogue.collection")]
public sealed record CollectionFacts
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required IReadOnlyDictionary<string, string> Name { get; init; }
    [Id(2)] public required IReadOnlyList<string> Apps { get; init; }
}

using Marketplace.Contracts.Installs;
using Marketplace.Domain;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Contracts.Tenants;

/// <summary>A firm. Key <see cref="Keys.Tenant"/>.</summary>
[Alias("tenants.tenant")]
public interface ITenantGrain : IGrainWithStringKey
{
    /// <summary>The firm's facts, or <c>notFound</c>. Interleaves: it reads one value, and installs ask it while <see cref="Installs"/> asks them.</summary>
    [Alias("get"), AlwaysInterleave] Task<Answer<TenantFacts>> Get(Caller caller);

    /// <summary>Registers the firm. System only.</summary>
    [Alias("found")] Task<Answer<TenantFacts>> Found(Caller caller, TenantFacts facts);

    /// <summary>The firm's installs, newest first, with this month's cost.</summary>
    [Alias("installs")] Task<Answer<IReadOnlyList<InstallFacts>>> Installs(Caller caller);

    /// <summary>What the firm used this month, by app and in all.</summary>
    [Alias("usage")] Task<Answer<UsageFacts>> Usage(Caller caller);

    /// <summary>How an operation of the firm ended, or <c>notFound</c>: not ended yet, ended without being kept, or never begun.</summary>
    [Alias("operation")] Task<Answer<OperationEnd>> Operation(Caller caller, string key);
}

/// <summary>How an operation ended. Its whole reply comes from repeating the request under the same key.</summary>
[GenerateSerializer, Immutable, Alias("tenants.operation")]
public sealed record OperationEnd
{
    [Id(0)] public required string Key { get; init; }
    /// <summary><c>completed</c> or <c>refused</c>.</summary>
    [Id(1)] public required string State { get; init; }
    /// <summary>Why it was refused, or empty.</summary>
    [Id(2)] public string Code { get; init; } = "";
    [Id(3)] public required DateTimeOffset At { get; init; }
}

/// <summary>A firm's facts.</summary>
[GenerateSerializer, Immutable, Alias("tenants.facts")]
public sealed record TenantFacts
{
    [Id(0)] public required string Tenant { get; init; }
    /// <summary>Culture to name; plainly fictional in the seed.</summary>
    [Id(1)] public required IReadOnlyDictionary<string, string> Name { get; init; }
    /// <summary>Brains the firm belongs to, its first first.</summary>
    [Id(2)] public required IReadOnlyList<string> Brains { get; init; }
    /// <summary>IANA zone for today, month, cron, caps and invoices.</summary>
    [Id(3)] public string Zone { get; init; } = "Asia/Shanghai";
    /// <summary>People employed; apps quote a cost for a firm of this size.</summary>
    [Id(4)] public int People { get; init; }
    /// <summary>What it makes or does, culture to one line.</summary>
    [Id(5)] public IReadOnlyDictionary<string, string> Trade { get; init; } = new Dictionary<string, string>();
    /// <summary>Culture to the name of the district it stands in, for figures of the brain; empty when nobody said.</summary>
    [Id(6)] public IReadOnlyDictionary<string, string> District { get; init; } = new Dictionary<string, string>();
}

/// <summary>Usage of the current month in the firm's zone.</summary>
[GenerateSerializer, Immutable, Alias("tenants.usage")]
public sealed record UsageFacts
{
    /// <summary><c>2026-11</c>.</summary>
    [Id(0)] public required string Month { get; init; }
    [Id(1)] public string Currency { get; init; } = "CNY";
    [Id(2)] public long Calls { get; init; }
    /// <summary>Micro-yuan.</summary>
    [Id(3)] public long Total { get; init; }
    [Id(4)] public long Platform { get; init; }
    [Id(5)] public long Publisher { get; init; }
    [Id(6)] public long Resources { get; init; }
    [Id(7)] public IReadOnlyList<UsageLine> Apps { get; init; } = [];
}

/// <summary>One app's line of <see cref="UsageFacts"/>.</summary>
[GenerateSerializer, Immutable, Alias("tenants.usageLine")]
public sealed record UsageLine
{
    [Id(0)] public required string App { get; init; }
    [Id(1)] public long Calls { get; init; }
    [Id(2)] public long Total { get; init; }
    [Id(3)] public long Platform { get; init; }
    [Id(4)] public long Publisher { get; init; }
    [Id(5)] public long Resources { get; init; }
    [Id(6)] public long Cap { get; init; }
    /// <summary>Calls and cost of today.</summary>
    [Id(7)] public long CallsToday { get; init; }
    [Id(8)] public long TotalToday { get; init; }
    /// <summary>The flat fee of the month, part of total and publisher; 0 on other plans, on trial, and before it was charged.</summary>
    [Id(9)] public long Fee { get; init; }
}

using System.Text.Json;
using Marketplace.Domain.Records;

namespace Marketplace.Domain.Catalogue;

/// <summary>An app's manifest (<c>app.json</c>), read and checked by <c>ManifestReader</c>. What is not here is not in the format.</summary>
public sealed record Manifest
{
    /// <summary><c>publisher/app</c>.</summary>
    public required string Id { get; init; }
    /// <summary>Semantic version, lower case, no build metadata.</summary>
    public required string Version { get; init; }
    /// <summary>Locale keys.</summary>
    public required string Name { get; init; }
    public required string Summary { get; init; }
    public string Description { get; init; } = "";
    public IReadOnlyList<string> Sectors { get; init; } = [];
    public IReadOnlyList<string> Categories { get; init; } = [];
    public string Icon { get; init; } = "";
    public required RuntimeSpec Runtime { get; init; }
    public IReadOnlyDictionary<string, Entity> Entities { get; init; } = new Dictionary<string, Entity>();
    public IReadOnlyDictionary<string, FunctionSpec> Functions { get; init; } = new Dictionary<string, FunctionSpec>();
    public IReadOnlyList<TriggerSpec> Triggers { get; init; } = [];
    /// <summary>View name to the path of its JSON in the package.</summary>
    public IReadOnlyDictionary<string, string> Views { get; init; } = new Dictionary<string, string>();
    public IReadOnlyList<MenuItem> Menu { get; init; } = [];
    /// <summary>Roles of the app; the firm's own roles (owner, leader, worker) are always there.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];
    /// <summary>JSON Schema of the settings, or undefined.</summary>
    public JsonElement Settings { get; init; }
    public IReadOnlyList<PermissionSpec> Permissions { get; init; } = [];
    public IReadOnlyList<EgressSpec> Egress { get; init; } = [];
    public IReadOnlyList<EventSpec> Emits { get; init; } = [];
    public IReadOnlyList<string> Consumes { get; init; } = [];
    public IReadOnlyDictionary<string, string> Exposes { get; init; } = new Dictionary<string, string>();
    public IReadOnlyList<ShareSpec> Shares { get; init; } = [];
    public IReadOnlyList<PlanSpec> Plans { get; init; } = [];
    public IReadOnlyList<MigrationSpec> Migrations { get; init; } = [];
    public string Support { get; init; } = "";
}

/// <summary>Behaviour date and budgets. Zero means the host's default.</summary>
public sealed record RuntimeSpec(DateOnly Compatibility, int CpuMs, int MemoryMb, int HostCalls);

/// <summary>A function: handler is an export of <c>main.js</c>; input and output are JSON Schemas of the closed subset.</summary>
public sealed record FunctionSpec
{
    public required string Handler { get; init; }
    public string Label { get; init; } = "";
    public JsonElement Input { get; init; }
    public JsonElement Output { get; init; }
    public bool ReadOnly { get; init; }
    /// <summary>Who may call it; empty means everyone of the firm.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];
    /// <summary>Roles of which another person than the caller must sign (badge and PIN, verified by the host); empty for none.</summary>
    public IReadOnlyList<string> SecondSigners { get; init; } = [];
}

/// <summary>What starts a function: <c>record</c>, <c>schedule</c>, <c>event</c>, <c>webhook</c>, <c>device</c>, <c>install</c>, <c>upgrade</c>, <c>uninstall</c>.</summary>
public sealed record TriggerSpec(string Kind, string Function, string Entity, string When, string Field, string Cron, string Zone, string Type, string Series)
{
    /// <summary>Schedules: <c>work</c> or <c>rest</c>, the days of <see cref="Jobs.StateCalendar"/> on which it comes; empty for every day.</summary>
    public string Days { get; init; } = "";

    /// <summary>Device triggers: the period over which readings are summed before the function is called; null for a call with each reading.</summary>
    public Devices.WindowSpec? Window { get; init; }
}

/// <summary>One tab of the running app.</summary>
public sealed record MenuItem(string View, string Label, IReadOnlyList<string> Roles);

/// <summary><c>verb:domain.resource[:qualifier]</c> with its reason in both languages; <c>Cap</c> in micro-yuan for spend scopes.</summary>
public sealed record PermissionSpec(string Scope, IReadOnlyDictionary<string, string> Purpose, bool Required, long Cap);

/// <summary>A host the app may talk to, with its reason.</summary>
public sealed record EgressSpec(string Host, IReadOnlyDictionary<string, string> Purpose);

/// <summary>An event the app emits.</summary>
public sealed record EventSpec(string Type, JsonElement Schema);

/// <summary>A dataset that leaves the firm, aggregated.</summary>
public sealed record ShareSpec(string Dataset, IReadOnlyList<string> Fields, string Level, IReadOnlyDictionary<string, string> Purpose, string Class);

/// <summary>A price plan: <c>free</c>, <c>month</c>, <c>call</c>, <c>result</c>; micro-yuan.</summary>
public sealed record PlanSpec(string Id, string Kind, long Price, int TrialDays);

/// <summary>A handler that carries records from an older version, and the one that carries them back; without it, <c>Down</c> is empty.</summary>
public sealed record MigrationSpec(string From, string Handler, string Down = "");

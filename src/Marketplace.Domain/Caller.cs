using Orleans;

namespace Marketplace.Domain;

/// <summary>Who calls, for whom, and under which operation. The first parameter of every public grain method:
/// nothing about the caller travels anywhere else, so nothing can be forgotten or forged on the way.</summary>
[GenerateSerializer, Immutable, Alias("caller")]
public sealed record Caller
{
    /// <summary>The firm that the call acts for; empty for a publisher's or an operator's own business.</summary>
    [Id(0)] public string Tenant { get; init; } = "";

    /// <summary>The sector brain whose shop, desk and rules apply: <c>auto</c>, <c>hardware</c>.</summary>
    [Id(1)] public string Brain { get; init; } = "";

    /// <summary>The person's id, or <c>system</c> for work the host does itself (due work, the outbox, the seed).</summary>
    [Id(2)] public required string Actor { get; init; }

    /// <summary>Words of <see cref="Roles"/>.</summary>
    [Id(3)] public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The operation id (Idempotency-Key); empty for reads.</summary>
    [Id(4)] public string Operation { get; init; } = "";

    /// <summary><c>zh-CN</c> or <c>en</c>.</summary>
    [Id(5)] public string Culture { get; init; } = "zh-CN";

    /// <summary>W3C trace context, or empty.</summary>
    [Id(6)] public string TraceParent { get; init; } = "";

    /// <summary>The installs already in this call's chain (<c>tenant/app</c>), outermost first. Depth at most 4, none twice.</summary>
    [Id(7)] public IReadOnlyList<string> Chain { get; init; } = [];

    /// <summary>The publisher namespaces this person may publish under.</summary>
    [Id(8)] public IReadOnlyList<string> Publishers { get; init; } = [];

    /// <summary>True when this person holds the role.</summary>
    public bool Is(string role) => Roles.Contains(role, StringComparer.Ordinal);

    /// <summary>The host's own hand in one tenant.</summary>
    public static Caller System(string tenant = "", string brain = "", string operation = "") =>
        new() { Tenant = tenant, Brain = brain, Actor = "system", Roles = [Domain.Roles.System], Operation = operation };
}

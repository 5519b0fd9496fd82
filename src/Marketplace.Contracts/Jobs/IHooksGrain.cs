using Marketplace.Domain;
using Marketplace.Domain.Accounts;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Contracts.Jobs;

/// <summary>The webhooks of a firm's installs. Stateless; key <see cref="Keys.Hooks"/>. For the owner.</summary>
[Alias("jobs.hooks")]
public interface IHooksGrain : IGrainWithStringKey
{
    /// <summary>The functions of an install that can have a webhook, and whether they have one.</summary>
    [Alias("list")] Task<Answer<IReadOnlyList<HookFacts>>> List(Caller caller, string app);

    /// <summary>Makes a function's webhook, or makes it anew: what was shown before opens nothing from then on.</summary>
    [Alias("make")] Task<Answer<HookMade>> Make(Caller caller, string app, string function);

    /// <summary>Takes a function's webhook away.</summary>
    [Alias("revoke")] Task<Answer<Done>> Revoke(Caller caller, string app, string function);
}

/// <summary>Where webhooks knock: looks a token up, whoever it belongs to. Stateless; key <see cref="Keys.Invoker"/>. System only.</summary>
[Alias("jobs.hookDoor")]
public interface IHookDoorGrain : IGrainWithStringKey
{
    /// <summary>Takes a delivery: it is promised to its function before this answers. The same delivery again has the same answer and is done once.</summary>
    [Alias("receive")] Task<Answer<HookReceipt>> Receive(Caller caller, Secret token, HookKnock knock);
}

/// <summary>What came to a webhook.</summary>
[GenerateSerializer, Immutable, Alias("jobs.knock")]
public sealed record HookKnock
{
    /// <summary>The headers <c>webhook-id</c>, <c>webhook-timestamp</c> and <c>webhook-signature</c>, as they came.</summary>
    [Id(0)] public string Id { get; init; } = "";
    [Id(1)] public string Timestamp { get; init; } = "";
    [Id(2)] public string Signature { get; init; } = "";
    /// <summary>The body: JSON, byte for byte.</summary>
    [Id(3)] public required Immutable<byte[]> Body { get; init; }
}

/// <summary>What became of a delivery.</summary>
[GenerateSerializer, Immutable, Alias("jobs.hookReceipt")]
public sealed record HookReceipt
{
    /// <summary>The operation id of the call: <c>GET /api/v1/operations/{key}</c> tells its end.</summary>
    [Id(0)] public required string Operation { get; init; }
    /// <summary>True when this delivery was taken before.</summary>
    [Id(1)] public bool Replayed { get; init; }
}

/// <summary>A function that can have a webhook.</summary>
[GenerateSerializer, Immutable, Alias("jobs.hookFacts")]
public sealed record HookFacts
{
    [Id(0)] public required string Function { get; init; }
    /// <summary>Its label in every language of the app.</summary>
    [Id(1)] public IReadOnlyDictionary<string, string> Name { get; init; } = new Dictionary<string, string>();
    /// <summary>When its webhook was made, or null when it has none.</summary>
    [Id(2)] public DateTimeOffset? MadeAt { get; init; }
    /// <summary>Who made it.</summary>
    [Id(3)] public string MadeBy { get; init; } = "";
}

/// <summary>A fresh webhook. This is the only time that its address and its secret are told.</summary>
[GenerateSerializer, Immutable, Alias("jobs.hookMade")]
public sealed record HookMade
{
    [Id(0)] public required string Function { get; init; }
    /// <summary><c>/hooks/{token}</c> on this host.</summary>
    [Id(1)] public required string Path { get; init; }
    /// <summary>What deliveries are signed with.</summary>
    [Id(2)] public required string Secret { get; init; }
}

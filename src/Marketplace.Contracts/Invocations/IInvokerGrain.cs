using Marketplace.Domain;
using Marketplace.Domain.Accounts;
using Marketplace.Domain.Invocations;
using Orleans;

namespace Marketplace.Contracts.Invocations;

/// <summary>Runs calls: stateless, holds nothing. Key <see cref="Keys.Invoker"/>.</summary>
[Alias("invocations.invoker")]
public interface IInvokerGrain : IGrainWithStringKey
{
    /// <summary>Runs one function of one of the caller's installs to a committed end. A platform refusal (400, 401, 402, 403, 404,
    /// 409, 429, 5xx) is the answer's refusal; what the app refused or a limit stopped is in the receipt, with its cost.</summary>
    [Alias("invoke")] Task<Answer<InvokeReceipt>> Invoke(Caller caller, InvokeOrder order);

    /// <summary>The firm's invocations of one app, newest first.</summary>
    [Alias("log")] Task<Answer<InvocationPage>> Log(Caller caller, string app, string function, string after, int limit);
}

/// <summary>One call that someone asks for.</summary>
[GenerateSerializer, Immutable, Alias("invocations.order")]
public sealed record InvokeOrder
{
    [Id(0)] public required string App { get; init; }
    [Id(1)] public required string Function { get; init; }
    /// <summary>UTF-8 JSON.</summary>
    [Id(2)] public required byte[] Input { get; init; }
    [Id(3)] public bool DryRun { get; init; }
    /// <summary>A second person's <c>badge:pin</c>, or empty.</summary>
    [Id(4)] public Secret SecondSignature { get; init; } = Secret.None;
    /// <summary>The caller named the operation itself and may repeat it: even a read-only call is then stored before it is answered.</summary>
    [Id(5)] public bool Repeatable { get; init; }
    /// <summary>What the host calls it for (<see cref="Domain.Jobs.Causes"/>), or empty when somebody waits for the answer.</summary>
    [Id(6)] public string Cause { get; init; } = "";
    /// <summary>The job that this call is a step of, or empty.</summary>
    [Id(7)] public string Job { get; init; } = "";
}

/// <summary>How a call ended.</summary>
[GenerateSerializer, Immutable, Alias("invocations.receipt")]
public sealed record InvokeReceipt
{
    [Id(0)] public required string Invocation { get; init; }
    /// <summary>UTF-8 JSON; empty when refused.</summary>
    [Id(1)] public byte[] Result { get; init; } = [];
    /// <summary>The app's refusal, a limit, or <c>app.threw</c>; null when completed.</summary>
    [Id(2)] public Refusal? Refused { get; init; }
    [Id(3)] public Cost Cost { get; init; } = new();
    [Id(4)] public Meter Meter { get; init; } = new();
    [Id(5)] public bool DryRun { get; init; }
    /// <summary>The operation id, minted by the host when the caller sent none.</summary>
    [Id(6)] public string Operation { get; init; } = "";
    /// <summary>True when this answer was stored by an earlier request of the same operation.</summary>
    [Id(7)] public bool Replayed { get; init; }
    [Id(8)] public IReadOnlyList<string> Logs { get; init; } = [];
}

/// <summary>A page of the invocation log.</summary>
[GenerateSerializer, Immutable, Alias("invocations.page")]
public sealed record InvocationPage
{
    [Id(0)] public required IReadOnlyList<InvocationFacts> Invocations { get; init; }
    [Id(1)] public string Next { get; init; } = "";
}

/// <summary>One line of the log.</summary>
[GenerateSerializer, Immutable, Alias("invocations.facts")]
public sealed record InvocationFacts
{
    [Id(0)] public required string Invocation { get; init; }
    [Id(1)] public required string App { get; init; }
    [Id(2)] public required string Function { get; init; }
    [Id(3)] public required DateTimeOffset At { get; init; }
    [Id(4)] public required string Actor { get; init; }
    [Id(5)] public string ActorName { get; init; } = "";
    /// <summary><c>completed</c>, <c>refused</c>, <c>failed</c>.</summary>
    [Id(6)] public required string Outcome { get; init; }
    [Id(7)] public string Code { get; init; } = "";
    /// <summary>Input and result as UTF-8 JSON, each kept up to 4 KB (empty beyond).</summary>
    [Id(8)] public byte[] Input { get; init; } = [];
    [Id(9)] public byte[] Result { get; init; } = [];
    [Id(10)] public Cost Cost { get; init; } = new();
    [Id(11)] public Meter Meter { get; init; } = new();
    [Id(12)] public string Version { get; init; } = "";
}

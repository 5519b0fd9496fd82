using System.Text.Json;

namespace Marketplace.Api.Invocations;

/// <summary>The shape of a function's answer, for the OpenAPI page; the route itself writes bytes.</summary>
internal sealed record FunctionAnswer
{
    /// <summary>Whatever the function returned.</summary>
    public JsonElement Result { get; init; }
    public required string Invocation { get; init; }
    public required CostBody Cost { get; init; }
    public bool? DryRun { get; init; }
}

/// <summary>What a call cost, in integer micro-yuan.</summary>
internal sealed record CostBody
{
    public long Total { get; init; }
    public long Platform { get; init; }
    public long Publisher { get; init; }
    public long Resources { get; init; }
    public string Currency { get; init; } = "CNY";
}

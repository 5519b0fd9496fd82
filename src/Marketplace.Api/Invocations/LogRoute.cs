using System.Text.Json;
using Marketplace.Api.Http;
using Marketplace.Contracts.Invocations;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;

namespace Marketplace.Api.Invocations;

/// <summary>The firm's invocations of one app.</summary>
internal static class LogRoute
{
    public static async Task<Answer<InvocationLog>> List(Exchange x)
    {
        if (x.FirmNeeded is { } no) return no;
        if (x.App is not { } app) return Exchange.Nothing("install");
        if (x.Number("limit", 50, 200) is not { } limit) return Commands.Invalid("?limit", "range", "a whole number from 1 to 200");
        var page = await x.Grains.GetGrain<IInvokerGrain>(Keys.Invoker()).Log(x.Caller, app, x.Query("function"), x.Query("after"), limit);
        return page.Refusal is { } refused ? refused : InvocationLog.Of(page.Must());
    }
}

/// <summary>A page of the log.</summary>
internal sealed record InvocationLog(IReadOnlyList<InvocationLine> Invocations, string Next)
{
    public static InvocationLog Of(InvocationPage page) => new([.. page.Invocations.Select(InvocationLine.Of)], page.Next);
}

/// <summary>One call as the firm sees it; input and result are JSON, left out when they were too long to keep.</summary>
internal sealed record InvocationLine
{
    public required string Invocation { get; init; }
    public required string App { get; init; }
    public required string Version { get; init; }
    public required string Function { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Actor { get; init; }
    public required string ActorName { get; init; }
    public required string Outcome { get; init; }
    public required string Code { get; init; }
    public required JsonElement? Input { get; init; }
    public required JsonElement? Result { get; init; }
    public required CostBody Cost { get; init; }
    public required Meter Meter { get; init; }

    public static InvocationLine Of(InvocationFacts facts) => new()
    {
        Invocation = facts.Invocation, App = facts.App, Version = facts.Version, Function = facts.Function, At = facts.At,
        Actor = facts.Actor, ActorName = facts.ActorName, Outcome = facts.Outcome, Code = facts.Code,
        Input = Element(facts.Input), Result = Element(facts.Result), Meter = facts.Meter,
        Cost = new CostBody
        {
            Total = facts.Cost.Total, Platform = facts.Cost.Platform, Publisher = facts.Cost.Publisher, Resources = facts.Cost.Resources,
        },
    };

    private static JsonElement? Element(byte[] utf8)
    {
        if (utf8.Length == 0) return null;
        using var document = JsonDocument.Parse(utf8);
        return document.RootElement.Clone();
    }
}

using System.Diagnostics;
using Marketplace.Contracts.Invocations;
using Marketplace.Domain;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Marketplace.Grains;

/// <summary>One trace runs from HTTP through every grain to whoever receives a message: the caller carries it from grain to grain, and
/// nothing else does. Log lines written meanwhile say for which firm, actor and operation; they never hold a field's value.</summary>
internal sealed class TraceFilter(TimeProvider time, ILogger<TraceFilter> log) : IIncomingGrainCallFilter, IOutgoingGrainCallFilter
{
    /// <inheritdoc />
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (CallerOf(context) is not { } caller)
        {
            await context.Invoke();
            return;
        }
        var order = context.Request.GetArgumentCount() > 1 ? context.Request.GetArgument(1) as InvokeOrder : null;
        using var scope = log.BeginScope(new LogScope(("tenant", caller.Tenant), ("actor", caller.Actor), ("operation", caller.Operation),
            ("install", order is null ? "" : $"{caller.Tenant}/{order.App}"), ("function", order?.Function ?? "")));
        var began = time.GetTimestamp();
        using var span = GrainTelemetry.Begin(context, caller);
        try
        {
            await context.Invoke();
            if (context is { Grain: IInvokerGrain, Result: Answer<InvokeReceipt> answer }) GrainTelemetry.Called(answer, time.GetElapsedTime(began));
        }
        catch (Exception broken)
        {
            span?.SetStatus(ActivityStatusCode.Error, broken.GetType().Name);
            throw;
        }
    }

    /// <inheritdoc />
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (Activity.Current is { IsAllDataRequested: true, Id: { } id } && CallerOf(context) is { } caller && caller.TraceParent != id)
            context.Request.SetArgument(0, caller with { TraceParent = id });
        return context.Invoke();
    }

    private static Caller? CallerOf(IGrainCallContext context) =>
        context.Request.GetArgumentCount() > 0 ? context.Request.GetArgument(0) as Caller : null;
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Meter = System.Diagnostics.Metrics.Meter;
using System.Reflection;
using Marketplace.Contracts.Invocations;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Orleans;

namespace Marketplace.Grains;

/// <summary>Spans of grain calls, and the meters an operator looks at first: calls by how they ended, and how long they took.</summary>
internal static class GrainTelemetry
{
    /// <summary>The name under which spans and meters are collected.</summary>
    public const string Name = "Marketplace.Grains";

    private static readonly ActivitySource source = new(Name);
    private static readonly Meter meter = new(Name);
    private static readonly Counter<long> calls = meter.CreateCounter<long>("marketplace.calls", "{call}",
        "Calls of app functions, by outcome (completed, refused, failed, turned away) and refusal code.");
    private static readonly Histogram<double> durations = meter.CreateHistogram("marketplace.call.duration", "s",
        "From the order to its committed answer.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
    private static readonly ConcurrentDictionary<MethodInfo, string> names = new();

    /// <summary>A span over a grain's work for this caller.</summary>
    public static Activity? Begin(IGrainCallContext context, Caller caller)
    {
        if (!source.HasListeners() || context.InterfaceMethod is not { } method) return null;
        ActivityContext.TryParse(caller.TraceParent, null, isRemote: true, out var parent);
        return source.StartActivity(names.GetOrAdd(method, static m => $"{m.DeclaringType?.Name[1..]}.{m.Name}"), ActivityKind.Server, parent)?
            .SetTag("marketplace.grain", context.TargetId.ToString()).SetTag("marketplace.tenant", caller.Tenant)
            .SetTag("marketplace.operation", caller.Operation);
    }

    /// <summary>A span over a message's delivery, in the trace of the call that sent it.</summary>
    public static Activity? Delivering(string kind, string trace)
    {
        ActivityContext.TryParse(trace, null, isRemote: true, out var parent);
        return source.StartActivity($"deliver.{kind}", ActivityKind.Consumer, parent);
    }

    /// <summary>A span over the wait of one call for its link of the install's chain.</summary>
    public static Activity? Committing() => source.StartActivity("install.commit");

    /// <summary>A span over the commit of a part of an install's chain: in the trace of the first call, linked to the others'.</summary>
    public static Activity? Chain(IEnumerable<ActivityContext> calls)
    {
        if (!source.HasListeners()) return null;
        List<ActivityContext> traced = [.. calls.Where(static one => one != default)];
        return traced.Count == 0 ? null
            : source.StartActivity("install.chain", ActivityKind.Internal, traced[0], links: traced.Skip(1).Select(static one => new ActivityLink(one)));
    }

    /// <summary>A call came to its end.</summary>
    public static void Called(Answer<InvokeReceipt> answer, TimeSpan took)
    {
        var (outcome, code) = answer.Refusal is { } no ? ("turnedAway", no.Code)
            : answer.Must().Refused is not { } refused ? ("completed", "")
            : (refused.Code.StartsWith("limit.", StringComparison.Ordinal) ? "failed" : "refused", Codes.Status.ContainsKey(refused.Code) ? refused.Code : "app");
        calls.Add(1, new("outcome", outcome), new("code", code));
        durations.Record(took.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));
    }
}

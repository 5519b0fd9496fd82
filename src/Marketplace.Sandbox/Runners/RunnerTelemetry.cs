using System.Diagnostics;
using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Runners;

/// <summary>What the pool tells of its work. The runner itself knows of no trace: it has no way out but its socket, so its share of a
/// trace is the span of the host that waits for it, with the meter that it came back with.</summary>
internal static class RunnerTelemetry
{
    /// <summary>The name under which spans and meters are collected.</summary>
    public const string Name = "Marketplace.Sandbox";

    private static readonly ActivitySource source = new(Name);

    /// <summary>A span over a call's stay in the runners, its wait for a place and runs after deaths included.</summary>
    public static Activity? Calling(string digest, Call call) => source.StartActivity("runner.call")?
        .SetTag("marketplace.app", call.App).SetTag("marketplace.function", call.Function).SetTag("marketplace.digest", digest)
        .SetTag("marketplace.invocation", call.Invocation);

    /// <summary>A span over one answer to a running script.</summary>
    public static Activity? Answering(string op, ActivityContext trace) =>
        trace == default ? null : source.StartActivity($"host.{op}", ActivityKind.Internal, trace);

    /// <summary>How the call ended and what it used.</summary>
    public static void Ended(Activity? span, Outcome outcome) => span?
        .SetTag("marketplace.verdict", outcome.Verdict.ToString()).SetTag("marketplace.cpu_ns", outcome.Meter.CpuNs)
        .SetTag("marketplace.statements", outcome.Meter.Statements).SetTag("marketplace.reads", outcome.Meter.Reads);

    /// <summary>The meters of one pool, until it is disposed of.</summary>
    public static IDisposable Meter(Func<RunnerPoolStats> stats)
    {
        var meter = new System.Diagnostics.Metrics.Meter(Name);
        meter.CreateObservableCounter("marketplace.runner.calls", () => stats().Calls, "{call}", "Calls that ended.");
        meter.CreateObservableCounter("marketplace.runner.deaths", () => stats().Deaths, "{process}", "Runner processes that ended under the pool, whoever ended them.");
        meter.CreateObservableCounter("marketplace.runner.kills", () => stats().Kills, "{process}", "Runner processes that the watchdog killed.");
        meter.CreateObservableCounter("marketplace.runner.retries", () => stats().Retries, "{call}", "Calls that ran again because their runner had died.");
        meter.CreateObservableGauge("marketplace.runner.running", () => stats().InFlight, "{call}", "Calls on a runner now.");
        meter.CreateObservableGauge("marketplace.runner.waiting", () => stats().Waiting, "{call}", "Calls that wait for a place on a runner.");
        meter.CreateObservableGauge("marketplace.runner.quarantined", () => stats().Quarantined, "{release}", "Releases that no runner of this silo takes any more.");
        return meter;
    }
}

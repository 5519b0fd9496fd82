using Microsoft.Extensions.Logging;

namespace Marketplace.Sandbox.Runners;

/// <summary>What the pool logs: digests and process ids, never a value.</summary>
internal static partial class RunnerLog
{
    [LoggerMessage(4101, LogLevel.Warning, "Runner {ProcessId} ended; the standby takes its place")]
    public static partial void RunnerDied(this ILogger log, int processId);

    [LoggerMessage(4102, LogLevel.Warning, "Runner {ProcessId} cannot stop {Subject}; it takes no more calls and is killed")]
    public static partial void RunnerStuck(this ILogger log, int processId, string subject);

    [LoggerMessage(4103, LogLevel.Error, "Release {Digest} ended its runner alone in {Function}; strike {Count}")]
    public static partial void Strike(this ILogger log, string digest, string function, int count);

    [LoggerMessage(4104, LogLevel.Error, "The standby runner did not start")]
    public static partial void StandbyFailed(this ILogger log, Exception failed);

    [LoggerMessage(4105, LogLevel.Warning, "Runner {ProcessId} has been silent for {SilentMs} ms; it is killed")]
    public static partial void RunnerSilent(this ILogger log, int processId, long silentMs);

    [LoggerMessage(4106, LogLevel.Error, "No runner could take a call")]
    public static partial void NoRunner(this ILogger log, Exception failed);

    [LoggerMessage(4108, LogLevel.Warning, "A stranger connected to the socket of runner {ProcessId} and was turned away")]
    public static partial void Stranger(this ILogger log, int processId);

    [LoggerMessage(4107, LogLevel.Error, "The host could not answer {Op}")]
    public static partial void BrokerFailed(this ILogger log, Exception failed, string op);
}

using System.Collections.Concurrent;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Runners;

/// <summary>Releases that ended a runner while they were alone in it. Twice, and no runner takes them any more.</summary>
internal sealed class Strikes
{
    private const int Most = 2;
    private readonly ConcurrentDictionary<string, int> taken = new(StringComparer.Ordinal);

    /// <summary>How many releases are out.</summary>
    public int Quarantined => taken.Count(s => s.Value >= Most);

    /// <summary>One more for a release; says how many it has.</summary>
    public int Add(string digest) => taken.AddOrUpdate(digest, 1, static (_, known) => known + 1);

    /// <summary>Whether no runner takes the release any more.</summary>
    public bool IsOut(string digest) => taken.GetValueOrDefault(digest) >= Most;
}

/// <summary>How calls end that no runner could end.</summary>
internal static class Endings
{
    public static Outcome Quarantined(Call call) => new()
    {
        Verdict = Verdict.NotAdmitted,
        Refusal = Refusal.Of(Codes.AppQuarantined, ("app", call.App), ("function", call.Function), ("why", "it ended its runner process twice")),
    };

    public static Outcome Lethal(Call call) => new()
    {
        Verdict = Verdict.Deadline,
        Refusal = Refusal.Of(Codes.LimitDeadline, ("app", call.App), ("function", call.Function), ("why", "it ended its runner process")),
    };

    /// <summary>No runner could be started, or too many died under this innocent call.</summary>
    public static Outcome NoRunner() => new() { Verdict = Verdict.HostFault, Refusal = Refusal.Of(Codes.HostFault, ("why", "no runner")) };
}

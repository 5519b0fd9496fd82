using System.Collections.Concurrent;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Runners;

/// <summary>Releases under suspicion. A runner that named a release as the reason of its end sends all its calls to a runner of their own;
/// a release that ended a runner while it was alone in it has a strike. Twice, and no runner takes it any more.</summary>
internal sealed class Strikes
{
    private const int Most = 2;
    private readonly ConcurrentDictionary<string, int> taken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> named = new(StringComparer.Ordinal);

    /// <summary>How many releases are out.</summary>
    public int Quarantined => taken.Count(s => s.Value >= Most);

    /// <summary>One more for a release; says how many it has.</summary>
    public int Add(string digest) => taken.AddOrUpdate(digest, 1, static (_, known) => known + 1);

    /// <summary>Its calls run alone from now on.</summary>
    public void Name(string digest) => named[digest] = true;

    /// <summary>Whether its calls run alone.</summary>
    public bool IsNamed(string digest) => named.ContainsKey(digest);

    /// <summary>It was alone in a runner and did no harm: it may go back to the others, unless it has a strike.</summary>
    public void Clear(string digest)
    {
        if (!taken.ContainsKey(digest)) named.TryRemove(digest, out _);
    }

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

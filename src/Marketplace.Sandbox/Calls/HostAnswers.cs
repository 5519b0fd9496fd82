using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Sandbox.Budgets;
using Marketplace.Sandbox.Crossing;

namespace Marketplace.Sandbox.Calls;

/// <summary>What comes back from the host, and what it means when nothing does.</summary>
internal static class HostAnswers
{
    /// <summary>The answer, or a refusal when it is larger than may cross.</summary>
    public static HostAnswer Bounded(HostAnswer answer) =>
        answer.Refusal is null && JsonBounds.Check(answer.Json) is { } wrong ? HostAnswer.No(wrong) : answer;

    /// <summary>The broker threw. Its text stays in the host; the call is not billed.</summary>
    public static Outcome Fault() => new() { Verdict = Verdict.HostFault, Refusal = Refusal.Of(Codes.HostFault) };

    /// <summary>The broker did not answer in time.</summary>
    public static Outcome Late() => new()
    {
        Verdict = Verdict.Deadline,
        Refusal = Refusal.Of(Codes.LimitDeadline, ("most", (long)Ceilings.Parked.TotalSeconds), ("unit", "s")),
    };
}

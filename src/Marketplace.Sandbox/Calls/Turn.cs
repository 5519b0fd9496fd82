using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Calls;

/// <summary>How a turn ended: with the call's outcome, or with questions to the host.</summary>
internal sealed record Turn(Outcome? Outcome, IReadOnlyList<HostQuestion> Questions)
{
    public static Turn End(Outcome outcome) => new(outcome, []);

    public static Turn Wait(IReadOnlyList<HostQuestion> questions) => new(null, questions);
}

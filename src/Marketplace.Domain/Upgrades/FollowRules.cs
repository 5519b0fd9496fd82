namespace Marketplace.Domain.Upgrades;

/// <summary>What an install that follows does about a version that it is offered.</summary>
public enum FollowStep
{
    /// <summary>Nothing: somebody has to read it.</summary>
    Leave,
    /// <summary>Try it first on the firm's own calls.</summary>
    Rehearse,
    /// <summary>Take it.</summary>
    Take,
}

/// <summary>How a version was found in a rehearsal.</summary>
/// <param name="IsDone">It has come to its end.</param>
/// <param name="Refused">Calls that it newly refuses.</param>
/// <param name="Failing">Calls that newly fail.</param>
public sealed record FoundInRehearsal(bool IsDone, int Refused, int Failing);

/// <summary>Decides for an install that follows. It takes what nobody has to agree to and what turns no call away that was answered before.</summary>
public static class FollowRules
{
    /// <summary>The step.</summary>
    /// <param name="step"><c>major minor patch</c>.</param>
    /// <param name="needsAPerson">It asks for consent, carries records over, or cannot be taken from the version in use.</param>
    /// <param name="rehearsal">What is known of it, or null.</param>
    public static FollowStep Decide(string step, bool needsAPerson, FoundInRehearsal? rehearsal)
    {
        if (step is not ("minor" or "patch") || needsAPerson) return FollowStep.Leave;
        if (rehearsal is not { IsDone: true }) return FollowStep.Rehearse;
        return rehearsal.Refused + rehearsal.Failing > 0 ? FollowStep.Leave : FollowStep.Take;
    }
}

namespace Marketplace.Domain.Jobs;

/// <summary>What becomes of a call that the host owes, once it was tried.</summary>
public enum Fate
{
    /// <summary>It happened, or nobody wants it any more.</summary>
    Done,

    /// <summary>A fault of ours or a lost race: again soon, and given up after ten tries.</summary>
    Again,

    /// <summary>The install is paused: later, for as long as that takes. It is no failure and is not counted as one.</summary>
    Wait,

    /// <summary>No further try could end differently: a dead letter at once.</summary>
    Dead,
}

/// <summary>Which outcomes are final. A call that ran, whatever the app said, is done and in the log; the rest is decided here by its code.</summary>
public static class DeliveryRules
{
    private static readonly TimeSpan shortest = TimeSpan.FromMinutes(10), longest = TimeSpan.FromHours(2);

    /// <summary>How long a call waits before it asks again whether its install is paused: a quarter of what it has waited, 10 minutes to 2 hours,
    /// so that many that wait for long cost little. A raised cap or the end of the pause asks at once.</summary>
    /// <param name="waited">Since it was promised.</param>
    public static TimeSpan Pause(TimeSpan waited) => waited / 4 is var quarter && quarter < shortest ? shortest : quarter > longest ? longest : quarter;

    /// <summary>Codes by which an install says that it is paused: by its cap, its firm, its operator.</summary>
    public static readonly IReadOnlyList<string> Paused = [Codes.CapReached, Codes.ConflictState, Codes.AppSuspended];

    /// <summary>The fate of a call that was refused before it ran, or whose commit was.</summary>
    /// <param name="cause">A word of <see cref="Causes"/>, or empty.</param>
    /// <param name="code">The refusal's code.</param>
    public static Fate After(string cause, string code)
    {
        // Whoever left and came back wants no farewell any more; one that cannot be said is noted and keeps nobody.
        if (cause == Causes.Uninstall && Paused.Contains(code)) return code == Codes.ConflictState ? Fate.Done : Fate.Dead;
        // What the clock starts is not caught up with: a paused app's hours pass, and the next one comes by itself.
        if (Paused.Contains(code)) return cause == Causes.Schedule ? Fate.Done : Fate.Wait;
        if (code is Codes.ConflictHead or Codes.OperationInFlight or Codes.ConflictVersion || Codes.StatusOf(code) is 429 or >= 500) return Fate.Again;
        return Fate.Dead;
    }
}

using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations.Recordings;
using Marketplace.Domain.Metering;

namespace Marketplace.Domain.Upgrades.Rehearsals;

/// <summary>Judges what became of recorded calls on a version that a firm thinks of taking, and adds it up. A fault of ours, and an end that a
/// machine's own limit made, say nothing of the version.</summary>
public static class RehearsalRules
{
    /// <summary>The same result and effects; another one; refused now; failing now; it cannot be told.</summary>
    public const string Same = "same", Changed = "changed", Refused = "refused", Failing = "failing", Untold = "untold";

    /// <summary>Newest calls of each function that are run, and calls in all.</summary>
    public const int EachFunction = 100, MostCalls = 1_000;

    /// <summary>Differences that one call and the whole report tell.</summary>
    public const int DifferencesEach = 12, DifferencesInAll = 300;

    /// <summary>The time of running after which a rehearsal ends with what it has.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private static readonly string[] worstFirst = [Failing, Refused, Changed, Untold, Same];

    /// <summary>What became of a call.</summary>
    public static string Judge(ReplayReport report)
    {
        if (report.Verdict == ReplayReport.Gone) return Failing;
        if (report.Replayed is not { } after || report.NotHeld.Count > 0 || IsOurs(after.Refusal) || IsOfTheMachine(report.Recorded.Refusal)) return Untold;
        if (after.Outcome == "failed" && report.Recorded.Outcome != "failed") return Failing;
        if (after.Outcome == "refused" && report.Recorded.Outcome == "completed") return Refused;
        return report.Differences.Any(static one => IsTold(one.Part)) ? Changed : Same;
    }

    /// <summary>Whether a call should be run once more before it is judged: a clock or a limit of this machine may have ended it.</summary>
    public static bool IsDoubtful(ReplayReport report) => IsOurs(report.Replayed?.Refusal) || IsOfTheMachine(report.Replayed?.Refusal);

    /// <summary>The report with one call more.</summary>
    /// <param name="report">What was found before.</param>
    /// <param name="call">The call.</param>
    /// <param name="at">When it was called.</param>
    /// <param name="untold">Why it could not be told although it ran; null otherwise.</param>
    public static RehearsalReport With(RehearsalReport report, ReplayReport call, DateTimeOffset at, Refusal? untold)
    {
        var verdict = untold is null ? Judge(call) : Untold;
        var was = report.Functions.FirstOrDefault(one => one.Function == call.Function) ?? new RehearsedFunction { Function = call.Function };
        var next = was with
        {
            Same = was.Same + (verdict == Same ? 1 : 0),
            Changed = was.Changed + (verdict == Changed ? 1 : 0),
            Refused = was.Refused + (verdict == Refused ? 1 : 0),
            Failing = was.Failing + (verdict == Failing ? 1 : 0),
            Untold = was.Untold + (verdict == Untold ? 1 : 0),
            OnToday = was.OnToday + (call.Fresh > 0 ? 1 : 0),
            OnOtherEffects = was.OnOtherEffects + (call.OnOtherEffects > 0 ? 1 : 0),
        };
        if (verdict != Untold && call.Replayed is { } after && Ran(after) && Ran(call.Recorded))
            next = next with { CostBefore = [.. was.CostBefore, call.Recorded.Cost.Total], CostAfter = [.. was.CostAfter, after.Cost.Total] };
        if (verdict != Same)
            next = next with
            {
                Cases = [.. was.Cases.Append(Case(call, verdict, untold, Room(report)) with { At = at }).OrderBy(static one => Array.IndexOf(worstFirst, one.Verdict)).ThenBy(static one => one.Invocation, StringComparer.Ordinal)],
            };
        return report with { Functions = [.. report.Functions.Where(one => one.Function != call.Function).Append(next).OrderBy(static one => one.Function, StringComparer.Ordinal)] };
    }

    /// <summary>The publisher's price of a recorded call on the other version: what the firm's plan asks there. A call in the trial, of which nothing was
    /// asked, stays one.</summary>
    /// <param name="head">The terms of the call.</param>
    /// <param name="was">The plan on the version that was recorded.</param>
    /// <param name="plan">The plan on the other.</param>
    public static CallPrice Price(RecordedHead head, PlanSpec? was, PlanSpec? plan)
    {
        var inTrial = head.Price == 0 && was is { Kind: PlanKinds.Call or PlanKinds.Result, Price: > 0 };
        return inTrial || plan is not { Kind: PlanKinds.Call or PlanKinds.Result } ? CallPrice.None : new(plan.Price, plan.Kind == PlanKinds.Result);
    }

    /// <summary>Median and total of what calls cost before and after; null when none ran both times.</summary>
    public static RehearsedCost? Cost(IEnumerable<RehearsedFunction> functions)
    {
        List<long> before = [.. functions.SelectMany(static one => one.CostBefore)], after = [.. functions.SelectMany(static one => one.CostAfter)];
        return before.Count == 0 ? null : new RehearsedCost(Median(before), Median(after), before.Sum(), after.Sum());
    }

    /// <summary>The middle one of a list, the lower of the two in the middle.</summary>
    public static long Median(IReadOnlyList<long> costs) => costs.Order().ElementAt((costs.Count - 1) / 2);

    private static RehearsedCall Case(ReplayReport call, string verdict, Refusal? untold, int room) => new()
    {
        Invocation = call.Invocation, Verdict = verdict, IsOnToday = call.Fresh > 0,
        Why = verdict == Changed ? null : untold ?? Why(call),
        Differences = [.. call.Differences.Where(static one => IsTold(one.Part)).Take(Math.Min(DifferencesEach, room))],
    };

    private static Refusal? Why(ReplayReport call) =>
        call.Verdict == ReplayReport.Gone ? Refusal.Of(Codes.FunctionUnknown, ("function", call.Function), ("app", call.App))
        : call.NotHeld.Count > 0 ? Refusal.Of(Codes.ReplayNotHeld, ("question", call.NotHeld[0].Op))
        : IsOfTheMachine(call.Recorded.Refusal) ? call.Recorded.Refusal : call.Replayed?.Refusal;

    private static int Room(RehearsalReport report) => Math.Max(0, DifferencesInAll - report.Functions.Sum(static one => one.Cases.Sum(static each => each.Differences.Count)));

    private static bool IsTold(string part) => part is "outcome" or "result" or "effects";

    /// <summary>A call that was turned away at the door has run no statement and is no measure of cost.</summary>
    private static bool Ran(ReplayEnd end) => end.Meter.Statements > 0;

    private static bool IsOurs(Refusal? why) => why?.Code is Codes.HostFault or Codes.LimitDeadline or Codes.Unavailable;

    private static bool IsOfTheMachine(Refusal? why) => why?.Code is Codes.LimitCpu or Codes.LimitMemory or Codes.LimitDepth or Codes.LimitRegex || IsOurs(why);
}

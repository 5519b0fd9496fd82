namespace Marketplace.Domain.Solving;

/// <summary>What a roster must be before anybody works on it.</summary>
internal static class RosterRequestRules
{
    /// <summary>Days, people, shifts, and names of needs at most.</summary>
    public const int MostDays = 62, MostWorkers = 200, MostShifts = 3000;

    private const long Largest = 1_000_000_000;

    /// <summary>What is wrong.</summary>
    public static IEnumerable<SolverRefusal> Faults(RosterProblem problem)
    {
        if (Gap(problem.Shifts) || Gap(problem.Workers) || problem.Shifts.Any(static one => Gap(one.Needs))
            || problem.Workers.Any(static one => Gap(one.Has) || Gap(one.Dislikes)))
        {
            yield return new("roster", "null where there must be something");
            yield break;
        }
        if (problem.Days is < 1 or > MostDays) yield return new("roster.days", $"1 to {MostDays}");
        if (problem.FirstWeekday is < 0 or > 6) yield return new("roster.firstWeekday", "0 to 6");
        if (problem.Shifts.Count is 0 or > MostShifts) yield return new("roster.shifts", $"1 to {MostShifts}");
        if (problem.Workers.Count is 0 or > MostWorkers) yield return new("roster.workers", $"1 to {MostWorkers}");
        for (var at = 0; at < problem.Shifts.Count; at++)
            if (Fault(problem.Shifts[at], problem.Days) is { } fault) yield return new($"roster.shifts[{at}]", fault);
        for (var at = 0; at < problem.Workers.Count; at++)
            if (problem.Workers[at] is var worker && (worker.OvertimeLeft is < 0 or > 100_000 || !IsPrice(worker.DislikePrice))) yield return new($"roster.workers[{at}]", "overtime and price from 0");
        if (problem.Limits is not { Day: >= 0 and <= 1440, OvertimeDay: >= 0 and <= 1440, Week: >= 0 and <= 10_080, RestDays: >= 0 and <= 7, Between: >= 0 and <= 2880 })
            yield return new("roster.limits", "minutes of a day, a week and between shifts, and 0 to 7 days");
        if (!IsPrice(problem.HourSpread) || !IsPrice(problem.HardSpread)) yield return new("roster", "prices from 0");
        if (HasDoubles(problem.Shifts.Select(static one => one.Id))) yield return new("roster.shifts", "each id once");
        if (HasDoubles(problem.Workers.Select(static one => one.Id))) yield return new("roster.workers", "each id once");
    }

    private static string? Fault(RosterShift one, int days) =>
        one.Day < 0 || one.Day >= days ? "a day of the roster"
        : one.Start is < 0 or >= 1440 || one.Length is < 1 or > 1440 ? "begins within its day and takes at most one"
        : one.Work < 1 || one.Work > one.Length ? "work of at most its length"
        : one.People is < 1 or > RosterRequestRules.MostWorkers ? "at least one person"
        : IsPrice(one.OpenPrice) ? null : "a price from 0";

    private static bool IsPrice(long price) => price is >= 0 and <= Largest;

    private static bool Gap<T>(IReadOnlyList<T>? list) where T : class => list is null || list.Any(static item => item is null);

    private static bool HasDoubles(IEnumerable<string> names) => names.GroupBy(static name => name, StringComparer.Ordinal).Any(static group => group.Skip(1).Any());
}

using Marketplace.Domain.Solving;

namespace Marketplace.Tests.Solving;

/// <summary>Judges rosters, minute by minute where it can: it shares no code with the solver.</summary>
internal static class RosterCheck
{
    /// <summary>What is wrong with a roster.</summary>
    public static IReadOnlyList<string> Judge(RosterProblem problem, RosterPlan plan)
    {
        List<string> faults = [];
        var shifts = problem.Shifts.ToDictionary(static one => one.Id);
        if (plan.Picks.Distinct().Count() != plan.Picks.Count) faults.Add("somebody has a shift twice");
        foreach (var shift in problem.Shifts)
        {
            var places = shift.People - plan.Picks.Count(one => one.Shift == shift.Id);
            if (places < 0) faults.Add($"{shift.Id} is too full");
            if (places != plan.Open.Where(one => one.Shift == shift.Id).Sum(static one => one.Places)) faults.Add($"{shift.Id} has {places} open places and says otherwise");
        }
        foreach (var worker in problem.Workers)
            faults.AddRange(Judge(problem, worker, [.. plan.Picks.Where(one => one.Worker == worker.Id).Select(one => shifts[one.Shift])]).Select(fault => $"{worker.Id}: {fault}"));
        var cost = Cost(problem, plan.Picks);
        if (cost != plan.Cost) faults.Add($"it costs {cost} and says {plan.Cost}");
        if (plan.Bound > cost.Total) faults.Add($"the bound {plan.Bound} is above the cost {cost.Total}");
        return faults;
    }

    /// <summary>The terms of the cost, added up here.</summary>
    public static RosterCost Cost(RosterProblem problem, IReadOnlyList<RosterPick> picks)
    {
        var open = problem.Shifts.Sum(shift => shift.OpenPrice * Math.Max(0, shift.People - picks.Count(one => one.Shift == shift.Id)));
        var dislikes = problem.Workers.Sum(worker => worker.DislikePrice * picks.Count(one => one.Worker == worker.Id && worker.Dislikes.Contains(one.Shift)));
        var own = problem.Workers.Select(worker => problem.Shifts.Where(shift => picks.Contains(new RosterPick(worker.Id, shift.Id))).ToList()).ToList();
        var minutes = own.Select(static list => list.Sum(static one => one.Work)).ToList();
        var hard = own.Select(static list => list.Count(static one => one.Hard)).ToList();
        return new RosterCost(open, dislikes, problem.HourSpread * ((minutes.Max() - minutes.Min() + 59) / 60), problem.HardSpread * (hard.Max() - hard.Min()));
    }

    private static IEnumerable<string> Judge(RosterProblem problem, RosterWorker worker, List<RosterShift> own)
    {
        var limits = problem.Limits;
        var (byDay, touched, times) = (new int[problem.Days + 1], new bool[problem.Days + 2], new List<(int From, int Until)>());
        foreach (var shift in own)
        {
            if (shift.Needs.Except(worker.Has).Any()) yield return $"{shift.Id} without what it needs";
            byDay[shift.Day] += shift.Work;
            var from = shift.Day * 24 * 60 + shift.Start;
            times.Add((from, from + shift.Length));
            for (var minute = from; minute < from + shift.Length; minute++) touched[minute / (24 * 60)] = true;
        }
        foreach (var off in worker.Off) if (off >= 0 && off < touched.Length && touched[off]) yield return $"works on {off}";
        times.Sort();
        for (var i = 1; i < times.Count; i++) if (times[i].From - times[i - 1].Until < limits.Between) yield return "no rest between two shifts";
        var overtime = 0;
        var normal = new Dictionary<int, int>();
        for (var day = 0; day < byDay.Length; day++)
        {
            if (byDay[day] > limits.Day + limits.OvertimeDay) yield return $"too long on {day}";
            var extra = problem.FreeDays.Contains(day) ? byDay[day] : Math.Max(0, byDay[day] - limits.Day);
            overtime += extra;
            var week = (day + problem.FirstWeekday) / 7;
            normal[week] = normal.GetValueOrDefault(week) + byDay[day] - extra;
        }
        if (overtime > worker.OvertimeLeft) yield return $"{overtime} minutes overtime";
        foreach (var (week, sum) in normal) if (sum > limits.Week) yield return $"{sum} minutes in week {week}";
        for (var week = 0; week * 7 - problem.FirstWeekday < touched.Length; week++)
        {
            var worked = Enumerable.Range(week * 7 - problem.FirstWeekday, 7).Count(day => day >= 0 && day < touched.Length && touched[day]);
            if (worked > 7 - limits.RestDays) yield return $"no rest in week {week}";
        }
    }
}

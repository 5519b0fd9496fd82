using Google.OrTools.Sat;
using Marketplace.Domain.Solving;

namespace Marketplace.Solver.Rosters;

/// <summary>A roster as whole numbers: one for each person and shift that they may take, and the hours of the law as sums over these.</summary>
internal sealed class RosterModel
{
    private const int Minute = 1440;

    private readonly RosterProblem problem;
    private readonly BoolVar?[,] takes;
    private readonly IntVar[] open;
    private readonly IntVar hoursSpread, hardSpread;

    public RosterModel(RosterProblem problem)
    {
        this.problem = problem;
        takes = new BoolVar?[problem.Workers.Count, problem.Shifts.Count];
        open = [.. problem.Shifts.Select(shift => Model.NewIntVar(0, shift.People, ""))];
        for (var w = 0; w < problem.Workers.Count; w++)
            for (var s = 0; s < problem.Shifts.Count; s++) if (IsAble(problem.Workers[w], problem.Shifts[s])) takes[w, s] = Model.NewBoolVar("");
        for (var s = 0; s < problem.Shifts.Count; s++) Model.Add(LinearExpr.Sum([.. Of(s), open[s]]) == problem.Shifts[s].People);
        for (var w = 0; w < problem.Workers.Count; w++)
        {
            Apart(w);
            Hours(w);
        }
        hoursSpread = Spread(static _ => true, static shift => shift.Work, 60);
        hardSpread = Spread(static shift => shift.Hard, static _ => 1, 1);
        Model.Minimize(Cost());
    }

    public CpModel Model { get; } = new();

    /// <summary>The roster that a solution stands for.</summary>
    public RosterPlan Read(Func<IntVar, long> value, Func<BoolVar, bool> holds, double bound)
    {
        List<RosterPick> picks = [];
        var dislikes = 0L;
        for (var w = 0; w < problem.Workers.Count; w++)
            for (var s = 0; s < problem.Shifts.Count; s++)
            {
                if (takes[w, s] is not { } one || !holds(one)) continue;
                picks.Add(new RosterPick(problem.Workers[w].Id, problem.Shifts[s].Id));
                if (problem.Workers[w].Dislikes.Contains(problem.Shifts[s].Id)) dislikes += problem.Workers[w].DislikePrice;
            }
        List<RosterOpen> left = [];
        var price = 0L;
        for (var s = 0; s < problem.Shifts.Count; s++)
        {
            if (value(open[s]) is not (> 0 and var places)) continue;
            price += places * problem.Shifts[s].OpenPrice;
            left.Add(new RosterOpen(problem.Shifts[s].Id, (int)places, Of(s).Count()));
        }
        return new RosterPlan(picks, left, new RosterCost(price, dislikes, problem.HourSpread * value(hoursSpread), problem.HardSpread * value(hardSpread)), (long)Math.Ceiling(bound - 1e-6));
    }

    private static bool IsAble(RosterWorker worker, RosterShift shift) =>
        shift.Needs.All(need => worker.Has.Contains(need)) && !worker.Off.Any(day => Touches(shift, day));

    private static bool Touches(RosterShift shift, int day) => shift.Day == day || shift.Day + 1 == day && shift.Start + shift.Length > Minute;

    private IEnumerable<BoolVar> Of(int shift)
    {
        for (var w = 0; w < problem.Workers.Count; w++) if (takes[w, shift] is { } one) yield return one;
    }

    /// <summary>Two shifts of one person do not overlap, and there is rest between them.</summary>
    private void Apart(int w)
    {
        var own = Enumerable.Range(0, problem.Shifts.Count).Where(s => takes[w, s] is not null).OrderBy(Begin).ToList();
        for (var i = 0; i < own.Count; i++)
            for (var j = i + 1; j < own.Count && Begin(own[j]) < End(own[i]) + problem.Limits.Between; j++)
                Model.AddAtMostOne([takes[w, own[i]]!, takes[w, own[j]]!]);

        int Begin(int s) => problem.Shifts[s].Day * Minute + problem.Shifts[s].Start;

        int End(int s) => Begin(s) + problem.Shifts[s].Length;
    }

    private void Hours(int w)
    {
        var (limits, overtime, normal) = (problem.Limits, new List<LinearExpr>(), new List<LinearExpr>[problem.Days / 7 + 2]);
        List<BoolVar>[] worked = [.. normal.Select(static _ => new List<BoolVar>())];
        for (var week = 0; week < normal.Length; week++) normal[week] = [];
        var last = problem.Shifts.Any(shift => Touches(shift, problem.Days)) ? problem.Days : problem.Days - 1;
        for (var day = 0; day <= last; day++)
        {
            var week = (day + problem.FirstWeekday) / 7;
            Touched(w, day, worked[week]);
            var today = Enumerable.Range(0, problem.Shifts.Count).Where(s => problem.Shifts[s].Day == day && takes[w, s] is not null).ToList();
            if (today.Count == 0) continue;
            var minutes = LinearExpr.WeightedSum(today.Select(s => takes[w, s]!), today.Select(s => (long)problem.Shifts[s].Work));
            Model.Add(minutes <= limits.Day + limits.OvertimeDay);
            if (problem.FreeDays.Contains(day))
            {
                overtime.Add(minutes);
                continue;
            }
            var beyond = Model.NewIntVar(0, limits.OvertimeDay, "");
            Model.AddMaxEquality(beyond, [minutes - limits.Day, LinearExpr.Constant(0)]);
            overtime.Add(beyond);
            normal[week].Add(minutes - beyond);
        }
        if (overtime.Count > 0) Model.Add(LinearExpr.Sum(overtime) <= problem.Workers[w].OvertimeLeft);
        for (var week = 0; week < normal.Length; week++)
        {
            if (normal[week].Count > 0) Model.Add(LinearExpr.Sum(normal[week]) <= limits.Week);
            if (worked[week].Count > 7 - limits.RestDays) Model.Add(LinearExpr.Sum(worked[week]) <= 7 - limits.RestDays);
        }
    }

    private void Touched(int w, int day, List<BoolVar> worked)
    {
        var touching = Enumerable.Range(0, problem.Shifts.Count).Where(s => takes[w, s] is not null && Touches(problem.Shifts[s], day)).ToList();
        if (touching.Count == 0) return;
        var works = Model.NewBoolVar("");
        foreach (var s in touching) Model.AddImplication(takes[w, s]!, works);
        worked.Add(works);
    }

    /// <summary>By how many units the person with most and the person with least differ, rounded up.</summary>
    private IntVar Spread(Func<RosterShift, bool> counts, Func<RosterShift, int> weight, int unit)
    {
        var counted = Enumerable.Range(0, problem.Shifts.Count).Where(s => counts(problem.Shifts[s])).ToList();
        var top = counted.Sum(s => (long)weight(problem.Shifts[s]));
        var (most, least, spread) = (Model.NewIntVar(0, top, ""), Model.NewIntVar(0, top, ""), Model.NewIntVar(0, (top + unit - 1) / unit, ""));
        for (var w = 0; w < problem.Workers.Count; w++)
        {
            var own = counted.Where(s => takes[w, s] is not null).ToList();
            var sum = own.Count == 0 ? LinearExpr.Constant(0) : LinearExpr.WeightedSum(own.Select(s => takes[w, s]!), own.Select(s => (long)weight(problem.Shifts[s])));
            Model.Add(most >= sum);
            Model.Add(least <= sum);
        }
        Model.Add(spread * unit >= most - least);
        return spread;
    }

    private LinearExpr Cost()
    {
        List<LinearExpr> terms = [hoursSpread * problem.HourSpread, hardSpread * problem.HardSpread];
        for (var s = 0; s < problem.Shifts.Count; s++) terms.Add(open[s] * problem.Shifts[s].OpenPrice);
        for (var w = 0; w < problem.Workers.Count; w++)
            for (var s = 0; s < problem.Shifts.Count; s++)
                if (takes[w, s] is { } one && problem.Workers[w].Dislikes.Contains(problem.Shifts[s].Id)) terms.Add(one * problem.Workers[w].DislikePrice);
        return LinearExpr.Sum(terms);
    }
}

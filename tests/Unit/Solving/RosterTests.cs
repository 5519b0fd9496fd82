using CsCheck;
using Marketplace.Domain.Solving;
using Marketplace.Solver;
using Marketplace.Solver.Rosters;
using Marketplace.Tests.Solving;
using Xunit;

namespace Marketplace.Tests.Unit.Solving;

/// <summary>Rosters keep to the hours of the law and cost least; small ones are tried out whole.</summary>
public sealed class RosterTests(ITestOutputHelper output)
{
    private static int Runs => Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 3_000 : 120;

    private static Gen<T> Of<T>(params T[] among) => Gen.Int[0, among.Length - 1].Select(at => among[at]);

    private static Gen<RosterShift> Shift(int days) =>
        from day in Gen.Int[0, days - 1]
        from start in Of(0, 480, 960, 1320)
        from length in Of(240, 480, 600, 720)
        from people in Gen.Int[1, 2]
        from needs in Of("", "toolSetter")
        from price in Of(40L, 100L)
        select new RosterShift { Id = "", Day = day, Start = start, Length = length, Work = length - 30, People = people, Needs = needs.Length == 0 ? [] : [needs], Hard = start == 1320, OpenPrice = price };

    private static Gen<RosterWorker> Worker(int days) =>
        from has in Gen.Bool
        from off in Gen.Int[-1, days - 1]
        from dislikes in Gen.Int[0, 5]
        from left in Of(0, 120, 2160)
        select new RosterWorker { Id = "", Has = has ? ["toolSetter"] : [], Off = off < 0 ? [] : [off], Dislikes = [$"s{dislikes}"], DislikePrice = 7, OvertimeLeft = left };

    private static Gen<RosterProblem> Any =>
        from days in Gen.Int[1, 9]
        from shifts in Shift(days).Array[1, 5]
        from workers in Worker(days).Array[1, 2]
        from weekday in Gen.Int[0, 6]
        from free in Gen.Int[-1, days - 1]
        from rest in Gen.Int[1, 5]
        from spread in Of(0L, 1L, 5L)
        select new RosterProblem
        {
            Days = days, FirstWeekday = weekday, FreeDays = free < 0 ? [] : [free], Shifts = [.. shifts.Select(static (one, at) => one with { Id = $"s{at}" })],
            Workers = [.. workers.Select(static (one, at) => one with { Id = $"w{at}" })], Limits = new RosterLimits(480, 180, 1200, rest, 660), HourSpread = spread, HardSpread = 2 * spread,
        };

    [Fact]
    public void None_is_cheaper_than_what_is_found()
    {
        var (runs, full, open, most) = (0, 0, 0, 0L);
        Any.Sample(problem =>
        {
            var plan = Solve(problem, out _);
            Assert.Empty(RosterCheck.Judge(problem, plan));
            var least = Least(problem);
            Assert.Equal(least, plan.Cost.Total);
            Assert.Equal(least, plan.Bound);
            runs++;
            if (plan.Open.Count == 0) full++; else open++;
            most = Math.Max(most, plan.Cost.Hours + plan.Cost.Hard);
        }, iter: Runs, threads: 1);
        output.WriteLine($"{runs} rosters at the least cost of all, {full} filled, {open} with open places, fairness up to {most}");
        Assert.True(full > 0 && open > 0 && most > 0);
    }

    [Fact]
    public void Two_weeks_of_three_shifts_keep_within_the_hours()
    {
        var shifts = Enumerable.Range(0, 14).SelectMany(static day => new[] { 480, 960, 0 }.Select((start, at) => new RosterShift
        {
            Id = $"d{day}-{at}", Day = day, Start = start, Length = 480, Work = 450, People = 2, Needs = at == 0 ? ["toolSetter"] : [], Hard = start == 0, OpenPrice = 100_000,
        })).ToList();
        var problem = new RosterProblem
        {
            Days = 14, FreeDays = [5, 6, 12, 13], Shifts = shifts, Limits = new RosterLimits(480, 180, 2640, 1, 660), HourSpread = 10, HardSpread = 50,
            Workers = [.. Enumerable.Range(0, 12).Select(static at => new RosterWorker { Id = $"w{at}", Has = at % 2 == 0 ? ["toolSetter"] : [], OvertimeLeft = 2160, Off = [at], Dislikes = [$"d{at}-2"], DislikePrice = 30 })],
        };
        var plan = Solve(problem, out var told, steps: 2_000);
        output.WriteLine($"{told} rosters, the last costs {plan.Cost.Total} ({plan.Cost}), bound {plan.Bound}");
        Assert.Empty(RosterCheck.Judge(problem, plan));
        Assert.True(plan.Open.Sum(static one => one.Places) <= shifts.Sum(static one => one.People) / 10);
    }

    [Fact]
    public void The_checker_catches_what_breaks_the_law()
    {
        var problem = new RosterProblem
        {
            Days = 7, Limits = new RosterLimits(480, 180, 2640, 1, 660), HourSpread = 1,
            Shifts = [.. Enumerable.Range(0, 7).SelectMany(static day => new[] { 480, 1000 }.Select(start => new RosterShift { Id = $"d{day}-{start}", Day = day, Start = start, Length = 480, Work = 480, People = 1, OpenPrice = 9, Needs = ["x"] }))],
            Workers = [new RosterWorker { Id = "w", Has = ["x"], OvertimeLeft = 60, Off = [3] }, new RosterWorker { Id = "v", OvertimeLeft = 60 }],
        };
        Faults("no rest between", "d0-480", "d0-1000");
        Faults("too long", "d0-480", "d0-1000");
        Faults("no rest in week", [.. Enumerable.Range(0, 7).Select(static day => $"d{day}-480")]);
        Faults("works on 3", "d3-480");
        Faults("minutes in week", [.. Enumerable.Range(0, 6).Select(static day => $"d{day}-480")]);
        Assert.Contains(Judge([new RosterPick("v", "d0-480")]), static one => one.Contains("without what it needs", StringComparison.Ordinal));
        Assert.Contains(RosterCheck.Judge(problem, Solve(problem, out _) with { Bound = 10_000 }), static one => one.Contains("bound", StringComparison.Ordinal));

        void Faults(string what, params string[] picks) => Assert.Contains(Judge([.. picks.Select(static one => new RosterPick("w", one))]), one => one.Contains(what, StringComparison.Ordinal));

        IReadOnlyList<string> Judge(IReadOnlyList<RosterPick> picks) => RosterCheck.Judge(problem, new RosterPlan(picks, [], RosterCheck.Cost(problem, picks), 0));
    }

    [Fact]
    public void A_wrong_request_is_refused()
    {
        var right = new RosterProblem { Days = 1, Shifts = [new RosterShift { Id = "s", Day = 0, Start = 0, Length = 60, Work = 60, People = 1, OpenPrice = 1 }], Workers = [new RosterWorker { Id = "w", OvertimeLeft = 0 }], Limits = new(480, 180, 2640, 1, 660) };
        Assert.Null(SolverRequestRules.Refuse(new SolverRequest { Seconds = 1, Roster = right }));
        foreach (var wrong in (RosterProblem[])[right with { Days = 0 }, right with { Shifts = [] }, right with { Workers = [] }, right with { Shifts = [right.Shifts[0] with { Day = 1 }] }, right with { Shifts = [right.Shifts[0], right.Shifts[0]] }])
            Assert.StartsWith("roster", SolverRequestRules.Refuse(new SolverRequest { Seconds = 1, Roster = wrong })!.At);
        Assert.NotNull(SolverRequestRules.Refuse(new SolverRequest { Seconds = 1, Roster = right, Assignment = new([[1]]) }));
    }

    private static RosterPlan Solve(RosterProblem problem, out int told, long? steps = null)
    {
        List<SolverAnswer> answers = [];
        RosterSearch.Run(problem, new SolverRequest { Seconds = 3600, Seed = 1, Steps = steps, Roster = problem }, new Budget(3600, null, processorTime: false), 300, answers.Add);
        told = answers.Count;
        Assert.True(answers[^1].Final);
        return answers[^1].Roster!;
    }

    /// <summary>The least cost of all rosters that the checker has nothing against.</summary>
    private static long Least(RosterProblem problem)
    {
        List<RosterPick> pairs = [.. problem.Workers.SelectMany(worker => problem.Shifts.Select(shift => new RosterPick(worker.Id, shift.Id)))];
        var least = long.MaxValue;
        List<RosterPick> picks = [];
        Go(0);
        return least;

        void Go(int at)
        {
            if (at == pairs.Count)
            {
                least = Math.Min(least, RosterCheck.Cost(problem, picks).Total);
                return;
            }
            Go(at + 1);
            picks.Add(pairs[at]);
            if (!RosterCheck.Judge(problem, new RosterPlan(picks, [], new RosterCost(0, 0, 0, 0), 0)).Any(static fault => fault.Contains(": ", StringComparison.Ordinal) || fault.EndsWith("too full", StringComparison.Ordinal))) Go(at + 1);
            picks.RemoveAt(picks.Count - 1);
        }
    }
}

using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Invocations.Recordings;
using Marketplace.Domain.Metering;
using Marketplace.Domain.Upgrades;
using Marketplace.Domain.Upgrades.Rehearsals;
using Xunit;

namespace Marketplace.Tests.Unit.Upgrades;

/// <summary>What is said of a call's two runs, against a judge that knows only how the two were made; wrong rules are kept to be caught.</summary>
public sealed class RehearsalRulesTests(ITestOutputHelper output)
{
    private static int Runs => Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 200_000 : 20_000;

    /// <summary>One end of a made call.</summary>
    private enum End { Completed, Refused, Threw, Statements, Cpu, Ours }

    private sealed record Made(End Then, End Now, bool OtherResult, bool OtherEffects, bool OtherCost, bool Gone, bool Unheard, int Fresh);

    private static Made Make(Random dice) => new(
        (End)dice.Next(5), (End)dice.Next(6), dice.Next(3) == 0, dice.Next(4) == 0, dice.Next(2) == 0, dice.Next(20) == 0, dice.Next(12) == 0, dice.Next(3));

    /// <summary>What must be said, from how the call was made alone.</summary>
    private static string Judge(Made made)
    {
        if (made.Gone) return "failing";
        if (made.Unheard || made.Now == End.Ours || made.Then == End.Cpu) return "untold";
        var (then, now) = (Word(made.Then), Word(made.Now));
        if (now == "failed" && then != "failed") return "failing";
        if (now == "refused" && then == "completed") return "refused";
        return then != now || made.Then != made.Now || (made.OtherResult && now == "completed") || (made.OtherEffects && now == "completed") ? "changed" : "same";
    }

    /// <summary>Rules that are nearly right.</summary>
    private static readonly Dictionary<string, Func<ReplayReport, string>> wrong = new(StringComparer.Ordinal)
    {
        ["another cost is a change"] = static r => r.Differences.Count > 0 && RehearsalRules.Judge(r) == "same" ? "changed" : RehearsalRules.Judge(r),
        ["a fault of ours is a failure"] = static r => r.Replayed?.Refusal?.Code == Codes.HostFault && r.NotHeld.Count == 0 && r.Recorded.Outcome != "failed" ? "failing" : RehearsalRules.Judge(r),
        ["what failed before and fails now is new"] = static r => r.Replayed?.Outcome == "failed" && RehearsalRules.Judge(r) != "untold" ? "failing" : RehearsalRules.Judge(r),
        ["effects are not looked at"] = static r => RehearsalRules.Judge(r with { Differences = [.. r.Differences.Where(static d => d.Part != "effects")] }),
        ["a question nobody could answer is let be"] = static r => RehearsalRules.Judge(r with { NotHeld = [] }),
        ["a function that is gone cannot be told"] = static r => r.Verdict == ReplayReport.Gone ? "untold" : RehearsalRules.Judge(r),
    };

    public static TheoryData<string> Wrong => [.. wrong.Keys];

    [Fact]
    public void Every_call_is_said_to_be_what_it_was_made_to_be()
    {
        var seed = Environment.TickCount;
        var dice = new Random(seed);
        Dictionary<string, int> reached = [];
        for (var run = 0; run < Runs; run++)
        {
            var made = Make(dice);
            var (expected, said) = (Judge(made), RehearsalRules.Judge(Report(made)));
            Assert.True(expected == said, $"seed {seed}, run {run}: {made} is {expected}, and {said} is said");
            reached[said] = reached.GetValueOrDefault(said) + 1;
        }
        output.WriteLine($"seed {seed}: {Runs} calls: {string.Join(", ", reached.OrderBy(static one => one.Key).Select(static one => $"{one.Key} {one.Value}"))}");
        Assert.Equal(5, reached.Count);
    }

    [Theory, MemberData(nameof(Wrong))]
    public void A_wrong_rule_is_caught(string name)
    {
        var dice = new Random(11);
        Assert.Contains(Enumerable.Range(0, 5_000), _ => Make(dice) is var made && Judge(made) != wrong[name](Report(made)));
    }

    [Fact]
    public void Counts_costs_and_cases_add_up()
    {
        var seed = Environment.TickCount;
        var (dice, report, mades) = (new Random(seed), RehearsalReport.Empty, new List<Made>());
        for (var i = 0; i < 400; i++)
        {
            mades.Add(Make(dice));
            report = RehearsalRules.With(report, Report(mades[^1], i), DateTimeOffset.UnixEpoch, null);
        }
        Assert.Equal(mades.Count, report.Functions.Sum(static f => f.Calls));
        Assert.Equal(mades.Count(static m => Judge(m) != "same"), report.Functions.Sum(static f => f.Cases.Count));
        Assert.Equal(mades.Count(static m => Judge(m) == "failing"), report.Functions.Sum(static f => f.Failing));
        Assert.Equal(mades.Count(static m => m is { Fresh: > 0, Gone: false }), report.Functions.Sum(static f => f.OnToday));
        Assert.True(report.Functions.Sum(static f => f.Cases.Sum(static c => c.Differences.Count)) <= RehearsalRules.DifferencesInAll);
        var told = mades.Where(static m => Judge(m) != "untold" && !m.Gone).ToList();
        var cost = RehearsalRules.Cost(report.Functions)!;
        Assert.Equal((told.Count * 100L, told.Sum(static m => m.OtherCost ? 130L : 100L), 100L), (cost.TotalBefore, cost.TotalAfter, cost.MedianBefore));
        // Kept and read again, it is the same.
        var kept = RehearsalJson.Read(RehearsalJson.Write(new RehearsalBody { Calls = ["a"], Report = report }));
        Assert.Equal(RehearsalJson.Write(kept), RehearsalJson.Write(new RehearsalBody { Calls = ["a"], Report = report }));
    }

    [Theory]
    [InlineData(0, 2_000, 3_000, 0)] // in the trial nothing was asked, and nothing would be
    [InlineData(2_000, 2_000, 3_000, 3_000)]
    [InlineData(0, 0, 500, 500)] // it was free
    [InlineData(2_000, 2_000, 0, 0)]
    public void The_price_after_is_the_other_versions_unless_the_call_was_in_the_trial(long paid, long was, long now, long expected)
    {
        var head = new RecordedHead { Install = "i", Version = "1.0.0", Digest = "d", Epoch = 1, Price = paid };
        Assert.Equal(expected, RehearsalRules.Price(head, Plan(was), Plan(now)).Price);
    }

    [Theory]
    [InlineData("patch", false, true, 0, 0, FollowStep.Take)]
    [InlineData("minor", false, true, 0, 0, FollowStep.Take)]
    [InlineData("major", false, true, 0, 0, FollowStep.Leave)]
    [InlineData("patch", true, true, 0, 0, FollowStep.Leave)]
    [InlineData("patch", false, false, 0, 0, FollowStep.Rehearse)]
    [InlineData("patch", false, null, 0, 0, FollowStep.Rehearse)]
    [InlineData("patch", false, true, 1, 0, FollowStep.Leave)]
    [InlineData("minor", false, true, 0, 1, FollowStep.Leave)]
    public void An_install_that_follows_takes_only_what_needs_nobody(string step, bool person, bool? done, int refused, int failing, FollowStep expected) =>
        Assert.Equal(expected, FollowRules.Decide(step, person, done is { } isDone ? new FoundInRehearsal(isDone, refused, failing) : null));

    private static PlanSpec? Plan(long price) => price == 0 ? null : new PlanSpec("use", PlanKinds.Call, price, 30);

    private static ReplayReport Report(Made made, int number = 0)
    {
        List<ReplayDifference> differences = [];
        var (then, now) = (Word(made.Then), Word(made.Now));
        if (then != now) differences.Add(new("outcome", "/outcome", then, now));
        else if (made.Then != made.Now) differences.Add(new("outcome", "/refusal", "a", "b"));
        if (made.OtherResult && now == "completed") differences.Add(new("result", "/a", "1", "2"));
        if (made.OtherEffects && now == "completed") differences.Add(new("effects", "/0", "1", "2"));
        if (made.OtherCost) differences.Add(new("cost", "total", "100", "130"));
        return new ReplayReport
        {
            Invocation = $"c{number:D4}", App = "demo/a", Function = $"f{number % 3}", RecordedVersion = "1.0.0", Version = "1.1.0", Exact = false, Verdict = made.Gone ? ReplayReport.Gone : ReplayReport.Different,
            Recorded = Ended(made.Then, 100), Replayed = made.Gone ? null : Ended(made.Now, made.OtherCost ? 130 : 100), Differences = differences, Fresh = made.Gone ? 0 : made.Fresh,
            NotHeld = made is { Unheard: true, Gone: false } ? [new ReplayQuestion(1, "records.find", "{}")] : [],
        };
    }

    private static ReplayEnd Ended(End end, long cost) => new()
    {
        Outcome = Word(end), Meter = new Meter { Statements = 10 }, Cost = new Cost { Total = cost, Platform = cost }, EffectsDigest = "",
        Refusal = end switch
        {
            End.Completed => null,
            End.Refused => Refusal.Of("tag.unknown"),
            End.Threw => Refusal.Of(Codes.AppThrew),
            End.Statements => Refusal.Of(Codes.LimitStatements),
            End.Cpu => Refusal.Of(Codes.LimitCpu),
            _ => Refusal.Of(Codes.HostFault),
        },
    };

    private static string Word(End end) => end switch { End.Completed => "completed", End.Refused => "refused", _ => "failed" };
}

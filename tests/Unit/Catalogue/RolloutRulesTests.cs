using Marketplace.Domain.Catalogue;
using Semver;
using Xunit;

namespace Marketplace.Tests.Unit.Catalogue;

/// <summary>Who is offered a version on its way, when it stops by itself, and what the shelf is meanwhile.</summary>
public sealed class RolloutRulesTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    private static int Runs => Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 100_000 : 10_000;

    [Fact]
    public void A_firm_stays_in_its_group_and_groups_are_as_large_as_their_share()
    {
        var firms = Enumerable.Range(0, 20_000).Select(static n => $"firm-{n}").ToList();
        Assert.All(firms.Where(static f => RolloutRules.IsIn(f, "auto/spc", 1)), static f => Assert.True(RolloutRules.IsIn(f, "auto/spc", 10) && RolloutRules.IsIn(f, "auto/spc", 100)));
        Assert.InRange(firms.Count(static f => RolloutRules.IsIn(f, "auto/spc", 1)), 140, 260);
        Assert.InRange(firms.Count(static f => RolloutRules.IsIn(f, "auto/spc", 10)), 1_800, 2_200);
        Assert.Equal(firms.Count, firms.Count(static f => RolloutRules.IsIn(f, "auto/spc", 100)));
        // Another app, other firms first.
        Assert.NotEqual(firms.Where(static f => RolloutRules.IsIn(f, "auto/spc", 10)), firms.Where(static f => RolloutRules.IsIn(f, "auto/oee", 10)));
        Assert.False(RolloutRules.IsIn("", "auto/spc", 10));
    }

    /// <summary>Rules that are nearly right.</summary>
    private static readonly Dictionary<string, Func<RolloutTally, bool>> wrong = new(StringComparer.Ordinal)
    {
        ["one error halts"] = static t => t.Failed > 0 && RolloutRules.Halts(t with { Calls = t.Calls + 20, Failed = t.Failed + 5 }),
        ["the others are not looked at"] = static t => RolloutRules.Halts(t with { OtherFailed = 0 }),
        ["any higher rate halts"] = static t => t.Calls >= 20 && t.Failed >= 5 && t.Failed * t.OtherCalls > t.OtherFailed * t.Calls,
        ["it never halts"] = static _ => false,
        ["only the number counts"] = static t => t.Failed >= RolloutRules.LeastFailures,
    };

    public static TheoryData<string> Wrong => [.. wrong.Keys];

    [Fact]
    public void Halts_by_the_stated_rule_and_for_nothing_less()
    {
        var seed = Environment.TickCount;
        var (dice, halted) = (new Random(seed), 0);
        for (var run = 0; run < Runs; run++)
            Assert.True(Broken(Draw(dice), RolloutRules.Halts, ref halted) is not { } why, $"seed {seed}, run {run}");
        output.WriteLine($"seed {seed}: {Runs} tallies, {halted} halt");
        Assert.InRange(halted, Runs / 20, Runs - (Runs / 20));
    }

    [Theory, MemberData(nameof(Wrong))]
    public void A_wrong_rule_is_caught(string name)
    {
        var (dice, halted, caught) = (new Random(7), 0, "");
        for (var run = 0; run < 5_000 && caught.Length == 0; run++) caught = Broken(Draw(dice), wrong[name], ref halted) ?? "";
        output.WriteLine($"{name}: {caught}");
        Assert.NotEqual("", caught);
    }

    [Theory]
    [InlineData(19, 19, 1_000, 0, false)] // too few calls
    [InlineData(1_000, 4, 10_000, 0, false)] // too few failures
    [InlineData(20, 5, 0, 0, true)] // nothing to compare with: one percent
    [InlineData(200, 5, 1_000, 10, false)] // 2.5 % against 1 %: within chance
    [InlineData(200, 16, 1_000, 10, true)] // 8 % against 1 %
    [InlineData(1_000, 100, 1_000, 100, false)] // the others fail as often
    public void Halts_at_known_tallies(long calls, long failed, long otherCalls, long otherFailed, bool halts) =>
        Assert.Equal(halts, RolloutRules.Halts(new RolloutTally(calls, failed, otherCalls, otherFailed)));

    [Fact]
    public void The_shelf_stays_what_it_was_until_all_are_offered_the_next()
    {
        var seed = Environment.TickCount;
        var dice = new Random(seed);
        Dictionary<string, int> reached = [];
        for (var game = 0; game < Runs / 200; game++)
        {
            var (state, next) = (new ListingState { Brain = "auto", App = "demo/a" }, 1);
            for (var act = 0; act < 30; act++)
            {
                var version = state.Versions.Count == 0 ? "1.0.0" : state.Versions[dice.Next(state.Versions.Count)].Version;
                var (name, step) = dice.Next(7) switch
                {
                    0 or 1 => ("enqueue", ListingRules.Enqueue(state, "auto", "demo/a", new ListedVersion { Version = $"1.{next++}.0", Digest = $"d{next}", State = "" }, Now)),
                    2 => ("list", ListingRules.Decide(state, version, "list", [], "", Now, dice.Next(3) == 0 ? 100 : 10)),
                    3 or 4 => ("roll", ListingRules.Roll(state, version, new[] { 0, 1, 10, 100, 50 }[dice.Next(5)], Now)),
                    5 => ("suspend", dice.Next(2) == 0 ? ListingRules.Suspend(state, version, "why", Now) : ListingRules.Resume(state, version, Now)),
                    _ => ("watch", ListingRules.Watch(state, new RolloutTally(100, dice.Next(20), 100, 1))),
                };
                var label = step.Ok ? name + (ReferenceEquals(step.Value, state) ? " nothing" : "") : $"{name} {step.Refusal!.Code}";
                reached[label] = reached.GetValueOrDefault(label) + 1;
                if (step.Ok) state = step.Must();
                Assert.True(Misfit(state) is not { } why, $"seed {seed}, game {game}, {label}: {Misfit(state)}");
            }
        }
        output.WriteLine($"seed {seed}: {string.Join(", ", reached.OrderBy(static r => r.Key).Select(static r => $"{r.Key} {r.Value}"))}");
        Assert.True(reached.GetValueOrDefault("roll") > 0 && reached.GetValueOrDefault("watch") > 0 && reached.GetValueOrDefault("list") > 0);
    }

    /// <summary>What must hold of a listing, whatever was done to it.</summary>
    private static string? Misfit(ListingState state)
    {
        var whole = state.Versions.Where(static v => v is { State: "listed", Rollout: null }).Select(static v => v.Version).OrderBy(static v => SemVersion.Parse(v), SemVersion.PrecedenceComparer).ToList();
        if (whole.LastOrDefault("") != state.Current) return $"{state.Current} is on the shelf and {whole.LastOrDefault("")} is the newest for all";
        if (state.Versions.Count(static v => v is { State: "listed", Rollout: not null }) > 1) return "two versions are on their way";
        foreach (var firm in new[] { "a-1", "b-2", "c-3", "d-4", "e-5", "f-6", "g-7", "h-8", "i-9", "j-10", "k-11", "l-12" })
        {
            var offered = ListingRules.Next(state, firm);
            if (!offered.Ok) continue;
            var one = offered.Must();
            if (one.Version == state.Current) continue;
            if (one.Rollout is not { Halted: "" } rollout || !RolloutRules.IsIn(firm, "demo/a", rollout.Share)) return $"{firm} is offered {one.Version}, which has not come to it";
            if (!ListingRules.Offer(state, one.Version, firm).Ok) return $"{firm} is offered {one.Version} and cannot take it";
        }
        return state.Rolling is { Rollout.Halted.Length: > 0 } halted && ListingRules.Offer(state, halted.Version, "a-1").Ok ? "what was halted is still given out" : null;
    }

    private static RolloutTally Draw(Random dice)
    {
        var (calls, others) = ((long)dice.Next(dice.Next(2) == 0 ? 60 : 3_000), (long)dice.Next(dice.Next(4) == 0 ? 1 : 5_000));
        return new RolloutTally(calls, (long)(calls * Math.Pow(dice.NextDouble(), 3)), others, (long)(others * Math.Pow(dice.NextDouble(), 4)));
    }

    /// <summary>What is wrong with a rule's word on a tally; reckoned with square roots, which the rule does not take. A band about the border is left open.</summary>
    private static string? Broken(RolloutTally tally, Func<RolloutTally, bool> rule, ref int halted)
    {
        var halts = rule(tally);
        if (halts) halted++;
        if (halts && (tally.Calls < 20 || tally.Failed < 5)) return $"{tally} halts on too little";
        if (tally.Calls < 20 || tally.Failed < 5) return null;
        var against = Math.Min(1.0, (tally.OtherCalls == 0 ? 0 : (double)tally.OtherFailed / tally.OtherCalls) + 0.01);
        var border = (tally.Calls * against) + (3 * Math.Sqrt(tally.Calls * against * (1 - against)));
        if (halts && tally.Failed < border - 1e-6) return $"{tally} halts below {border}";
        if (!halts && tally.Failed > border + 1e-6) return $"{tally} goes on above {border}";
        // One failure more never lets go on what was halted.
        return halts && tally.Failed < tally.Calls && !rule(tally with { Failed = tally.Failed + 1 }) ? $"{tally} halts, and with one failure more it does not" : null;
    }
}

using CsCheck;
using Marketplace.Domain;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Solving;
using Marketplace.Domain.Talent;
using Marketplace.Solver;
using Marketplace.Solver.Assignment;
using Marketplace.Solver.Rosters;
using Xunit;

namespace Marketplace.Tests.Unit.Talent;

/// <summary>People for the shifts of two weeks, planned together: what is proposed can be accepted one after the other, and nobody is used up too early.</summary>
public sealed class RostersTests(ITestOutputHelper output)
{
    private static readonly ResourcePolicy policy = new() { Mode = TalentService.SharedWork, From = DateOnly.MinValue };
    private static readonly DateTimeOffset monday = new(2026, 11, 16, 8, 0, 0, TimeSpan.FromHours(8));
    private static readonly SitePoint site = new("江北", 29.60, 106.57);

    private static int Runs => Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 1_000 : 40;

    /// <summary>Each day one may do it for less who is the only one for Sunday. Day by day they have had no rest day when Sunday comes.</summary>
    [Fact]
    public void Who_is_the_only_one_for_Sunday_is_kept_for_it()
    {
        OpenPost[] posts = [.. Enumerable.Range(0, 7).Select(day => Post($"d{day}", monday.AddDays(day), 240, day == 6 ? ["toolSetter"] : []))];
        OpenPerson[] people = [Person("setter", 2000, [Cert("toolSetter")]), Person("packer", 2600, [])];
        var daily = people.ToArray();
        List<string> byDay = [];
        foreach (var post in posts)
        {
            var found = Matching.Explain([post], daily, ShortestPaths.Solve(Matching.Problem([post], daily, policy)), policy)[0];
            byDay.Add(found.Person);
            daily = [.. daily.Select(one => one.Id == found.Person ? one with { Work = [.. one.Work, post.Work] } : one)];
        }
        Assert.Equal(["setter", "setter", "setter", "setter", "setter", "setter", ""], byDay);

        var told = Planned(posts, people, out var plan);
        Assert.Empty(plan.Open);
        Assert.All(told, static one => Assert.NotEqual("", one.Person));
        Assert.Equal("setter", told[6].Person);
        // Seven shifts of four hours between two: the hours differ by one shift.
        Assert.Equal([3, 4], told.CountBy(static one => one.Person).Select(static one => one.Value).Order());
    }

    /// <summary>What somebody has elsewhere is not taken away and counts: the hours of the week, the rest day, and what is even.</summary>
    [Fact]
    public void What_somebody_works_elsewhere_counts()
    {
        OpenPost[] posts = [Post("tue", monday.AddDays(1), 480, []), Post("wed", monday.AddDays(2), 480, [])];
        OpenPerson busy = Person("busy", 2000, []) with { Work = [.. new[] { 0, 3, 4 }.Select(day => Work(monday.AddDays(day), 480))] };
        Assert.All(Planned(posts, [busy, Person("idle", 2000, [])], out _), static one => Assert.Equal("idle", one.Person));
        OpenPerson full = busy with { Work = [.. new[] { 0, 2, 3, 4, 5 }.Select(day => Work(monday.AddDays(day), 480))] };
        Assert.Equal(["full-", ""], Planned(posts, [full with { Id = "full-" }], out _).Select(static one => one.Person));
    }

    /// <summary>Whatever the weeks look like: the proposals, accepted in any order, are refused by no rule; and none stays open that somebody could still take.</summary>
    [Fact]
    public void What_is_proposed_can_be_accepted_in_any_order()
    {
        var (runs, filled, open, held) = (0, 0, 0, 0);
        Weeks.Sample(week =>
        {
            var told = Planned(week.Posts, week.People, out _);
            Assert.Equal(week.Posts.Select(static one => one.Id).Order(), told.Select(static one => one.Post).Order());
            var people = week.People.ToDictionary(static one => one.Id);
            var order = told.Where(static one => one.Person.Length > 0).ToArray();
            new Random(runs).Shuffle(order);
            foreach (var one in order)
            {
                var post = week.Posts.First(post => post.Id == one.Post);
                Assert.Null(Matching.Blocks(post, people[one.Person], policy));
                people[one.Person] = people[one.Person] with { Work = [.. people[one.Person].Work, post.Work] };
                filled++;
            }
            open += told.Count(static one => one.Person.Length == 0);
            held += week.People.Sum(static one => one.Work.Count);
            runs++;
        }, iter: Runs, threads: 1);
        output.WriteLine($"{runs} fortnights, {filled} shifts filled, {open} left open, {held} shifts held elsewhere");
        Assert.True(filled > runs && open > 0 && held > 0);
    }

    private static Gen<T> Of<T>(params T[] among) => Gen.Int[0, among.Length - 1].Select(at => among[at]);

    private static Gen<(OpenPost[] Posts, OpenPerson[] People)> Weeks =>
        from posts in (from day in Gen.Int[0, 13] from hour in Of(8, 14, 20, 22) from minutes in Of(240, 480, 600) from needs in Gen.Bool select (day, hour, minutes, needs)).Array[1, 14]
        from people in (from has in Gen.Bool from fen in Gen.Int[1800, 3500] from held in (from day in Gen.Int[0, 13] from minutes in Of(240, 480) select (day, minutes)).Array[0, 5] select (has, fen, held)).Array[1, 4]
        select (posts.Select((one, at) => Post($"s{at}", monday.AddDays(one.day).AddHours(one.hour - 8), one.minutes, one.needs ? ["toolSetter"] : [])).ToArray(),
            people.Select((one, at) => Person($"p{at}", one.fen, one.has ? [Cert("toolSetter")] : []) with { Work = [.. one.held.DistinctBy(static held => held.day).Select(held => Work(monday.AddDays(held.day), held.minutes))] }).ToArray());

    private static IReadOnlyList<MatchProposal> Planned(IReadOnlyList<OpenPost> posts, IReadOnlyList<OpenPerson> people, out RosterPlan plan)
    {
        plan = new RosterPlan([], [], new RosterCost(0, 0, 0, 0), 0);
        if (Rosters.Problem(posts, people, policy) is { Workers.Count: > 0 } problem)
        {
            RosterPlan? found = null;
            RosterSearch.Run(problem, new SolverRequest { Seconds = 3600, Seed = 1, Roster = problem }, new Budget(3600, null, processorTime: false), 20, answer => found = answer.Roster ?? found);
            plan = found!;
        }
        return Rosters.Explain(posts, people, plan, policy);
    }

    private static WorkSpell Work(DateTimeOffset start, int minutes) => new(start, start.AddMinutes(minutes), minutes, site);

    private static OpenPost Post(string id, DateTimeOffset start, int minutes, string[] needs) => new(id, needs, Work(start, minutes));

    private static OpenPerson Person(string id, long hourFen, Resource[] certs) => new(id, site, certs, [], hourFen);

    private static Resource Cert(string kind) => new()
    {
        Name = new("certificates", kind), State = "VERIFIED",
        Body = new SkillCert { Worker = "x", Name = "x", Kind = kind, Number = "1", Employer = "xinghe", From = monday.AddYears(-1), Until = monday.AddYears(1) },
    };
}

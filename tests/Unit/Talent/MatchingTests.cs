using Marketplace.Domain;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Talent;
using Marketplace.Solver.Assignment;
using Marketplace.Tests.Solving;
using Xunit;

namespace Marketplace.Tests.Unit.Talent;

/// <summary>People for the shifts of a day: the rules keep out, the solver assigns, the proposal explains.</summary>
public sealed class MatchingTests
{
    private static readonly ResourcePolicy policy = new() { Mode = TalentService.SharedWork, From = DateOnly.MinValue };
    private static readonly DateTimeOffset day = new(2026, 11, 18, 8, 0, 0, TimeSpan.FromHours(8));
    private static readonly SitePoint near = new("江北", 29.60, 106.57), far = new("涪陵", 29.70, 107.39);

    [Fact]
    public void A_proposal_says_what_it_costs_what_blocks_and_what_comes_next()
    {
        OpenPost[] posts = [Post("press", 480, "toolSetter"), Post("pack", 480), Post("forge", 480, "forging")];
        OpenPerson[] people =
        [
            Person("a", near, 3000, [Cert("toolSetter", day.AddDays(30))]), Person("b", far, 2500, [Cert("toolSetter", day.AddDays(30))]),
            Person("c", near, 2400, [Cert("toolSetter", day.AddHours(4))]), Person("d", near, 2000, [], new WorkSpell(day.AddHours(2), day.AddHours(6), 240, near)),
        ];
        var problem = Matching.Problem(posts, people, policy);
        var plan = ShortestPaths.Solve(problem);
        Assert.Empty(AssignmentCheck.Judge(problem.Costs, plan).Faults);
        var told = Matching.Explain(posts, people, plan, policy);
        Assert.Equal(["a", "c", ""], told.Select(static one => one.Person));
        Assert.Equal((24_000L, 0L), (told[0].Cost!.WageFen, told[0].Cost!.LoadFen));
        Assert.Equal((2, 1, 2), (told[0].Blocked[Codes.TalentCertificate], told[1].Blocked[Codes.TalentOverlap], told[0].Able));
        Assert.Equal("b", told[0].NextBest);
        Assert.True(told[0].NextCostsMore > 0);
        Assert.Equal((0, 4), (told[2].Able, told[2].Blocked[Codes.TalentCertificate]));
    }

    private static OpenPost Post(string id, int minutes, params string[] needs) => new(id, needs, new WorkSpell(day, day.AddMinutes(minutes), minutes, near));

    private static OpenPerson Person(string id, SitePoint home, long hourFen, Resource[] certs, params WorkSpell[] work) => new(id, home, certs, work, hourFen);

    private static Resource Cert(string kind, DateTimeOffset until) => new()
    {
        Name = new("certificates", kind), State = "VERIFIED",
        Body = new SkillCert { Worker = "x", Name = "x", Kind = kind, Number = "1", Employer = "xinghe", From = day.AddYears(-1), Until = until },
    };
}

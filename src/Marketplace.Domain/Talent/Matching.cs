using Marketplace.Domain.Resources;
using Marketplace.Domain.Solving;

namespace Marketplace.Domain.Talent;

/// <summary>An open shift, as matching sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Needs">Kinds of certificates.</param>
/// <param name="Work">Its time and place.</param>
public sealed record OpenPost(string Id, IReadOnlyList<string> Needs, WorkSpell Work);

/// <summary>A person who may be offered, as matching sees them.</summary>
/// <param name="Id">The person.</param>
/// <param name="Base">Where the person's own firm is.</param>
/// <param name="Certs">Certificates, as things.</param>
/// <param name="Work">Working time that counts.</param>
/// <param name="HourFen">Wage by the hour, in fen.</param>
public sealed record OpenPerson(string Id, SitePoint Base, IReadOnlyList<Resource> Certs, IReadOnlyList<WorkSpell> Work, long HourFen);

/// <summary>A person proposed for a shift, with what it costs and what else there was; or nobody, and what stands in the way of each.</summary>
/// <param name="Post">The shift.</param>
/// <param name="Person">The person, or empty.</param>
/// <param name="Cost">The terms, or null.</param>
/// <param name="Blocked">How many people each rule keeps out, by the code of the refusal.</param>
/// <param name="Able">People that no rule keeps out.</param>
/// <param name="NextBest">The person who would come next by the prices of the assignment, or empty.</param>
/// <param name="NextCostsMore">By how much at least the whole would cost more with them, in fen.</param>
public sealed record MatchProposal(string Post, string Person, MatchCost? Cost, IReadOnlyDictionary<string, int> Blocked, int Able, string NextBest, long NextCostsMore);

/// <summary>What a person for a shift costs, in fen: wage with premiums, the way both ways, and a price on hours already taken on this
/// month, so that work is shared out.</summary>
public sealed record MatchCost(long WageFen, long WayFen, long LoadFen)
{
    /// <summary>All terms.</summary>
    public long Total => WageFen + WayFen + LoadFen;
}

/// <summary>Proposals of people for the shifts of one day: who may, at what cost, and the least cost of all together. It only proposes; a shift is
/// accepted by the person, under the same rules, on what is true then. Policy parameters: <c>wayFenPerKm</c> (60), <c>loadFenPerHour</c> (20),
/// <c>openFen</c> (1,000,000; what it costs to leave a shift open).</summary>
public static class Matching
{
    /// <summary>Why a person may not take a shift, or null.</summary>
    public static Refusal? Blocks(OpenPost post, OpenPerson person, ResourcePolicy policy) =>
        CertRules.Lacks(post.Needs, person.Certs, post.Work.Start, post.Work.End)
        ?? TravelRules.Check(post.Work, person.Work, policy) ?? HoursRules.Check(post.Work, person.Work, policy);

    /// <summary>What it costs.</summary>
    public static MatchCost Cost(OpenPost post, OpenPerson person, ResourcePolicy policy)
    {
        var work = post.Work;
        var shift = new Shift { Post = "", Borrower = "", Start = work.Start, End = work.End, Site = work.Site, HourFen = person.HourFen };
        var day = WorkCalendar.Of(policy).Day(work.Start);
        var load = person.Work.Where(one => WorkCalendar.Of(policy).Day(one.Start) is var other && other.Month == day.Month && other.Year == day.Year).Sum(static one => one.Minutes) / 60;
        return new MatchCost(WageRules.Sheet(shift, work.Minutes, person.Work, policy).WageFen,
            2 * TravelRules.Metres(person.Base, work.Site, policy) * policy.Number("wayFenPerKm", 60) / 1000, load * policy.Number("loadFenPerHour", 20));
    }

    /// <summary>The assignment to solve: a row for each shift, a column for each person and one more for each shift, by which it stays open.</summary>
    public static AssignmentProblem Problem(IReadOnlyList<OpenPost> posts, IReadOnlyList<OpenPerson> people, ResourcePolicy policy)
    {
        var open = policy.Number("openFen", 1_000_000);
        return new AssignmentProblem([.. posts.Select((post, row) => (IReadOnlyList<long?>)
        [
            .. people.Select(person => Blocks(post, person, policy) is null ? Cost(post, person, policy).Total : (long?)null),
            .. posts.Select((_, column) => column == row ? open : (long?)null),
        ])]);
    }

    /// <summary>What the solved assignment proposes, explained.</summary>
    public static IReadOnlyList<MatchProposal> Explain(IReadOnlyList<OpenPost> posts, IReadOnlyList<OpenPerson> people, AssignmentPlan plan, ResourcePolicy policy)
    {
        List<MatchProposal> proposals = [];
        for (var row = 0; row < posts.Count; row++)
        {
            var blocked = new SortedDictionary<string, int>(StringComparer.Ordinal);
            var (able, next, more) = (0, "", long.MaxValue);
            for (var column = 0; column < people.Count; column++)
            {
                if (Blocks(posts[row], people[column], policy) is { } no)
                {
                    blocked[no.Code] = blocked.GetValueOrDefault(no.Code) + 1;
                    continue;
                }
                able++;
                if (column == plan.Columns[row]) continue;
                var extra = Cost(posts[row], people[column], policy).Total - plan.RowPrices[row] - plan.ColumnPrices[column];
                if (extra < more) (next, more) = (people[column].Id, extra);
            }
            var chosen = plan.Columns[row] >= 0 && plan.Columns[row] < people.Count ? people[plan.Columns[row]] : null;
            proposals.Add(new MatchProposal(posts[row].Id, chosen?.Id ?? "", chosen is null ? null : Cost(posts[row], chosen, policy), blocked, able, next, next.Length == 0 ? 0 : more));
        }
        return proposals;
    }
}

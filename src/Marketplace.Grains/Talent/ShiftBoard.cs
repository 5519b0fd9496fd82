using Marketplace.Contracts.Talent;
using Marketplace.Domain;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Solving;
using Marketplace.Domain.Talent;
using Marketplace.Grains.Resources;
using Marketplace.Grains.Solving;
using Marketplace.Storage;
using Marketplace.Storage.Resources;

namespace Marketplace.Grains.Talent;

/// <summary>Gathers a firm's open shifts and the people on loan to it, without a fence, because it only proposes; the solver finds the assignment of a day
/// that costs least, or the roster of all days. Somebody's hours at other firms count, and show as nothing but the code of a rule.</summary>
internal sealed class ShiftBoard(ResourceShelves shelves, SolverProcess solver, Database database)
{
    private const int MostShifts = 50, MostLoans = 100, Days = 14;
    private const string Service = "talent";

    /// <summary>Seconds of the solver: an assignment takes milliseconds of them; a roster of two weeks is good after a second, and better for as long as it looks.</summary>
    private const double DayBox = 2, RosterBox = 5;

    private sealed record Open(ResourcePolicy Policy, IReadOnlyList<OpenPost> Posts, List<OpenPerson> People);

    /// <summary>Day by day the people with whom a day's shifts cost least.</summary>
    public async Task<Answer<IReadOnlyList<ShiftProposal>>> Propose(string brain, Caller caller)
    {
        if (Refuses(brain, caller) is { } no) return no;
        List<ShiftProposal> proposals = [];
        if (await Gather(brain, caller) is not { } open) return new Answer<IReadOnlyList<ShiftProposal>> { Value = proposals };
        var people = open.People;
        var loans = people.ToDictionary(static one => one.Id, StringComparer.Ordinal);
        foreach (var day in open.Posts.GroupBy(one => WorkCalendar.Of(open.Policy).Day(one.Work.Start)))
        {
            OpenPost[] there = [.. day];
            var answer = await solver.Solve(new SolverRequest { Seconds = DayBox, Seed = 1, Assignment = Matching.Problem(there, people, open.Policy) });
            if (answer?.Assignment is not { } plan) return Refusal.Of(Codes.HostBusy);
            foreach (var found in Matching.Explain(there, people, plan, open.Policy))
            {
                proposals.Add(Shown(found));
                // Who is proposed for a day has that shift when the next day is looked at.
                if (loans.TryGetValue(found.Person, out var taken)) people[people.IndexOf(taken)] = loans[found.Person] = taken with { Work = [.. taken.Work, there.First(one => one.Id == found.Post).Work] };
            }
        }
        return new Answer<IReadOnlyList<ShiftProposal>> { Value = proposals };
    }

    /// <summary>All days at once: as many shifts as can be filled, then hours and nights shared out.</summary>
    public async Task<Answer<IReadOnlyList<ShiftProposal>>> Roster(string brain, Caller caller)
    {
        if (Refuses(brain, caller) is { } no) return no;
        if (await Gather(brain, caller) is not { } open) return new Answer<IReadOnlyList<ShiftProposal>> { Value = [] };
        var problem = Rosters.Problem(open.Posts, open.People, open.Policy);
        var plan = new RosterPlan([], [], new RosterCost(0, 0, 0, 0), 0);
        if (problem.Workers.Count > 0)
        {
            if ((await solver.Solve(new SolverRequest { Seconds = RosterBox, Seed = 1, Roster = problem }))?.Roster is not { } found) return Refusal.Of(Codes.HostBusy);
            plan = found;
        }
        return new Answer<IReadOnlyList<ShiftProposal>> { Value = [.. Rosters.Explain(open.Posts, open.People, plan, open.Policy).Select(Shown)] };
    }

    private static Refusal? Refuses(string brain, Caller caller) =>
        caller.Brain != brain || caller.Tenant.Length == 0 ? Refusal.Of(Codes.NotFound, ("what", "board"))
        : !caller.Is(Roles.Owner) && !caller.Is(Roles.Leader) ? Refusal.Of(Codes.RoleMissing, ("role", Roles.Owner)) : null;

    /// <summary>What is open and who is there, in the order of time; null when the service is off or no shift is open.</summary>
    private async Task<Open?> Gather(string brain, Caller caller)
    {
        var (shelf, now) = (new ResourceShelf(brain, Service), database.Time.GetUtcNow());
        var policy = await shelves.Policy(shelf, now);
        if (policy.Mode == ResourcePolicy.Off) return null;
        var posts = (await Mine(shelf, caller, TalentCollections.Shifts, "OPEN", MostShifts)).Where(one => one.As<Shift>() is var shift && shift.Start > now && shift.Start < now.AddDays(Days))
            .Select(static one => new OpenPost(one.Name.Id, one.As<Shift>().Needs, WorkSpell.Of(one.As<Shift>()))).OrderBy(static one => one.Work.Start).ToList();
        if (posts.Count == 0) return null;
        var people = new List<OpenPerson>();
        foreach (var loan in await Mine(shelf, caller, TalentCollections.Agreements, "ACTIVE", MostLoans))
            if (loan.As<LoanAgreement>().Borrower == caller.Tenant) people.Add(await Person(shelf, loan, posts[0].Work.Site));
        return new Open(policy, posts, people);
    }

    private static ShiftProposal Shown(MatchProposal found) => new()
    {
        Shift = found.Post, Agreement = found.Person, WageFen = found.Cost?.WageFen ?? 0, LoadFen = found.Cost?.LoadFen ?? 0, Able = found.Able, Blocked = found.Blocked, NextBest = found.NextBest, MoreFen = found.NextCostsMore,
    };

    /// <summary>A person as matching sees them: an agreement for each. Where they live is not known here, so that the way costs nothing.</summary>
    private async Task<OpenPerson> Person(ResourceShelf shelf, Resource loan, SitePoint site)
    {
        var body = loan.As<LoanAgreement>();
        async Task<Resource[]> All(string collection) => [.. (await ResourceReads.Marked(database, shelf, collection, TalentMarks.Worker(body.Worker))).Select(Thing)];
        return new OpenPerson(loan.Name.Id, site, await All(TalentCollections.Certificates), WorkSpell.Of(await All(TalentCollections.Shifts), loan.Name), body.HourFen);
    }

    private async Task<IReadOnlyList<Resource>> Mine(ResourceShelf shelf, Caller caller, string collection, string state, int most) =>
        [.. (await ResourceReads.Of(database, shelf, collection, caller.Tenant, state, ResourceBoardGrain.Newest, most)).Select(Thing)];

    private Resource Thing(ResourceRow row) => ResourceShelves.Thing(shelves.Service(Service), row);
}

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

/// <summary>Gathers a firm's open shifts and the people on loan to it, without a fence, because it only proposes; day by day the solver finds the
/// assignment that costs least. Somebody's hours at other firms count, and show as nothing but the code of a rule.</summary>
internal sealed class ShiftBoard(ResourceShelves shelves, SolverProcess solver, Database database)
{
    private const int MostShifts = 50, MostLoans = 100, Days = 14;
    private const string Service = "talent";
    private const double Box = 2; // seconds of the solver for a day; an assignment takes milliseconds of them

    /// <summary>What the grain answers.</summary>
    public async Task<Answer<IReadOnlyList<ShiftProposal>>> Propose(string brain, Caller caller)
    {
        if (caller.Brain != brain || caller.Tenant.Length == 0) return Refusal.Of(Codes.NotFound, ("what", "board"));
        if (!caller.Is(Roles.Owner) && !caller.Is(Roles.Leader)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.Owner));
        var (shelf, now) = (new ResourceShelf(brain, Service), database.Time.GetUtcNow());
        var policy = await shelves.Policy(shelf, now);
        List<ShiftProposal> proposals = [];
        if (policy.Mode == ResourcePolicy.Off) return new Answer<IReadOnlyList<ShiftProposal>> { Value = proposals };
        var posts = (await Mine(shelf, caller, TalentCollections.Shifts, "OPEN", MostShifts)).Where(one => one.As<Shift>() is var shift && shift.Start > now && shift.Start < now.AddDays(Days))
            .Select(static one => new OpenPost(one.Name.Id, one.As<Shift>().Needs, WorkSpell.Of(one.As<Shift>()))).OrderBy(static one => one.Work.Start).ToList();
        var people = new List<OpenPerson>();
        foreach (var loan in posts.Count == 0 ? [] : await Mine(shelf, caller, TalentCollections.Agreements, "ACTIVE", MostLoans))
            if (loan.As<LoanAgreement>().Borrower == caller.Tenant) people.Add(await Person(shelf, loan, posts[0].Work.Site));
        var loans = people.ToDictionary(static one => one.Id, StringComparer.Ordinal);
        foreach (var day in posts.GroupBy(one => WorkCalendar.Of(policy).Day(one.Work.Start)))
        {
            OpenPost[] there = [.. day];
            var answer = await solver.Solve(new SolverRequest { Seconds = Box, Seed = 1, Assignment = Matching.Problem(there, people, policy) });
            if (answer?.Assignment is not { } plan) return Refusal.Of(Codes.HostBusy);
            foreach (var found in Matching.Explain(there, people, plan, policy))
            {
                proposals.Add(Shown(found));
                // Who is proposed for a day has that shift when the next day is looked at.
                if (loans.TryGetValue(found.Person, out var taken)) people[people.IndexOf(taken)] = loans[found.Person] = taken with { Work = [.. taken.Work, there.First(one => one.Id == found.Post).Work] };
            }
        }
        return new Answer<IReadOnlyList<ShiftProposal>> { Value = proposals };
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

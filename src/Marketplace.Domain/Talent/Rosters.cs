using Marketplace.Domain.Resources;
using Marketplace.Domain.Solving;

namespace Marketplace.Domain.Talent;

/// <summary>Proposals of people for the shifts of several days at once: first as many places as can be filled, then hours and nights shared out evenly.
/// What somebody works already, wherever it is, counts. Day by day a person may be used up on Monday who is the only one for Sunday; here not. It only
/// proposes. Policy parameters: <c>rosterGapMinutes</c> (660; from one shift to the next), <c>spreadFenPerHour</c> (500) and <c>spreadFenPerNight</c>
/// (2,000), what it counts that the busiest and the idlest differ, and <c>openFen</c> of <see cref="Matching"/>.</summary>
public static class Rosters
{
    private const int Day = 1440, NightFrom = 22 * 60, NightTo = 6 * 60;

    /// <summary>What a shift that somebody has already costs when it is taken away: more than all others together.</summary>
    private const long Kept = 1_000_000_000;

    /// <summary>The roster to solve. It begins on the Monday of the first shift, so that the week's hours and rest days are whole. Who may take what is
    /// said by the rules of a shift; what somebody has already is a shift that only they can take.</summary>
    public static RosterProblem Problem(IReadOnlyList<OpenPost> posts, IReadOnlyList<OpenPerson> people, ResourcePolicy policy)
    {
        var calendar = WorkCalendar.Of(policy);
        var (first, last) = (WorkCalendar.Week(posts.Min(post => calendar.Day(post.Work.Start))), posts.Max(post => calendar.Day(post.Work.Start)));
        var days = last.DayNumber - first.DayNumber + 1;
        var open = policy.Number("openFen", 1_000_000);
        List<RosterShift> shifts = [.. posts.Select(post => Shift(post.Id, post.Work, [post.Id], open))];
        List<RosterWorker> workers = [];
        foreach (var (at, person) in people.Index())
        {
            List<string> has = [.. posts.Where(post => Matching.Blocks(post, person, policy) is null).Select(static post => post.Id)];
            if (has.Count == 0) continue;
            foreach (var (number, work) in person.Work.Where(work => Within(work) && work.Minutes > 0).Index())
            {
                has.Add($"{at}/{number}");
                shifts.Add(Shift(has[^1], work, [has[^1]], Kept));
            }
            workers.Add(new RosterWorker { Id = person.Id, Has = has, OvertimeLeft = Left(person) });
        }
        return new RosterProblem
        {
            Days = days, Shifts = shifts, Workers = workers, FreeDays = [.. Enumerable.Range(0, days).Where(day => calendar.Kind(first.AddDays(day)) != DayKind.Workday)],
            Limits = new RosterLimits(HoursRules.Day(policy), (int)policy.Number("overtimeDayMinutes", 180), (int)policy.Number("weekMinutes", 2640), (int)policy.Number("restDays", 1), (int)policy.Number("rosterGapMinutes", 660)),
            HourSpread = policy.Number("spreadFenPerHour", 500), HardSpread = policy.Number("spreadFenPerNight", 2000),
        };

        bool Within(WorkSpell work) => calendar.Day(work.Start) is var day && day >= first && day <= last;

        RosterShift Shift(string id, WorkSpell work, IReadOnlyList<string> needs, long price)
        {
            var start = calendar.Minute(work.Start);
            var length = Math.Clamp((int)Math.Ceiling((work.End - work.Start).TotalMinutes), 1, Day);
            return new RosterShift
            {
                Id = id, Day = calendar.Day(work.Start).DayNumber - first.DayNumber, Start = start, Length = length, Work = Math.Clamp(work.Minutes, 1, length), People = 1, Needs = needs,
                Hard = start < NightTo || start + length > NightFrom, OpenPrice = price,
            };
        }

        // Overtime of the months that these days touch, less what was done outside of these days; the tighter of two months.
        int Left(OpenPerson person) => (int)Math.Clamp(new[] { first, last }.Min(day => policy.Number("overtimeMonthMinutes", 2160) - HoursRules.MonthOvertime(person.Work.Where(work => !Within(work)), day, policy)), 0, 100_000);
    }

    /// <summary>What the solved roster proposes, in the order of time and each looked at by the rules again: a roster knows weeks and nights, the law's averages,
    /// certificates and ways only by whom it was given.</summary>
    public static IReadOnlyList<MatchProposal> Explain(IReadOnlyList<OpenPost> posts, IReadOnlyList<OpenPerson> people, RosterPlan plan, ResourcePolicy policy)
    {
        var picks = plan.Picks.ToLookup(static pick => pick.Shift, static pick => pick.Worker, StringComparer.Ordinal);
        OpenPerson[] now = [.. people];
        List<MatchProposal> proposals = [];
        foreach (var post in posts.OrderBy(static post => post.Work.Start))
        {
            var blocked = new SortedDictionary<string, int>(StringComparer.Ordinal);
            var (able, chosen) = (0, -1);
            for (var at = 0; at < now.Length; at++)
            {
                if (Matching.Blocks(post, now[at], policy) is { } no) blocked[no.Code] = blocked.GetValueOrDefault(no.Code) + 1;
                else
                {
                    able++;
                    if (picks[post.Id].Contains(now[at].Id)) chosen = at;
                }
            }
            proposals.Add(new MatchProposal(post.Id, chosen < 0 ? "" : now[chosen].Id, chosen < 0 ? null : Matching.Cost(post, now[chosen], policy), blocked, able, "", 0));
            if (chosen >= 0) now[chosen] = now[chosen] with { Work = [.. now[chosen].Work, post.Work] };
        }
        return proposals;
    }
}

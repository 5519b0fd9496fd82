using Marketplace.Domain.Resources;
using Marketplace.Domain.Solving;
using Marketplace.Domain.Talent;

namespace Marketplace.Bench.Days;

/// <summary>A firm and its own people: the day shift by the product's matching, then overtime within the law for what is left.</summary>
internal static class OwnStaff
{
    private static readonly ResourcePolicy policy = TheDay.Policy(TalentService.SharedWork);
    private static readonly int[] blocks = [180, 180, 120];

    /// <summary>Who takes which task of the day shift; people by the tasks' order, null where nobody may.</summary>
    public static IReadOnlyList<Person?> DayShift(IReadOnlyList<ShiftTask> tasks, IReadOnlyList<Person> people, Land land) =>
        Solve([.. tasks.Select(one => Post(one.Id, one.Skill, land.Suppliers[one.Firm]))], people, static one => one.Past, land);

    /// <summary>Overtime of a firm's people for tasks that nobody took: three blocks after the shift for each.</summary>
    public static (IReadOnlyList<Assigned> Done, int UnmetMinutes) Overtime(IReadOnlyList<ShiftTask> left, IReadOnlyList<Person> present, IReadOnlyDictionary<int, Assigned> worked, Land land)
    {
        if (left.Count == 0) return ([], 0);
        var site = WorkDay.Site(land.Suppliers[left[0].Firm].Site);
        OpenPost[] posts = [.. left.SelectMany(task => blocks.Select((minutes, at) => new OpenPost($"{task.Id}-{at}", [task.Skill], WorkDay.Spell(WorkDay.LateBegins, WorkDay.LateBegins + minutes, minutes, site))))];
        IReadOnlyList<WorkSpell> Work(Person one) => worked.TryGetValue(one.Index, out var did) ? [.. one.Past, Spell(did, land)] : one.Past;
        var chosen = Solve(posts, [.. present.Where(static one => one.StaysLonger)], Work, land);
        List<Assigned> done = [];
        for (var at = 0; at < posts.Length; at++)
        {
            if (chosen[at] is not { } person) continue;
            var minutes = posts[at].Work.Minutes;
            var shift = new Shift { Post = "", Borrower = "", Start = posts[at].Work.Start, End = posts[at].Work.End, Site = site, HourFen = person.HourFen };
            var wage = WageRules.Sheet(shift, minutes, Work(person), policy).WageFen;
            done.Add(new Assigned(person, left[0].Firm, posts[at].Needs[0], WorkDay.LateBegins, WorkDay.LateBegins + minutes, minutes, wage + WageRules.Contribution(wage, policy)));
        }
        return (done, posts.Sum(static one => one.Work.Minutes) - done.Sum(static one => one.Minutes));
    }

    /// <summary>The day shift of a person on a task.</summary>
    public static Assigned Worked(Person person, ShiftTask task, double fen = 0) => new(person, task.Firm, task.Skill, WorkDay.Begins, WorkDay.Ends, WorkDay.Paid, fen);

    /// <summary>A task as matching sees it.</summary>
    public static OpenPost Post(string id, string skill, Supplier firm) => new(id, [skill], WorkDay.Spell(WorkDay.Begins, WorkDay.Ends, WorkDay.Paid, WorkDay.Site(firm.Site)));

    /// <summary>A person as matching sees them.</summary>
    public static OpenPerson Open(Person one, IReadOnlyList<WorkSpell> work, Land land) => new(one.Id, WorkDay.Site(land.Suppliers[one.Firm].Site), one.Certs, work, one.HourFen);

    private static IReadOnlyList<Person?> Solve(IReadOnlyList<OpenPost> posts, IReadOnlyList<Person> people, Func<Person, IReadOnlyList<WorkSpell>> work, Land land)
    {
        if (posts.Count == 0 || people.Count == 0) return [.. posts.Select(static _ => (Person?)null)];
        OpenPerson[] open = [.. people.Select(one => Open(one, work(one), land))];
        var columns = BoundedSolver.Solve(new SolverRequest { Seconds = 1, Assignment = Matching.Problem(posts, open, policy) }).Assignment!.Columns;
        return [.. columns.Select(column => column >= 0 && column < people.Count ? people[column] : null)];
    }

    private static WorkSpell Spell(Assigned did, Land land) => WorkDay.Spell(did.From, did.Until, did.Minutes, WorkDay.Site(land.Suppliers[did.Firm].Site));
}

using Marketplace.Domain.Resources;
using Marketplace.Domain.Solving;
using Marketplace.Domain.Talent;

namespace Marketplace.Bench.Days;

/// <summary>The day's work alone and with lending. The evening before, loads are known and absences are not; the day then goes as it goes.</summary>
internal sealed class WorkWorlds
{
    private const int Rounds = 3, Reach = 25_000; // metres that a willing person goes
    private static readonly ResourcePolicy policy = TheDay.Policy(TalentService.SharedWork);

    private readonly WorkDay day;
    private readonly ILookup<int, Person> people;
    private readonly ILookup<int, ShiftTask> tasks;

    public WorkWorlds(WorkDay day)
    {
        this.day = day;
        (people, tasks) = (day.People.ToLookup(static one => one.Firm), day.Tasks.ToLookup(static one => one.Firm));
    }

    /// <summary>Each firm with its own people.</summary>
    public WorkedDay Alone() => Morning([], []);

    /// <summary>The same, and firms that join lend each other people whom they will not need.</summary>
    public WorkedDay Shared(bool[] joins)
    {
        List<Person> spare = [];
        List<ShiftTask> wanted = [];
        foreach (var firm in day.Land.Suppliers.Where(one => joins[one.Index]))
        {
            ShiftTask[] mine = [.. tasks[firm.Index]];
            var planned = OwnStaff.DayShift(mine, [.. people[firm.Index]], day.Land);
            var busy = planned.OfType<Person>().Select(static one => one.Index).ToHashSet();
            spare.AddRange(people[firm.Index].Where(one => !busy.Contains(one.Index)));
            wanted.AddRange(mine.Where((_, at) => planned[at] is null));
        }
        List<Loan> loans = [];
        var refused = 0;
        for (var round = 0; round < Rounds && wanted.Count > 0 && spare.Count > 0; round++)
        {
            var proposals = Proposed(wanted, spare);
            if (proposals.Count == 0) break;
            foreach (var (task, person, cost) in proposals)
            {
                spare.Remove(person);
                if (cost is null)
                {
                    wanted.Remove(task); // dearer than the firm's own overtime
                    spare.Add(person);
                    continue;
                }
                var loan = new Loan(day.Land, person, task);
                if (!loan.Agree(IsWilling(person, task))) refused++;
                else
                {
                    loans.Add(loan);
                    wanted.Remove(task);
                }
            }
        }
        var bills = loans.Select(static one => one.Work()).ToList();
        List<Assigned> lent = [.. loans.Zip(bills).Where(static one => one.Second is not null).Select(one => OwnStaff.Worked(one.First.Person, one.First.Task, Way(one.First.Person, one.First.Task)))];
        var worked = Morning(lent, [.. loans.Select(static one => one.Person.Index)]);
        return worked with
        {
            Lent = (loans.Count, refused, lent.Count),
            Recovered = [.. loans.Zip(bills).Where(static one => one.Second is not null).Select(static one => (one.First.Person.Firm, one.First.Task.Firm, one.Second!.TotalFen))],
        };
    }

    private List<(ShiftTask Task, Person Person, MatchCost? Cost)> Proposed(IReadOnlyList<ShiftTask> wanted, IReadOnlyList<Person> spare)
    {
        OpenPost[] posts = [.. wanted.Select(one => OwnStaff.Post(one.Id, one.Skill, day.Land.Suppliers[one.Firm]))];
        OpenPerson[] open = [.. spare.Select(one => OwnStaff.Open(one, one.Past, day.Land))];
        var plan = BoundedSolver.Solve(new SolverRequest { Seconds = 1, Assignment = Matching.Problem(posts, open, policy) }).Assignment!;
        List<(ShiftTask, Person, MatchCost?)> found = [];
        for (var row = 0; row < posts.Length; row++)
        {
            var column = plan.Columns[row];
            if (column < 0 || column >= spare.Count) continue;
            var cost = Matching.Cost(posts[row], open[column], policy);
            found.Add((wanted[row], spare[column], IsWorthIt(wanted[row], cost) ? cost : null));
        }
        return found;
    }

    /// <summary>A firm borrows when that costs no more than its own people's overtime for as long would.</summary>
    private bool IsWorthIt(ShiftTask task, MatchCost cost)
    {
        var own = people[task.Firm].Where(one => one.Certs.Any(cert => cert.As<SkillCert>().Kind == task.Skill)).ToList();
        if (own.Count == 0) return true;
        var overtime = own.Average(static one => one.HourFen) * WorkDay.Paid / 60 * 1.5;
        return cost.WageFen + WageRules.Contribution(cost.WageFen, policy) + cost.WayFen <= overtime + WageRules.Contribution((long)overtime, policy);
    }

    private bool IsWilling(Person person, ShiftTask task) =>
        person.IsWilling && TravelRules.Metres(WorkDay.Site(day.Land.Suppliers[person.Firm].Site), WorkDay.Site(day.Land.Suppliers[task.Firm].Site), policy) <= Reach;

    private double Way(Person person, ShiftTask task) => 2 * TravelRules.Metres(WorkDay.Site(day.Land.Suppliers[person.Firm].Site), WorkDay.Site(day.Land.Suppliers[task.Firm].Site), policy) * 60 / 1000.0;

    /// <summary>The day itself: who is absent is known, everybody else takes the work of the own firm, then stays longer for what is left.</summary>
    private WorkedDay Morning(IReadOnlyList<Assigned> lent, HashSet<int> away)
    {
        List<Assigned> done = [.. lent];
        List<Person> idle = [];
        var unmet = new int[day.Land.Suppliers.Count];
        foreach (var firm in day.Land.Suppliers)
        {
            List<ShiftTask> left = [.. tasks[firm.Index]];
            foreach (var one in lent.Where(one => one.Firm == firm.Index)) left.Remove(left.First(task => task.Skill == one.Skill));
            Person[] present = [.. people[firm.Index].Where(one => !one.IsAbsent && !away.Contains(one.Index))];
            var planned = OwnStaff.DayShift(left, present, day.Land);
            List<Assigned> worked = [.. left.Zip(planned).Where(static one => one.Second is not null).Select(static one => OwnStaff.Worked(one.Second!, one.First))];
            var byPerson = worked.ToDictionary(static one => one.Person.Index);
            var (overtime, open) = OwnStaff.Overtime([.. left.Where((_, at) => planned[at] is null)], present, byPerson, day.Land);
            done.AddRange(worked);
            done.AddRange(overtime);
            idle.AddRange(present.Where(one => !byPerson.ContainsKey(one.Index)));
            unmet[firm.Index] = open;
        }
        return new WorkedDay(done, idle, unmet, (0, 0, 0), []);
    }
}

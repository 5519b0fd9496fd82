using Marketplace.Domain.Talent;

namespace Marketplace.Bench.Days;

/// <summary>Counts hours, and checks them without the rules that made them.</summary>
internal static class WorkCount
{
    private const int DayAndOvertime = 480 + 180, MonthOvertime = 36 * 60;

    /// <summary>Adds a day to its firms. What a borrower pays for a person the lender gets back: between them it sums to nothing.</summary>
    public static void Add(WorkDay day, WorkedDay worked, Tally[] firms)
    {
        foreach (var task in day.Tasks) firms[task.Firm][Sum.WorkMinutes] += WorkDay.Paid;
        foreach (var idle in worked.Idle) firms[idle.Firm][Sum.IdleMinutes] += WorkDay.Paid;
        for (var firm = 0; firm < firms.Length; firm++) firms[firm][Sum.UnmetMinutes] += worked.UnmetMinutes[firm];
        foreach (var one in worked.Done)
        {
            if (one.From >= WorkDay.LateBegins) firms[one.Firm][Sum.OvertimeMinutes] += one.Minutes;
            firms[one.Firm][Sum.ExtraWorkFen] += one.Fen;
        }
        foreach (var (lender, borrower, fen) in worked.Recovered)
        {
            firms[borrower][Sum.ExtraWorkFen] += fen;
            firms[lender][Sum.ExtraWorkFen] -= fen;
        }
    }

    /// <summary>What is wrong: hours beyond the law, two places at a time, no time for the way, no certificate, nobody's consent, work that does not add up.</summary>
    public static IReadOnlyList<string> Faults(WorkDay day, WorkedDay worked, bool[] joins)
    {
        List<string> faults = [];
        foreach (var mine in worked.Done.GroupBy(static one => one.Person.Index))
        {
            var person = day.People[mine.Key];
            var spells = mine.OrderBy(static one => one.From).ToList();
            var minutes = spells.Sum(static one => one.Minutes);
            if (minutes > DayAndOvertime) faults.Add($"{person.Id} works {minutes} minutes");
            if (PastMonth(person) + Math.Max(0, minutes - 480) > MonthOvertime && minutes > 480) faults.Add($"{person.Id} works beyond the month's overtime");
            if (spells.Any(one => !person.Certs.Any(cert => cert.As<SkillCert>() is var held && held.Kind == one.Skill && held.Until >= TheDay.At(one.Until)))) faults.Add($"{person.Id} has no certificate");
            if (person.IsAbsent) faults.Add($"{person.Id} is absent and works");
            if (spells.Any(one => one.Firm != person.Firm) && !(person.IsWilling && joins[person.Firm] && spells.All(one => joins[one.Firm]))) faults.Add($"{person.Id} did not agree");
            for (var at = 1; at < spells.Count; at++)
            {
                var way = FreightCount.Km(day.Land.Suppliers[spells[at - 1].Firm].Site, day.Land.Suppliers[spells[at].Firm].Site) / 40 * 60;
                if (spells[at].From < spells[at - 1].Until + way - 1) faults.Add($"{person.Id} is in two places");
            }
        }
        if (worked.Idle.Any(one => worked.Done.Any(did => did.Person == one && did.From < WorkDay.LateBegins))) faults.Add("somebody is idle and at work");
        for (var firm = 0; firm < day.Land.Suppliers.Count; firm++)
        {
            var (asked, did) = (day.Tasks.Count(one => one.Firm == firm) * WorkDay.Paid, worked.Done.Where(one => one.Firm == firm).Sum(static one => one.Minutes));
            if (asked != did + worked.UnmetMinutes[firm]) faults.Add($"the work of firm {firm} does not add up: {asked}, {did} done, {worked.UnmetMinutes[firm]} open");
        }
        return faults;
    }

    private static int PastMonth(Person person) => person.Past.Where(static one => one.Start.Month == TheDay.Date.Month).Sum(static one => Math.Max(0, one.Minutes - 480));
}

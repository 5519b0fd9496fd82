using System.Globalization;
using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Talent;

/// <summary>How long one person may work, summed over every employer (Labour Law, articles 36 to 44). Policy parameters, in minutes:
/// <c>dayMinutes</c> (480), <c>overtimeDayMinutes</c> (180), <c>overtimeMonthMinutes</c> (2,160), <c>weekMinutes</c> (2,640) on the average of
/// <c>averageWeeks</c> (4), and <c>restDays</c> (1) a week. Overtime is what goes beyond a working day's hours, and all work on rest days and
/// holidays. Comprehensive-hours systems (综合计算工时) are not there.</summary>
public static class HoursRules
{
    /// <summary>Working hours of a day before overtime.</summary>
    public static int Day(ResourcePolicy policy) => (int)policy.Number("dayMinutes", 480);

    /// <summary>Why a person may not work this beside the rest, with the hours used and left; or null.</summary>
    public static Refusal? Check(WorkSpell asked, IReadOnlyList<WorkSpell> others, ResourcePolicy policy)
    {
        var calendar = WorkCalendar.Of(policy);
        var day = calendar.Day(asked.Start);
        var all = Days(others.Append(asked), calendar);
        var before = Days(others, calendar);
        var normal = Day(policy);

        var limit = (int)policy.Number("overtimeDayMinutes", 180);
        if (all[day] - normal > limit) return No(Codes.TalentOvertimeDay, limit, Math.Max(0, before.GetValueOrDefault(day) - normal), asked.Minutes);

        limit = (int)policy.Number("overtimeMonthMinutes", 2160);
        var (used, then) = (Overtime(before, day, calendar, normal), Overtime(all, day, calendar, normal));
        if (then > limit && then > used) return No(Codes.TalentOvertimeMonth, limit, used, then - used);

        return Week(asked, others, policy, calendar) ?? Rest(asked, others, policy, calendar);
    }

    /// <summary>A person's overtime in the month of a day, in minutes.</summary>
    public static int MonthOvertime(IEnumerable<WorkSpell> spells, DateOnly day, ResourcePolicy policy)
    {
        var calendar = WorkCalendar.Of(policy);
        return Overtime(Days(spells, calendar), day, calendar, Day(policy));
    }

    /// <summary>The months whose shifts a check reads: the average reaches as many weeks back and forth.</summary>
    public static IReadOnlyList<DateOnly> Months(DateTimeOffset start, DateTimeOffset end, ResourcePolicy policy)
    {
        var calendar = WorkCalendar.Of(policy);
        var reach = 7 * (int)policy.Number("averageWeeks", 4);
        var (day, last) = (calendar.Day(start).AddDays(-reach), calendar.Day(end).AddDays(reach));
        List<DateOnly> months = [];
        for (var month = new DateOnly(day.Year, day.Month, 1); month <= last; month = month.AddMonths(1)) months.Add(month);
        return months;
    }

    private static Refusal? Week(WorkSpell asked, IReadOnlyList<WorkSpell> others, ResourcePolicy policy, WorkCalendar calendar)
    {
        var weeks = (int)policy.Number("averageWeeks", 4);
        var limit = (int)policy.Number("weekMinutes", 2640) * weeks;
        var normal = Day(policy);
        var own = WorkCalendar.Week(calendar.Day(asked.Start));
        var (with, without) = (Normal(Days(others.Append(asked), calendar)), Normal(Days(others, calendar)));
        for (var back = 0; back < weeks; back++)
        {
            var first = own.AddDays(-7 * back);
            var (sum, used) = (Sum(with, first), Sum(without, first));
            if (sum > limit && sum > used) return No(Codes.TalentWeekAverage, limit, used, sum - used);
        }
        return null;

        Dictionary<DateOnly, int> Normal(Dictionary<DateOnly, int> days) => days.Where(one => calendar.Kind(one.Key) == DayKind.Workday)
            .GroupBy(static one => WorkCalendar.Week(one.Key)).ToDictionary(static week => week.Key, week => week.Sum(one => Math.Min(normal, one.Value)));

        int Sum(Dictionary<DateOnly, int> byWeek, DateOnly first) => Enumerable.Range(0, weeks).Sum(week => byWeek.GetValueOrDefault(first.AddDays(7 * week)));
    }

    private static Refusal? Rest(WorkSpell asked, IReadOnlyList<WorkSpell> others, ResourcePolicy policy, WorkCalendar calendar)
    {
        var rest = (int)policy.Number("restDays", 1);
        var worked = others.Where(static one => one.Minutes > 0).SelectMany(one => calendar.Touched(one.Start, one.End)).ToHashSet();
        foreach (var week in calendar.Touched(asked.Start, asked.End).GroupBy(WorkCalendar.Week))
        {
            var used = worked.Count(day => WorkCalendar.Week(day) == week.Key);
            var then = used + week.Count(day => !worked.Contains(day));
            if (then > 7 - rest && then > used) return Refusal.Of(Codes.TalentRestDay, ("used", used), ("left", Math.Max(0, 7 - rest - used)), ("rest", rest));
        }
        return null;
    }

    private static Dictionary<DateOnly, int> Days(IEnumerable<WorkSpell> spells, WorkCalendar calendar) =>
        spells.GroupBy(one => calendar.Day(one.Start)).ToDictionary(static day => day.Key, static day => day.Sum(static one => one.Minutes));

    private static int Overtime(Dictionary<DateOnly, int> days, DateOnly month, WorkCalendar calendar, int normal) =>
        days.Where(one => one.Key.Year == month.Year && one.Key.Month == month.Month)
            .Sum(one => calendar.Kind(one.Key) == DayKind.Workday ? Math.Max(0, one.Value - normal) : one.Value);

    private static Refusal No(string code, int limit, int used, int asked) =>
        Refusal.Of(code, ("limit", Hours(limit)), ("used", Hours(used)), ("left", Hours(Math.Max(0, limit - used))), ("asked", Hours(asked)));

    private static string Hours(int minutes) => (minutes / 60m).ToString("0.##", CultureInfo.InvariantCulture);
}

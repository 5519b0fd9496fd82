using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Talent;

/// <summary>What approved time is paid: the hourly wage, 150 % beyond the day's hours, 200 % on rest days, 300 % on holidays. Policy parameters:
/// <c>extendedPercent</c>, <c>restPercent</c>, <c>holidayPercent</c>, and <c>contributionBp</c> (2,600): what the employer pays to social
/// insurance, in hundredths of a percent of the wage. The figure is the region's; the operator sets it.</summary>
public static class WageRules
{
    /// <summary>The sheet of a shift.</summary>
    /// <param name="shift">The shift.</param>
    /// <param name="minutes">What is approved.</param>
    /// <param name="others">The person's other working time; what began earlier on the day has used up its share of the normal hours.</param>
    /// <param name="policy">The parameters.</param>
    public static TimeSheet Sheet(Shift shift, int minutes, IReadOnlyList<WorkSpell> others, ResourcePolicy policy)
    {
        var calendar = WorkCalendar.Of(policy);
        var day = calendar.Day(shift.Start);
        var earlier = others.Where(one => calendar.Day(one.Start) == day && one.Start < shift.Start).Sum(static one => one.Minutes);
        var kind = calendar.Kind(day);
        var normal = kind == DayKind.Workday ? Math.Clamp(HoursRules.Day(policy) - earlier, 0, minutes) : 0;
        var extended = kind == DayKind.Workday ? minutes - normal : 0;
        var rest = kind == DayKind.Rest ? minutes : 0;
        var holiday = kind == DayKind.Holiday ? minutes : 0;
        var weighted = normal * 100L + extended * policy.Number("extendedPercent", 150) + rest * policy.Number("restPercent", 200) + holiday * policy.Number("holidayPercent", 300);
        return new TimeSheet(minutes, normal, extended, rest, holiday, (long)Math.Round((decimal)weighted * shift.HourFen / 6000, MidpointRounding.AwayFromZero));
    }

    /// <summary>The employer's statutory contributions on a wage, in fen.</summary>
    public static long Contribution(long wageFen, ResourcePolicy policy) =>
        (long)Math.Round((decimal)wageFen * policy.Number("contributionBp", 2600) / 10_000, MidpointRounding.AwayFromZero);

    /// <summary>What the borrower of a loan owes: wages, contributions and evidenced costs, and nothing on top.</summary>
    public static LoanBill Bill(IEnumerable<Resource> shifts, IReadOnlyList<EvidencedCost> costs, ResourcePolicy policy)
    {
        var approved = shifts.Where(static one => one.State is "APPROVED" or "PAID").Select(static one => one.As<Shift>().Approved!).ToList();
        var wage = approved.Sum(static one => one.WageFen);
        var contribution = Contribution(wage, policy);
        return new LoanBill(approved.Sum(static one => (long)one.Minutes), wage, contribution, costs, wage + contribution + costs.Sum(static one => one.Fen));
    }
}

using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Talent;
using Xunit;

namespace Marketplace.Tests.Unit.Talent;

/// <summary>The hours and pay of the law by example. November 2026 begins on a Sunday; its 2nd is a Monday.</summary>
public sealed class HoursTests
{
    private static readonly SitePoint here = new("江北厂区", 29.6066, 106.5744);
    private static readonly ResourcePolicy usual = new() { Mode = TalentService.SharedWork, From = DateOnly.MinValue };

    /// <summary>34 hours of overtime this month: eleven days of eleven hours and one of nine, on working days of four weeks.</summary>
    private static readonly IReadOnlyList<WorkSpell> tired =
        [.. new[] { 2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16 }.Select(static day => On(day, 11 * 60)), On(17, 9 * 60)];

    [Fact]
    public void Of_34_hours_of_overtime_two_are_left()
    {
        Assert.Equal(34 * 60, HoursRules.MonthOvertime(tired, new DateOnly(2026, 11, 18), usual));
        Assert.Null(HoursRules.Check(On(18, 10 * 60), tired, usual));
        var no = HoursRules.Check(On(18, 10 * 60 + 1), tired, usual)!;
        Assert.Equal((Codes.TalentOvertimeMonth, "34", "2"), (no.Code, no.Facts["used"], no.Facts["left"]));
        Assert.Null(HoursRules.Check(On(18, 8 * 60), [.. tired, On(19, 10 * 60)], usual)); // a day without overtime is free to work
    }

    [Fact]
    public void A_day_takes_three_hours_of_overtime()
    {
        Assert.Null(HoursRules.Check(On(18, 180, 20), [On(18, 480)], usual));
        var no = HoursRules.Check(On(18, 181, 20), [On(18, 480)], usual)!;
        Assert.Equal((Codes.TalentOvertimeDay, "0", "3"), (no.Code, no.Facts["used"], no.Facts["left"]));
    }

    [Fact]
    public void A_week_has_a_day_of_rest()
    {
        WorkSpell[] six = [.. Enumerable.Range(16, 6).Select(static day => On(day, 120))];
        var no = HoursRules.Check(On(22, 120), six, usual)!;
        Assert.Equal((Codes.TalentRestDay, "6", "0"), (no.Code, no.Facts["used"], no.Facts["left"]));
        Assert.Null(HoursRules.Check(On(23, 120), six, usual));
        // A night into the seventh day touches it.
        Assert.Equal(Codes.TalentRestDay, HoursRules.Check(On(21, 300, 21), [.. six[..5], On(22, 120, 12)], usual)!.Code);
    }

    [Fact]
    public void Four_weeks_of_44_hours_are_the_average()
    {
        var sixDays = usual with { Limits = JsonElement.Parse("""{"weeklyRest":[7]}""") };
        WorkSpell[] weeks = [.. Enumerable.Range(2, 23).Where(static day => new DateOnly(2026, 11, day).DayOfWeek != DayOfWeek.Sunday).Select(static day => On(day, 480))];
        Assert.Equal(20 * 480, weeks.Sum(static one => one.Minutes)); // 160 hours; 16 of the 176 are left
        Assert.Null(HoursRules.Check(On(26, 480), [.. weeks, On(25, 480)], sixDays));
        var no = HoursRules.Check(On(27, 480), [.. weeks, On(25, 480), On(26, 480)], sixDays)!;
        Assert.Equal((Codes.TalentWeekAverage, "176", "176", "0"), (no.Code, no.Facts["limit"], no.Facts["used"], no.Facts["left"]));
    }

    [Fact]
    public void Pay_is_150_200_and_300_percent()
    {
        var holiday = usual with { Limits = JsonElement.Parse("""{"holidays":["2026-11-18"]}""") };
        Assert.Equal(new TimeSheet(600, 480, 120, 0, 0, 80_000 + 30_000), Sheet(17, 600, usual));
        Assert.Equal(new TimeSheet(480, 0, 0, 480, 0, 160_000), Sheet(21, 480, usual));
        Assert.Equal(new TimeSheet(480, 0, 0, 0, 480, 240_000), Sheet(18, 480, holiday));
        // Six hours elsewhere that morning leave two of the day's eight.
        Assert.Equal(new TimeSheet(240, 120, 120, 0, 0, 20_000 + 30_000), WageRules.Sheet(Shift(17, 240, 14), 240, [On(17, 360, 7)], usual));
    }

    [Fact]
    public void The_way_is_a_straight_line_with_a_factor()
    {
        var north = new SitePoint("北", here.Lat + 0.1, here.Lon); // a tenth of a degree is 11.1195 km on a sphere of 6,371.0088 km
        Assert.Equal(14_456, TravelRules.Metres(here, north, usual));
        Assert.Equal(22, TravelRules.Minutes(here, north, usual));
        var first = On(18, 240);
        Assert.Equal(Codes.TalentTravel, TravelRules.Check(new WorkSpell(first.End.AddMinutes(21), first.End.AddMinutes(80), 59, north), [first], usual)!.Code);
        Assert.Null(TravelRules.Check(new WorkSpell(first.End.AddMinutes(22), first.End.AddMinutes(80), 58, north), [first], usual));
        Assert.Equal(Codes.TalentOverlap, TravelRules.Check(new WorkSpell(first.End.AddMinutes(-1), first.End.AddMinutes(80), 81, here), [first], usual)!.Code);
    }

    private static TimeSheet Sheet(int day, int minutes, ResourcePolicy policy) => WageRules.Sheet(Shift(day, minutes, 8), minutes, [], policy);

    private static Shift Shift(int day, int minutes, int hour)
    {
        var spell = On(day, minutes, hour);
        return new Shift { Post = "调模工", Borrower = "hongyan", Start = spell.Start, End = spell.End, Site = here, HourFen = 10_000 };
    }

    private static WorkSpell On(int day, int minutes, int hour = 8)
    {
        var start = new DateTimeOffset(2026, 11, day, hour, 0, 0, TimeSpan.FromHours(8));
        return new WorkSpell(start, start.AddMinutes(minutes), minutes, here);
    }
}

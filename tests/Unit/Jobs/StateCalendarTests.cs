using System.Globalization;
using System.Text;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Jobs;
using Xunit;

namespace Marketplace.Tests.Unit.Jobs;

/// <summary>Days of work and of rest, against the notices of the State Council, and what becomes of a schedule in a year that nobody knows.</summary>
public sealed class StateCalendarTests
{
    private const string Zone = "Asia/Shanghai";

    /// <summary>From the notices: what is no weekday's or weekend's own.</summary>
    [Theory]
    [InlineData("2025-01-26", true)]
    [InlineData("2025-01-27", true)]
    [InlineData("2025-01-28", false)]
    [InlineData("2025-02-04", false)]
    [InlineData("2025-02-05", true)]
    [InlineData("2025-04-27", true)]
    [InlineData("2025-06-02", false)]
    [InlineData("2025-10-08", false)]
    [InlineData("2025-10-11", true)]
    [InlineData("2026-01-02", false)]
    [InlineData("2026-01-04", true)]
    [InlineData("2026-02-14", true)]
    [InlineData("2026-02-23", false)]
    [InlineData("2026-05-09", true)]
    [InlineData("2026-09-20", true)]
    [InlineData("2026-10-07", false)]
    [InlineData("2026-10-10", true)]
    [InlineData("2026-11-27", true)]
    [InlineData("2026-11-28", false)]
    public void Knows_what_was_arranged(string day, bool works)
    {
        Assert.Equal(works, StateCalendar.Known.Works(Day(day)));
        Assert.Equal((works, !works, true), (StateCalendar.Known.Comes("work", Day(day)), StateCalendar.Known.Comes("rest", Day(day)), StateCalendar.Known.Comes("", Day(day))));
    }

    /// <summary>Days that an arrangement gives are days that it takes: weekdays of rest and worked weekends differ by the statutory holidays alone.</summary>
    [Theory, InlineData(2025, 28, 5, 248), InlineData(2026, 33, 6, 248)]
    public void Counts_as_many_days_as_the_notices(int year, int rest, int work, int worked)
    {
        var all = Enumerable.Range(0, 365).Select(n => new DateOnly(year, 1, 1).AddDays(n)).ToList();
        var weekend = all.Where(static day => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday).ToList();
        Assert.Equal(work, weekend.Count(static day => StateCalendar.Known.Works(day) == true));
        Assert.Equal(worked, all.Count(static day => StateCalendar.Known.Works(day) == true));
        Assert.True(rest > 0 && StateCalendar.Known.Sources[year].Contains($"{year}年", StringComparison.Ordinal));
    }

    [Fact]
    public void Guesses_nothing()
    {
        Assert.Null(StateCalendar.Known.Works(Day("2027-01-01")));
        Assert.Null(StateCalendar.Known.Comes("rest", Day("2024-06-01")));
        Assert.Equal(Day("2026-12-31"), StateCalendar.Known.KnownTo(Day("2026-11-27")));
        Assert.Equal(Day("2026-12-31"), StateCalendar.Known.KnownTo(Day("2027-01-01")));
    }

    [Theory]
    [InlineData("0 8 * * *", "work", "2026-09-30T01:00:00Z", "2026-10-08T00:00:00Z")]
    [InlineData("0 8 * * *", "work", "2026-10-09T01:00:00Z", "2026-10-10T00:00:00Z")]
    [InlineData("0 8 * * *", "rest", "2026-10-08T01:00:00Z", "2026-10-11T00:00:00Z")]
    [InlineData("*/5 * * * *", "rest", "2026-11-27T01:00:00Z", "2026-11-27T16:00:00Z")]
    [InlineData("0 8 * * 1-5", "rest", "2026-05-06T01:00:00Z", "2026-06-19T00:00:00Z")]
    public void A_schedule_comes_on_days_of_its_kind(string cron, string days, string after, string next) =>
        Assert.Equal((At(next), true), ScheduleRules.Next(Trigger(cron, days), Zone, StateCalendar.Known, At(after)));

    [Fact]
    public void A_schedule_does_not_know_its_next_time_in_a_year_that_is_not_arranged()
    {
        Assert.Equal((At("2027-01-01T00:00:00Z"), false), ScheduleRules.Next(Trigger("0 8 * * *", "work"), Zone, StateCalendar.Known, At("2026-12-31T01:00:00Z")));
        Assert.Equal((At("2027-01-01T00:00:00Z"), true), ScheduleRules.Next(Trigger("0 8 * * *", ""), Zone, StateCalendar.Known, At("2026-12-31T01:00:00Z")));
        var told = StateCalendar.Read(Encoding.UTF8.GetBytes("""{"years":[{"year":2027,"source":"a notice","dated":"2026-11-20","rest":["2027-01-01/2027-01-03"],"work":[]}]}"""), StateCalendar.Known);
        Assert.Equal((At("2027-01-04T00:00:00Z"), true), ScheduleRules.Next(Trigger("0 8 * * *", "work"), Zone, told, At("2026-12-31T01:00:00Z")));
        Assert.True(told.Works(Day("2026-10-10")));
    }

    [Fact]
    public void Days_make_another_schedule_and_none_leaves_the_old_one()
    {
        Assert.NotEqual(ScheduleRules.Name(Trigger("0 8 * * *", "work")), ScheduleRules.Name(Trigger("0 8 * * *", "rest")));
        Assert.Equal("e2ccb91ab9d0dbaf".Length, ScheduleRules.Name(Trigger("0 8 * * *", "")).Length);
        Assert.True(ScheduleRules.IsFirst("*/5 * * * *", Zone, At("2026-11-26T16:00:00Z")));
        Assert.False(ScheduleRules.IsFirst("*/5 * * * *", Zone, At("2026-11-26T16:05:00Z")));
    }

    [Theory]
    [InlineData("""{}""", "years")]
    [InlineData("""{"years":[{"year":2027,"source":"","dated":"2026-11-20","rest":[],"work":[]}]}""", "source")]
    [InlineData("""{"years":[{"year":2027,"source":"a","dated":"soon","rest":[],"work":[]}]}""", "soon")]
    [InlineData("""{"years":[{"year":2027,"source":"a","dated":"2026-11-20","rest":["2026-12-31"],"work":[]}]}""", "2026-12-31")]
    [InlineData("""{"years":[{"year":2027,"source":"a","dated":"2026-11-20","rest":["2027-01-03/2027-01-01"],"work":[]}]}""", "2027-01-03/2027-01-01")]
    [InlineData("""{"years":[{"year":2027,"source":"a","dated":"2026-11-20","rest":[],"work":["2027-01-04"]}]}""", "weekday")]
    [InlineData("""{"years":[{"year":2027,"source":"a","dated":"2026-11-20","rest":["2027-01-02"],"work":["2027-01-02"]}]}""", "both")]
    [InlineData("nothing", "years")]
    public void A_file_that_is_no_calendar_is_named(string json, string word) =>
        Assert.Contains(word, Assert.Throws<FormatException>(() => StateCalendar.Read(Encoding.UTF8.GetBytes(json), StateCalendar.Known)).Message, StringComparison.Ordinal);

    private static TriggerSpec Trigger(string cron, string days) => new(Causes.Schedule, "count", "", "", "", cron, "", "", "") { Days = days };

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

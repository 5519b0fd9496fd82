using System.Globalization;
using Marketplace.Domain.Jobs;
using Xunit;

namespace Marketplace.Tests.Unit.Jobs;

/// <summary>When schedules come. The checker walks minute by minute through local time and knows nothing of cron libraries.</summary>
public sealed class ScheduleTests(ITestOutputHelper output)
{
    private delegate DateTimeOffset? Rule(string cron, string zone, DateTimeOffset due, DateTimeOffset now);

    private const string Zone = "Asia/Shanghai";

    private static int Runs => Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 5_000 : 400;

    private static readonly (string Name, Rule Rule)[] wrongs =
    [
        ("hours missed are caught up with", static (cron, zone, due, _) => ScheduleRules.Next(cron, zone, due)),
        ("a clock put back brings an hour again", static (cron, zone, _, now) => ScheduleRules.Next(cron, zone, now)),
        ("the firm's zone is not looked at", static (cron, _, due, now) => ScheduleRules.Following(cron, "UTC", due, now)),
        ("one is left out", static (cron, zone, due, now) => ScheduleRules.Next(cron, zone, ScheduleRules.Following(cron, zone, due, now) ?? now)),
    ];

    [Fact]
    public void After_a_tick_comes_the_first_time_that_is_still_ahead()
    {
        var (seed, met) = (Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? Environment.TickCount : 20261127, new SortedDictionary<string, int>(StringComparer.Ordinal));
        var dice = new Random(seed);
        for (var run = 0; run < Runs; run++) Assert.Null(Broken(dice, ScheduleRules.Following, met));
        output.WriteLine($"{Runs} ticks, seed {seed}: {string.Join(", ", met.Select(static one => $"{one.Key} {one.Value}"))}");
        Assert.Equal(["clock put back", "in time", "late"], met.Keys);
        foreach (var (name, rule) in wrongs)
        {
            var (tries, why) = (0, (string?)null);
            for (dice = new Random(5); why is null && tries < 300; tries++) why = Broken(dice, rule, []);
            output.WriteLine($"{name}: caught at tick {tries}: {why}");
            Assert.True(why is not null, $"{name} was not caught");
        }
    }

    private static string? Broken(Random dice, Rule rule, SortedDictionary<string, int> met)
    {
        var due = new DateTimeOffset(2026, 11, 27, 0, 0, 0, TimeSpan.Zero).AddMinutes(dice.Next(60 * 24 * 60));
        var late = dice.Next(3);
        var now = late switch { 0 => due.AddSeconds(dice.Next(50)), 1 => due.AddMinutes(dice.Next(60, 3_000)), _ => due.AddMinutes(-dice.Next(1, 90)) };
        var word = late switch { 0 => "in time", 1 => "late", _ => "clock put back" };
        met[word] = met.GetValueOrDefault(word) + 1;
        var (minute, hour, weekday) = (dice.Next(60), dice.Next(24), dice.Next(7));
        var (cron, fits) = dice.Next(4) switch
        {
            0 => ($"{minute} {hour} * * *", (Func<DateTime, bool>)(t => t.Minute == minute && t.Hour == hour)),
            1 => ($"*/20 * * * *", t => t.Minute % 20 == 0),
            2 => ($"{minute} {hour} * * {weekday}", t => t.Minute == minute && t.Hour == hour && (int)t.DayOfWeek == weekday),
            _ => ($"{minute} 8-17 * * 1-5", t => t.Minute == minute && t.Hour is >= 8 and <= 17 && t.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)),
        };
        var next = rule(cron, Zone, due, now);
        var after = due > now ? due : now;
        // China has had no other time than UTC+8 since 1991.
        var walk = new DateTimeOffset(after.Ticks - after.Ticks % TimeSpan.TicksPerMinute, TimeSpan.Zero).AddMinutes(1);
        while (!fits(walk.UtcDateTime.AddHours(8))) walk = walk.AddMinutes(1);
        return next == walk ? null : string.Create(CultureInfo.InvariantCulture, $"{cron} due {due:u} done {now:u}: {walk:u} is next, and {next:u} was promised");
    }

    [Theory]
    // The hour that is missing: right after it. The hour that comes twice: a fixed time once, a step through both.
    [InlineData("30 2 * * *", "Europe/Berlin", "2027-03-27T12:00:00Z", "2027-03-28T01:00:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    [InlineData("*/30 * * * *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z")]
    [InlineData("0 8 * * 7", "Asia/Shanghai", "2026-11-27T00:00:00Z", "2026-11-29T00:00:00Z")]
    [InlineData("0 8 13 * 5", "Asia/Shanghai", "2026-11-27T00:00:00Z", "2027-08-13T00:00:00Z")]
    public void Clocks_that_are_changed_and_days_that_must_both_fit(string cron, string zone, string after, string next) =>
        Assert.Equal(At(next), ScheduleRules.Next(cron, zone, At(after)));

    [Fact]
    public void What_the_manifest_takes_can_be_read_and_what_never_comes_is_known()
    {
        string[] terms = ["*", "0", "5", "3-5", "1,2", "*/7", "1-5/2"];
        var count = 0;
        foreach (var minute in terms)
            foreach (var day in new[] { "*", "1", "28-31/3", "*/31" })
                foreach (var weekday in new[] { "*", "0", "7", "1-5", "5-7", "*/7" })
                {
                    Assert.True(ScheduleRules.Comes($"{minute} {minute} {day} * {weekday}"));
                    count++;
                }
        Assert.False(ScheduleRules.Comes("0 8 31 2 *"));
        Assert.False(ScheduleRules.Comes("0 8 30 2 1"));
        Assert.Equal(168, count);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

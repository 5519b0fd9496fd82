using System.Globalization;
using System.Text.Json;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Resources;

/// <summary>A setter is borrowed over HTTP, from the paper to the first shift: 34 hours of overtime are used this month, so that two more are allowed
/// and no more.</summary>
public sealed class TalentStoryTests(SharedHosts hosts)
{
    private const string Talent = "/api/v1/talent", Worker = "xinghe-worker-2";

    private static readonly object site = new { name = "二车间", lat = 29.6066, lon = 106.5744 };

    [Fact]
    public async Task Of_34_hours_of_overtime_two_are_left()
    {
        var (lender, borrower, setter, other, desk) = (await hosts.As("mkt_dev_lender"), await hosts.As("mkt_dev_sme2"), await hosts.As("mkt_dev_forklift"), await hosts.As("mkt_dev_setter"), await hosts.As("mkt_dev_operator"));
        var zone = TimeSpan.FromHours(8);
        var now = DateTimeOffset.UtcNow.ToOffset(zone);

        var paper = await Make(lender, "certificates", new { worker = Worker, name = "叉车工（示例）", kind = "toolSetter", number = "TS-2", from = At(now.AddDays(-9)), until = At(now.AddDays(90)) });
        Assert.Equal((403, "role.missing"), Code(await lender.Post($"{Talent}/certificates/{paper}/verify", new { })));
        await Do(desk, "certificates", paper, "verify", "VERIFIED");

        var request = await Make(borrower, "requests", new { post = "调模工", needs = new[] { "toolSetter" }, people = 1, from = At(now), until = At(now.AddDays(70)), site, answerBy = At(now.AddDays(3)) });
        await Do(lender, "requests", request, "nominate", "MATCHING", new { worker = Worker, name = "叉车工（示例）", hourFen = 3_000, @base = site });
        var before = (await borrower.Get($"{Talent}/requests/{request}")).Text;
        Assert.DoesNotContain(Worker, before, StringComparison.Ordinal);
        Assert.DoesNotContain("叉车工（示例）", JsonElement.Parse(before).GetProperty("body").ToString(), StringComparison.Ordinal);
        await Do(lender, "requests", request, "offer", "OFFERED", new { candidate = 1 });
        Assert.Contains(Worker, (await borrower.Get($"{Talent}/requests/{request}")).Text, StringComparison.Ordinal);
        await Do(borrower, "requests", request, "accept", "AGREED", new { candidate = 1 });

        var agreement = Expect.Ok(await borrower.Get($"{Talent}/requests/{request}")).GetProperty("body").GetProperty("candidates")[0].GetProperty("agreement").GetString()!;
        Assert.Equal((403, "role.missing"), Code(await lender.Post($"{Talent}/agreements/{agreement}/consent", new { })));
        Assert.Equal((409, "talent.consent"), Code(await other.Post($"{Talent}/agreements/{agreement}/consent", new { })));
        await Do(setter, "agreements", agreement, "consent", "WORKER_CONSENT");
        await Do(lender, "agreements", agreement, "sign", "WORKER_CONSENT");
        Assert.Equal((409, "talent.signed"), Code(await lender.Post($"{Talent}/agreements/{agreement}/sign", new { })));
        await Do(borrower, "agreements", agreement, "sign", "SIGNED");
        var old = await lender.Post($"{Talent}/agreements/{agreement}/checkCover", new { insurer = "工伤保险", policy = "P-1", on = Day(now.AddDays(-31)) });
        Assert.Equal((409, "talent.cover", "31", "30"), (old.Status, old.Code, old.Fact("days"), old.Fact("limit")));
        await Do(lender, "agreements", agreement, "checkCover", "COVER_CHECKED", new { insurer = "工伤保险", policy = "P-1", on = Day(now) });
        await Do(borrower, "agreements", agreement, "activate", "ACTIVE");

        var yesterday = new DateTimeOffset(now.Date.AddDays(-1).AddHours(8), zone);
        Expect.Ok(await lender.Post($"{Talent}/shifts/own-{yesterday:yyyyMMdd}-story/report", new { worker = Worker, name = "叉车工（示例）", start = At(yesterday), end = At(yesterday.AddHours(8)), breakMinutes = 0, site }));

        // Eleven days of eleven hours and one of nine, on working days of next month.
        var days = Weekdays(new DateTime(now.Year, now.Month, 1).AddMonths(1));
        for (var i = 0; i < 12; i++) Assert.Equal("ACCEPTED", (await Take(days[i], i < 11 ? 11 : 9)).Json.GetProperty("state").GetString());
        var no = await Take(days[12], 10.5);
        Assert.Equal((409, "talent.overtimeMonth", "34", "2", "36"), (no.Status, no.Code, no.Fact("used"), no.Fact("left"), no.Fact("limit")));
        Assert.Contains("2 小时", no.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        var yes = await Take(days[12], 10);
        Assert.True(yes.Status == 200, yes.ToString());
        Assert.Equal("ACCEPTED", yes.Json.GetProperty("state").GetString());
        var more = await Take(days[13], 9);
        Assert.Equal(("talent.overtimeMonth", "36", "0"), (more.Code, more.Fact("used"), more.Fact("left")));

        async Task<Reply> Take(DateTime day, double hours)
        {
            var start = new DateTimeOffset(day.AddHours(8), zone);
            var shift = await Make(borrower, "shifts", new { post = "调模工", needs = new[] { "toolSetter" }, start = At(start), end = At(start.AddHours(hours)), breakMinutes = 0, site });
            await Do(lender, "shifts", shift, "offer", "OFFERED", new { agreement });
            Assert.Equal((409, "talent.consent"), Code(await other.Post($"{Talent}/shifts/{shift}/accept", new { })));
            return await setter.Post($"{Talent}/shifts/{shift}/accept", new { });
        }
    }

    private static List<DateTime> Weekdays(DateTime first) =>
        [.. Enumerable.Range(0, 31).Select(day => first.AddDays(day)).Where(day => day.Month == first.Month && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))];

    private static async Task<string> Make(Talk who, string collection, object input) => Expect.Ok(await who.Post($"{Talent}/{collection}", input), 201).GetProperty("id").GetString()!;

    private static async Task Do(Talk who, string collection, string id, string command, string state, object? input = null)
    {
        var done = await who.Post($"{Talent}/{collection}/{id}/{command}", input ?? new { });
        Assert.True(done.Status == 200 && done.Json.GetProperty("state").GetString() == state, $"{command}: {done}");
    }

    private static string At(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static (int, string) Code(Reply reply) => (reply.Status, reply.Code);
}

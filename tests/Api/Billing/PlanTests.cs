using System.Globalization;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Billing;

/// <summary>Plans and bills as their people meet them over HTTP.</summary>
public sealed class PlanTests(SharedHosts hosts)
{
    private const string App = "auto/tag-to-parameter";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_trial_costs_the_platforms_part_alone_and_says_until_when(string engine)
    {
        var firm = await hosts.As("mkt_dev_sme", engine);
        var cost = Expect.Ok(await firm.Post($"/api/v1/installs/{App}/functions/onScan?dryRun=true", new { code = "DEMO-GREEN", machine = "M-01" })).GetProperty("cost");
        Assert.Equal((Expect.Cost(cost), 0), (cost.GetProperty("platform").GetInt64(), cost.GetProperty("publisher").GetInt64()));
        var install = Expect.Ok(await firm.Get($"/api/v1/installs/{App}"));
        Assert.Equal(TimeSpan.FromDays(30), install.GetProperty("trialUntil").GetDateTimeOffset() - install.GetProperty("installedAt").GetDateTimeOffset());
        Assert.Equal(2_000, install.GetProperty("plan").GetProperty("publisherPerCall").GetInt64());
        var quote = Expect.Ok(await firm.Get($"/api/v1/apps/{App}")).GetProperty("quotes")[0];
        var (expected, worst) = (quote.GetProperty("expectedCall").GetInt64(), quote.GetProperty("worstCall").GetInt64());
        Assert.True(expected > 2_000 && worst > expected, quote.ToString());
        Assert.True(cost.GetProperty("platform").GetInt64() + 2_000 <= worst);
    }

    [Fact]
    public async Task A_plan_that_the_app_has_not_is_refused_by_name() =>
        Expect.Pointed(await (await hosts.As("mkt_dev_sme2")).Post("/api/v1/installs", new { app = "demo/echo", grants = "all", plan = "gold" }), "/plan");

    [Fact]
    public async Task A_month_that_runs_is_not_closed_and_the_book_sums_to_nothing()
    {
        var desk = await hosts.As("mkt_dev_operator");
        var month = DateTimeOffset.UtcNow.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        Expect.Refused(await desk.Post("/api/v1/billing/closes", new { month }), 409, "conflict.state");
        Expect.Pointed(await desk.Post("/api/v1/billing/closes", new { month = "2026-13" }), "/month");
        var book = Expect.Ok(await desk.Get("/api/v1/billing"));
        Assert.Equal((0, ""), (book.GetProperty("sum").GetInt64(), book.GetProperty("frozen").GetString()));
        Assert.Equal(book.GetProperty("booked").GetInt64(), book.GetProperty("metered").GetInt64() - book.GetProperty("unposted").GetInt64());
        Expect.Refused(await (await hosts.As("mkt_dev_worker")).Get("/api/v1/invoices"), 403, "role.missing");
    }
}

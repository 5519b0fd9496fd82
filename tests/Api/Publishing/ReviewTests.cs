using System.Text.Json;
using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Publishing;

/// <summary>The operator's desk, one for each brain.</summary>
public sealed class ReviewTests(SharedHosts hosts)
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task What_is_listed_in_one_brain_can_be_refused_in_the_other(string engine)
    {
        var app = ProbeApp.Named("both");
        var (auto, hardware) = (await hosts.As("mkt_dev_operator", engine), await hosts.As("mkt_dev_operator2", engine));
        Expect.Ok(await (await hosts.As("mkt_dev_isv", engine)).Bytes("/api/v1/releases", app.Pack(sectors: "\"auto\", \"hardware\""), "application/zip"), 201);
        Assert.Contains(app.Id, await Waiting(auto));
        Assert.Contains(app.Id, await Waiting(hardware));
        Assert.Equal("listed", Expect.Ok(await app.Decide(auto, "1.0.0", new { decision = "list" })).GetProperty("state").GetString());
        var refused = Expect.Ok(await app.Decide(hardware, "1.0.0", new { decision = "refuse", rules = new[] { "spec.none" }, remark = "没有规格" }));
        Assert.Equal("refused", refused.GetProperty("state").GetString());
        Assert.Equal("spec.none", refused.GetProperty("rules")[0].GetString());
        Assert.DoesNotContain(app.Id, await Waiting(auto));
        Expect.Ok(await (await hosts.As("mkt_dev_sme", engine)).Get($"/api/v1/apps/{app.Id}"));
        Expect.Refused(await (await hosts.As("mkt_dev_hardware", engine)).Get($"/api/v1/apps/{app.Id}"), 404, "notFound");
        var release = Expect.Ok(await (await hosts.As("mkt_dev_isv", engine)).Get($"/api/v1/releases/{app.Id}/1.0.0")).GetProperty("brains");
        Assert.Equal("listed", release.GetProperty("auto").GetProperty("state").GetString());
        Assert.Equal("没有规格", release.GetProperty("hardware").GetProperty("remark").GetString());
        Expect.Refused(await (await hosts.As("mkt_dev_hardware", engine)).Post("/api/v1/installs", new { app = app.Id, grants = "all" }), 404, "notFound");
    }

    [Fact]
    public async Task Six_releases_wait_at_first_and_two_of_them_have_red_findings()
    {
        var seeded = new[] { "chuanyu", "jialing-soft", "demo/echo" };
        var rows = Expect.Ok(await (await hosts.As("mkt_dev_operator")).Get("/api/v1/reviews")).GetProperty("reviews").EnumerateArray()
            .Where(r => seeded.Any(s => r.GetProperty("app").GetString()!.StartsWith(s, StringComparison.Ordinal))).ToList();
        Assert.Equal(6, rows.Count);
        Assert.Equal(2, rows.Count(r => r.GetProperty("red").GetInt32() > 0));
    }

    [Fact]
    public async Task A_review_shows_the_findings_and_a_red_release_cannot_be_listed()
    {
        var desk = await hosts.As("mkt_dev_operator");
        var rows = Expect.Ok(await desk.Get("/api/v1/reviews")).GetProperty("reviews").EnumerateArray().ToList();
        var red = rows.First(r => r.GetProperty("red").GetInt32() > 0);
        var (app, version) = (red.GetProperty("app").GetString()!, red.GetProperty("version").GetString()!);
        var review = Expect.Ok(await desk.Get($"/api/v1/reviews/{app}/{version}"));
        Assert.Contains(review.GetProperty("findings").EnumerateArray(), f => f.GetProperty("severity").GetString() is "Red" or "red");
        Expect.Refused(await new ProbeApp(app).Decide(desk, version, new { decision = "list" }), 422, "review.red");
    }

    [Fact]
    public async Task A_decision_names_its_rules_and_is_taken_once()
    {
        var app = ProbeApp.Named("decided");
        var desk = await hosts.As("mkt_dev_operator");
        Expect.Ok(await (await hosts.As("mkt_dev_isv")).Bytes("/api/v1/releases", app.Pack(), "application/zip"), 201);
        Expect.Pointed(await app.Decide(desk, "1.0.0", new { decision = "ask" }), "/rules");
        Expect.Pointed(await app.Decide(desk, "1.0.0", new { decision = "maybe" }), "/decision");
        Expect.Pointed(await app.Decide(desk, "1.0.0", new { decision = "list", extra = 1 }), "/extra");
        Expect.Pointed(await app.Decide(desk, "1.0.0", "{\"decision\":\"list\",\"decision\":\"refuse\"}"), "/decision");
        Assert.Equal("changesAsked", Expect.Ok(await app.Decide(desk, "1.0.0", new { decision = "ask", rules = new[] { "spec.none" } })).GetProperty("state").GetString());
        Assert.Equal("changesAsked", Expect.Refused(await app.Decide(desk, "1.0.0", new { decision = "list" }), 409, "conflict.state").Fact("state"));
        Expect.Refused(await app.Decide(desk, "7.0.0", new { decision = "list" }), 404, "notFound");
    }

    [Fact]
    public async Task A_decision_repeated_under_its_key_is_the_same_and_another_one_under_it_is_a_mismatch()
    {
        var app = ProbeApp.Named("keyed");
        var desk = await hosts.As("mkt_dev_operator");
        Expect.Ok(await (await hosts.As("mkt_dev_isv")).Bytes("/api/v1/releases", app.Pack(), "application/zip"), 201);
        var path = $"/api/v1/reviews/{app.Id}/1.0.0/decision";
        var key = Guid.NewGuid().ToString();
        var first = await desk.Post(path, new { decision = "list", remark = "好" }, key);
        var again = await desk.Post(path, new { decision = "list", remark = "好" }, key);
        Assert.Equal((200, first.Text), (again.Status, again.Text));
        Expect.Refused(await desk.Post(path, new { decision = "refuse", rules = new[] { "x" } }, key), 422, "operation.mismatch");
    }

    [Theory]
    [InlineData("mkt_dev_sme")]
    [InlineData("mkt_dev_isv")]
    [InlineData("mkt_dev_analyst")]
    public async Task The_desk_is_for_operators(string token)
    {
        var other = await hosts.As(token);
        Expect.Refused(await other.Get("/api/v1/reviews"), 403, "role.missing");
        Expect.Refused(await other.Get("/api/v1/reviews/demo/echo/1.0.0"), 403, "role.missing");
        Expect.Refused(await other.Post("/api/v1/reviews/demo/echo/1.0.0/decision", new { decision = "list" }), 403, "role.missing");
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_suspended_version_stops_in_that_brain_at_once_and_comes_back(string engine)
    {
        var app = await ProbeApp.Installed(hosts, "stopped", engine);
        var (desk, firm) = (await hosts.As("mkt_dev_operator", engine), await hosts.As("mkt_dev_sme2", engine));
        Expect.Ok(await firm.Call(app.Id, "same", 1));
        Expect.Pointed(await desk.Post($"/api/v1/releases/{app.Id}/1.0.0/suspend", new { reason = "" }), "/reason");
        Expect.Refused(await (await hosts.As("mkt_dev_operator2", engine)).Post($"/api/v1/releases/{app.Id}/1.0.0/suspend", new { reason = "x" }), 404, "notFound");
        Expect.Refused(await firm.Post($"/api/v1/releases/{app.Id}/1.0.0/suspend", new { reason = "x" }), 403, "role.missing");
        Assert.Equal("suspended", Expect.Ok(await desk.Post($"/api/v1/releases/{app.Id}/1.0.0/suspend", new { reason = "泄露" })).GetProperty("state").GetString());
        Assert.Equal("泄露", Expect.Refused(await Until(firm, app, 422), 422, "app.suspended").Fact("reason"));
        Expect.Refused(await firm.Get($"/api/v1/apps/{app.Id}"), 404, "notFound");
        Assert.Equal("suspended", Expect.Refused(await desk.Post($"/api/v1/releases/{app.Id}/1.0.0/suspend", new { reason = "x" }), 409, "conflict.state").Fact("state"));
        Assert.Equal("listed", Expect.Ok(await desk.Post($"/api/v1/releases/{app.Id}/1.0.0/resume")).GetProperty("state").GetString());
        Expect.Ok(await Until(firm, app, 200));
    }

    [Fact]
    public async Task A_withdrawn_version_leaves_the_shelf_and_goes_on_where_it_is_installed()
    {
        var app = await ProbeApp.Installed(hosts, "withdrawn");
        var (isv, firm) = (await hosts.As("mkt_dev_isv"), await hosts.As("mkt_dev_sme2"));
        Expect.Refused(await firm.Post($"/api/v1/releases/{app.Id}/1.0.0/withdraw"), 403, "namespace.notYours");
        Expect.Pointed(await isv.Post($"/api/v1/releases/{app.Id}/1.0.0/withdraw"), "?brain");
        Assert.Equal("withdrawn", Expect.Ok(await isv.Post($"/api/v1/releases/{app.Id}/1.0.0/withdraw?brain=auto")).GetProperty("state").GetString());
        Expect.Refused(await firm.Get($"/api/v1/apps/{app.Id}"), 404, "notFound");
        Expect.Refused(await (await hosts.As("mkt_dev_sme")).Post("/api/v1/installs", new { app = app.Id, grants = "all" }), 404, "notFound");
        Expect.Ok(await firm.Call(app.Id, "same", 1));
        Assert.Equal("withdrawn", Expect.Refused(await isv.Post($"/api/v1/releases/{app.Id}/1.0.0/withdraw?brain=auto"), 409, "conflict.state").Fact("state"));
    }

    [Fact]
    public async Task A_higher_version_supersedes_the_listed_one()
    {
        var app = ProbeApp.Named("higher");
        await app.Listed(hosts);
        await app.Listed(hosts, version: "1.0.1");
        var facts = Expect.Ok(await (await hosts.As("mkt_dev_sme")).Get($"/api/v1/apps/{app.Id}"));
        Assert.Equal("1.0.1", facts.GetProperty("card").GetProperty("version").GetString());
        var older = facts.GetProperty("versions").EnumerateArray().Single(v => v.GetProperty("version").GetString() == "1.0.0");
        Assert.Equal("superseded", older.GetProperty("state").GetString());
    }

    /// <summary>A suspension reaches running installs within its bound of two seconds; the answer may be the old one until then.</summary>
    private static async Task<Reply> Until(Talk firm, ProbeApp app, int status)
    {
        var since = System.Diagnostics.Stopwatch.GetTimestamp();
        Reply reply;
        do reply = await firm.Call(app.Id, "same", 1);
        while (reply.Status != status && System.Diagnostics.Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(10));
        return reply;
    }

    private static async Task<List<string>> Waiting(Talk desk) =>
        [.. Expect.Ok(await desk.Get("/api/v1/reviews")).GetProperty("reviews").EnumerateArray().Select(r => r.GetProperty("app").GetString()!)];
}

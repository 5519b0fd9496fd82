using System.Diagnostics;
using System.Text.Json;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Machines;

/// <summary>The scan app with the simulated machines of the demo, over MQTT: green only after the machine's own read-back.</summary>
public sealed class MachineTests(SharedHosts hosts)
{
    private const string App = "auto/tag-to-parameter";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_good_scan_is_validated_then_sent_then_locked_after_the_read_back(string engine)
    {
        var worker = await hosts.As("mkt_dev_worker", engine);
        var scan = Expect.Ok(await worker.Call(App, "onScan", new { code = "DEMO-GREEN", machine = "M-01" })).GetProperty("result");
        Assert.Equal(("green", "VALIDATED"), (scan.GetProperty("answer").GetString(), scan.GetProperty("state").GetString()));
        Assert.NotEqual(0, scan.GetProperty("parameters").GetArrayLength());
        Assert.False(await Startable(worker, Job(scan)));
        Assert.Equal("SENT", Expect.Ok(await worker.Call(App, "confirm", new { job = Job(scan) })).GetProperty("result").GetProperty("state").GetString());
        var ended = await Ended(worker, Job(scan));
        Assert.Equal(["SCANNED", "RESOLVED", "VALIDATED", "CONFIRMED", "SENT", "READBACK_OK", "LOCKED"], Trail(ended));
        Assert.True(await Startable(worker, Job(scan)));
        Assert.Equal("LOCKED", Expect.Refused(await worker.Call(App, "confirm", new { job = Job(scan) }), 422, "job.state").Fact("state"));
    }

    [Theory]
    [InlineData("M-10", "readback.mismatch")]
    [InlineData("M-11", "readback.late", "readback.missing")]
    [InlineData("M-12", "readback.missing")]
    public async Task A_machine_that_lies_lags_or_drops_blocks_its_job_with_its_own_reason(string machine, string reason, string before = "")
    {
        var firm = await hosts.As("mkt_dev_sme");
        var job = Job(await Green(firm, machine));
        Assert.Equal("SENT", Expect.Ok(await firm.Call(App, "confirm", new { job })).GetProperty("result").GetProperty("state").GetString());
        var ended = await Until(firm, job, d => d.GetProperty("state").GetString() == "BLOCKED" && d.GetProperty("reason").GetString() == reason);
        Assert.Equal(("BLOCKED", reason), (ended.GetProperty("state").GetString(), ended.GetProperty("reason").GetString()));
        Assert.NotEqual("", ended.GetProperty("sentence").GetString());
        Assert.DoesNotContain("READBACK_OK", Trail(ended));
        if (before.Length > 0) Assert.Contains(ended.GetProperty("trail").EnumerateArray(), t => t.TryGetProperty("reason", out var earlier) && earlier.GetString() == before);
        Assert.False(await Startable(firm, job));
    }

    [Fact]
    public async Task A_limit_is_released_by_two_people_and_the_machine_must_still_read_back_right()
    {
        var (worker, owner) = (await hosts.As("mkt_dev_worker"), await hosts.As("mkt_dev_sme"));
        var scan = Expect.Ok(await worker.Call(App, "onScan", new { code = "DEMO-ENVELOPE", machine = "M-02" })).GetProperty("result");
        Assert.Equal(("red", "BLOCKED"), (scan.GetProperty("answer").GetString(), scan.GetProperty("state").GetString()));
        Task<Reply> Override(Talk who, string signature) => who.Post($"/api/v1/installs/{App}/functions/override",
            new { job = Job(scan), reason = "试模" }, "", signature.Length == 0 ? [] : [("Second-Signature", signature)]);
        Expect.Refused(await Override(worker, ""), 403, "signature.missing");
        Expect.Refused(await Override(worker, "HY-101:3003"), 403, "signature.self");
        Expect.Refused(await Override(owner, "HY-001:1001"), 403, "signature.self");
        Expect.Refused(await Override(worker, "HY-102:4004"), 403, "signature.invalid");
        Expect.Refused(await Override(worker, "QT-002:2002"), 403, "signature.invalid");
        Assert.Equal("BLOCKED", (await Download(worker, Job(scan))).GetProperty("state").GetString());
        Expect.Ok(await Override(worker, "HY-002:2002"));
        var ended = await Ended(worker, Job(scan));
        Assert.Equal("LOCKED", ended.GetProperty("state").GetString());
        Assert.True(ended.GetProperty("overridden").GetBoolean());
        var overrides = Expect.Ok(await owner.Get($"/api/v1/installs/{App}/records/override?limit=1000")).GetProperty("records").EnumerateArray();
        var line = Assert.Single(overrides, o => o.GetProperty("job").GetString() == Job(scan));
        Assert.Equal(("hongyan-worker-1", "hongyan-leader"), (line.GetProperty("who").GetString(), line.GetProperty("secondSigner").GetString()));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task An_unknown_tag_is_refused_and_leaves_one_line_that_says_who_when_where_and_why(string engine)
    {
        var worker = await hosts.As("mkt_dev_worker", engine);
        var refused = Expect.Refused(await worker.Call(App, "onScan", new { code = "DEMO-NONE", machine = "M-01" }), 422, "tag.unknown");
        Assert.Equal("DEMO-NONE", refused.Fact("code"));
        Assert.True(Expect.Cost(refused.Json.GetProperty("cost")) > 0);
        var log = Expect.Ok(await worker.Get($"/api/v1/installs/{App}/invocations?function=onScan&limit=200")).GetProperty("invocations").EnumerateArray();
        var line = Assert.Single(log, l => l.GetProperty("invocation").GetString() == refused.Json.GetProperty("invocation").GetString());
        Assert.Equal(("hongyan-worker-1", "鸿雁压铸·操作工甲"), (line.GetProperty("actor").GetString(), line.GetProperty("actorName").GetString()));
        Assert.Equal(("DEMO-NONE", "M-01"), (line.GetProperty("input").GetProperty("code").GetString(), line.GetProperty("input").GetProperty("machine").GetString()));
        Assert.Equal(("refused", "tag.unknown"), (line.GetProperty("outcome").GetString(), line.GetProperty("code").GetString()));
        Assert.True(DateTimeOffset.UtcNow - line.GetProperty("at").GetDateTimeOffset() < TimeSpan.FromMinutes(5));
    }

    /// <summary>A seeded tag that is green at this machine.</summary>
    private static async Task<JsonElement> Green(Talk firm, string machine)
    {
        var tags = Expect.Ok(await firm.Get($"/api/v1/installs/{App}/records/tag?limit=400&select=code")).GetProperty("records");
        foreach (var tag in tags.EnumerateArray())
        {
            var dry = await firm.Post($"/api/v1/installs/{App}/functions/onScan?dryRun=true", new { code = tag.GetProperty("code").GetString(), machine });
            if (dry.Status != 200 || dry.Result.GetProperty("answer").GetString() != "green") continue;
            return Expect.Ok(await firm.Call(App, "onScan", new { code = tag.GetProperty("code").GetString(), machine })).GetProperty("result");
        }
        throw new InvalidOperationException($"No seeded tag is green at {machine}.");
    }

    private static string Job(JsonElement scan) => scan.GetProperty("job").GetString()!;

    private static List<string> Trail(JsonElement download) => [.. download.GetProperty("trail").EnumerateArray().Select(t => t.GetProperty("state").GetString()!)];

    private static async Task<bool> Startable(Talk firm, string job) =>
        Expect.Ok(await firm.Call(App, "mayStart", new { job })).GetProperty("result").GetProperty("startable").GetBoolean();

    private static async Task<JsonElement> Download(Talk firm, string job) => Expect.Ok(await firm.Get($"/api/v1/installs/{App}/records/download/{job}"));

    private static Task<JsonElement> Ended(Talk firm, string job) => Until(firm, job, d => d.GetProperty("state").GetString() is "LOCKED" or "BLOCKED");

    private static async Task<JsonElement> Until(Talk firm, string job, Func<JsonElement, bool> done)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var download = await Download(firm, job);
            if (done(download) || Stopwatch.GetElapsedTime(since) > Patience) return download;
            await Task.Delay(100);
        }
    }
}

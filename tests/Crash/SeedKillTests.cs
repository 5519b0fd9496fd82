using System.Diagnostics;
using Marketplace.Tests.Crash.Driving;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Crash;

/// <summary>SIGKILL while the demo is being planted: the next start goes on where that one stopped.</summary>
public sealed class SeedKillTests
{
    /// <summary>By day the one that people start with.</summary>
    public static IEnumerable<TheoryDataRow<string>> Engines => Seeds.Nightly ? ["sqlite", "postgres"] : ["sqlite"];

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_next_start_completes_the_seed(string engine)
    {
        var dice = Seeds.Dice($"seed kills on {engine}");
        await using var host = await RunningHost.Launched(engine);
        for (var kill = 1; ; kill++)
        {
            await host.Until("/health/live");
            await Task.Delay(dice.Next(20, 600), TestContext.Current.CancellationToken);
            var children = Children.All(host.ProcessId);
            await host.Kill();
            await Children.Gone(children);
            if (kill == (Seeds.Nightly ? 8 : 1)) break;
            host.Launch();
        }
        var since = Stopwatch.GetTimestamp();
        await host.Start();
        Seeds.Say($"{engine}: ready after {Stopwatch.GetElapsedTime(since).TotalSeconds:F1} s");
        await Whole(host);
    }

    /// <summary>Everything that the demo promises, and nothing of it twice.</summary>
    private static async Task Whole(RunningHost host)
    {
        using var firm = new Talk(host.Address, "mkt_dev_sme");
        using var hardware = new Talk(host.Address, "mkt_dev_hardware");
        using var desk = new Talk(host.Address, "mkt_dev_operator");
        Assert.Equal(["auto/delivery", "auto/energy", "auto/oee", "auto/piecework", "auto/spc", "auto/tag-to-parameter", "demo/echo"], Names(await firm.Get("/api/v1/apps"), "apps", "app"));
        Assert.Equal(["demo/echo"], Names(await hardware.Get("/api/v1/apps"), "apps", "app"));
        Assert.Equal(["auto/piecework", "auto/spc", "auto/tag-to-parameter", "demo/echo"], Names(await firm.Get("/api/v1/installs"), "installs", "app"));
        Assert.Equal(6, (await desk.Get("/api/v1/reviews")).Json.GetProperty("reviews").GetArrayLength());
        Assert.Single((await firm.Get("/api/v1/collections")).Json.GetProperty("collections").EnumerateArray());
        var tags = (await firm.Get("/api/v1/installs/auto/tag-to-parameter/records/tag?limit=1000")).Json.GetProperty("records");
        Assert.True(tags.GetArrayLength() >= 300);
        var scan = await firm.Post("/api/v1/installs/auto/tag-to-parameter/functions/onScan", new { code = "DEMO-GREEN", machine = "M-01" });
        Assert.Equal("green", scan.Result.GetProperty("answer").GetString());
    }

    private static List<string> Names(Reply reply, string list, string name) =>
        [.. reply.Json.GetProperty(list).EnumerateArray().Select(item => item.GetProperty(name).GetString()!).Order(StringComparer.Ordinal)];
}

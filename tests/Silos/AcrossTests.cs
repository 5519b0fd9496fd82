using System.Diagnostics;
using System.Text.Json;
using Marketplace.Tests.Crash;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Silos;

/// <summary>What one host is told counts at the others within fifteen seconds; nothing that must hold is held by one host alone.</summary>
public sealed class AcrossTests(Fleet fleet)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15), Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_suspension_by_the_desk()
    {
        var app = await FleetApp.Installed(fleet[0]);
        using var desk = new Talk(fleet[0].Address, "mkt_dev_operator");
        await Counts("a suspension", talk => talk.Call(app.Id, "same", new { }), 422, "app.suspended",
            () => desk.Post($"/api/v1/releases/{app.Id}/1.0.0/suspend", new { reason = "a fault" }));
        FleetApp.Must(200, await desk.Post($"/api/v1/releases/{app.Id}/1.0.0/resume"));
    }

    [Fact]
    public async Task A_pause_by_the_firm_for_calls_that_only_read_too()
    {
        var app = await FleetApp.Installed(fleet[0]);
        using var firm = new Talk(fleet[0].Address, FleetApp.Firm);
        await Counts("a pause", talk => talk.Call(app.Id, "total", new { }), 409, "conflict.state", () => firm.Post($"{app.Path}/suspend"));
    }

    [Fact]
    public async Task A_lowered_cap()
    {
        var app = await FleetApp.Installed(fleet[0]);
        using var firm = new Talk(fleet[0].Address, FleetApp.Firm);
        await Counts("a cap", talk => talk.Call(app.Id, "same", new { }), 402, "cap.reached", () => firm.Put($"{app.Path}/cap", new { monthlyCap = 1 }));
    }

    [Fact]
    public async Task An_uninstall()
    {
        var app = await FleetApp.Installed(fleet[0]);
        using var firm = new Talk(fleet[0].Address, FleetApp.Firm);
        await Counts("an uninstall", talk => talk.Call(app.Id, "total", new { }), 404, "notFound", () => firm.Post($"{app.Path}/uninstall"));
    }

    [Fact]
    public async Task Wrong_PINs_are_counted_together()
    {
        var app = await FleetApp.Installed(fleet[0]);
        Task<Reply> Sign(int host, string pin) => With(host, talk => talk.Post($"{app.Path}/functions/signed", new { }, "", ("Second-Signature", $"QT-002:{pin}")));
        FleetApp.Must(200, await Sign(0, "2002"));
        for (var wrong = 0; wrong < 5; wrong++) Refused(await Sign(wrong, "9999"), 403, "signature.invalid");
        for (var host = 0; host < fleet.Hosts.Count; host++) Refused(await Sign(host, "2002"), 403, "signature.invalid");
    }

    /// <summary>The machines of the demo hang on one host; a job that is confirmed at any host reaches them and is read back.</summary>
    [Fact]
    public async Task A_command_decided_at_one_host_reaches_a_machine_that_hangs_on_another()
    {
        for (var host = 0; host < fleet.Hosts.Count; host++)
        {
            var scan = FleetApp.Must(200, await With(host, static talk => talk.Call("auto/tag-to-parameter", "onScan", new { code = "DEMO-GREEN", machine = "M-01" }), "mkt_dev_worker")).Result;
            var job = scan.GetProperty("job").GetString()!;
            FleetApp.Must(200, await With(host, talk => talk.Call("auto/tag-to-parameter", "confirm", new { job }), "mkt_dev_worker"));
            var since = Stopwatch.GetTimestamp();
            JsonElement download;
            do
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
                download = FleetApp.Must(200, await With(host + 1, talk => talk.Get($"/api/v1/installs/auto/tag-to-parameter/records/download/{job}"), "mkt_dev_worker")).Json;
            }
            while (download.GetProperty("state").GetString() is not ("LOCKED" or "BLOCKED") && Stopwatch.GetElapsedTime(since) < Patience);
            Assert.True(download.GetProperty("state").GetString() == "LOCKED", $"{download}\n{fleet.Printed}");
            Seeds.Say($"confirmed at host {host}, locked after {Stopwatch.GetElapsedTime(since).TotalSeconds:F1} s");
        }
    }

    /// <summary>Before, each host does it; after one was told, each refuses it within the bound.</summary>
    private async Task Counts(string what, Func<Talk, Task<Reply>> ask, int status, string code, Func<Task<Reply>> tell)
    {
        for (var host = 0; host < fleet.Hosts.Count; host++) FleetApp.Must(200, await With(host, ask));
        FleetApp.Must(200, await tell());
        var since = Stopwatch.GetTimestamp();
        for (var host = 1; host <= fleet.Hosts.Count; host++)
        {
            Reply reply;
            while ((reply = await With(host, ask)).Code != code && Stopwatch.GetElapsedTime(since) < Bound) await Task.Delay(100);
            Refused(reply, status, code);
        }
        Seeds.Say($"{what} counted everywhere after {Stopwatch.GetElapsedTime(since).TotalMilliseconds:F0} ms");
    }

    private async Task<Reply> With(int host, Func<Talk, Task<Reply>> ask, string token = FleetApp.Firm)
    {
        using var talk = new Talk(fleet[host].Address, token);
        return await ask(talk);
    }

    private static void Refused(Reply reply, int status, string code) => Assert.True((reply.Status, reply.Code) == (status, code), reply.ToString());
}

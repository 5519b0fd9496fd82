using System.Diagnostics;
using Marketplace.Tests.Crash;
using Marketplace.Tests.Crash.Driving;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Silos;

/// <summary>A host is killed, is frozen, or is told to leave, under load. Nothing acknowledged is lost, nothing happens twice, no install is
/// in an unknown state, and what was on the host answers again.</summary>
public sealed class LosingTests(Fleet fleet)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static int Apps => Seeds.Nightly ? 40 : 6;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_host()
    {
        var dice = Seeds.Dice("silo kills");
        for (var kill = 0; kill < (Seeds.Nightly ? 10 : 1); kill++)
        {
            await using var load = await Load.Start(fleet, Apps);
            await load.For(TimeSpan.FromMilliseconds(dice.Next(1_500, 3_000)));
            var victim = fleet[dice.Next(fleet.Hosts.Count)];
            var children = Children.All(victim.ProcessId);
            await victim.Kill();
            var moment = Stopwatch.GetTimestamp();
            await load.For(TimeSpan.FromSeconds(12));
            await Children.Gone(children);
            await victim.Start();
            await load.For(TimeSpan.FromSeconds(2));
            var sent = await load.Stop();
            Say($"kill {kill}", load, sent, moment);
            await load.Judge(kill);
        }
    }

    [Fact]
    public async Task A_frozen_host_that_wakes()
    {
        var dice = Seeds.Dice("frozen silos");
        foreach (var seconds in Seeds.Nightly ? [10, 20, 40] : new[] { 14 })
        {
            await using var load = await Load.Start(fleet, Apps);
            await load.For(TimeSpan.FromSeconds(2));
            var victim = fleet[dice.Next(fleet.Hosts.Count)];
            victim.Signal("STOP");
            var moment = Stopwatch.GetTimestamp();
            await load.For(TimeSpan.FromSeconds(seconds));
            victim.Signal("CONT");
            var woken = Stopwatch.GetTimestamp();
            var ended = await victim.ExitCode(TimeSpan.FromSeconds(40));
            var after = Stopwatch.GetElapsedTime(woken);
            await load.For(TimeSpan.FromSeconds(1));
            if (ended is not null) await victim.Start();
            await victim.Until("/health/ready");
            using var talk = new Talk(victim.Address, FleetApp.Firm);
            FleetApp.Must(200, await talk.Get("/api/v1/installs"));
            var sent = await load.Stop();
            Say($"frozen for {seconds} s, " + (ended is null ? "it serves again" : $"it ended with {ended} after {after.TotalSeconds:F1} s"), load, sent, moment);
            Assert.NotEqual(0, ended);
            await load.Judge(0);
            await load.Judge(1);
        }
    }

    /// <summary>Each host in turn is told to leave and comes back, behind clients that pass over hosts which are not ready, as a balancer does:
    /// nobody is refused, and nobody has to ask again.</summary>
    [Fact]
    public async Task A_rolling_restart_fails_nobody()
    {
        await using var load = await Load.Start(fleet, Seeds.Nightly ? 12 : 4);
        load.Watch();
        await load.For(TimeSpan.FromSeconds(1));
        foreach (var host in fleet.Hosts)
        {
            host.Signal("TERM");
            await Unready(host);
            Assert.Equal(0, await host.ExitCode(Patience));
            await load.For(TimeSpan.FromSeconds(1));
            await host.Start();
            await load.For(TimeSpan.FromSeconds(1));
        }
        var sent = await load.Stop();
        Seeds.Say($"rolling restart of {fleet.Hosts.Count}: {sent} asked; asked again: {load.Again}");
        await load.Judge(0);
        Assert.True(load.Failures == 0, $"{load.Again}\n{fleet.Printed}");
    }

    /// <summary>It says that it is not ready while it still answers.</summary>
    private static async Task Unready(RunningHost host)
    {
        using var talk = new Talk(host.Address, "");
        var since = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(since) < Patience)
        {
            if ((await talk.Get("/health/ready")).Status == 503)
            {
                Assert.Equal(200, (await talk.Get("/health/live")).Status);
                return;
            }
            await Task.Delay(20, Cancel);
        }
        Assert.Fail("The host that leaves says that it is ready.");
    }

    private static void Say(string what, Load load, int sent, long moment)
    {
        var gaps = load.Gaps(moment);
        Seeds.Say($"{what}: {sent} asked; {gaps.Count} apps answer again, median {gaps[gaps.Count / 2].TotalSeconds:F1} s, "
            + $"p95 {gaps[(int)Math.Ceiling(gaps.Count * 0.95) - 1].TotalSeconds:F1} s, longest {gaps[^1].TotalSeconds:F1} s; asked again: {load.Again}");
    }
}

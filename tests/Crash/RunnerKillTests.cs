using System.Diagnostics;
using Marketplace.Tests.Crash.Driving;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Crash;

/// <summary>SIGKILL of the runner that takes the calls: the host and its callers do not notice, but for a moment.</summary>
public sealed class RunnerKillTests
{
    private const string App = "/api/v1/installs/auto/tag-to-parameter";
    private const int Hands = 16;

    /// <summary>Looked at by night, when nothing runs beside it; by day it is printed, and that it was the standby who took over is looked at.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Every_call_answers_once_and_the_standby_serves_within_a_second()
    {
        var (calls, kills) = Seeds.Nightly ? (1_000, 4) : (150, 1);
        var dice = Seeds.Dice("runner kills");
        await using var host = await RunningHost.Start();
        using var firm = new Talk(host.Address, "mkt_dev_sme");
        for (var n = 0; n < 20; n++) Assert.Equal(200, (await firm.Post($"{App}/functions/onScan", new { code = "DEMO-GREEN", machine = "M-01" })).Status);
        var moments = Enumerable.Range(1, kills).Select(kill => calls * kill / (kills + 1) + dice.Next(Hands)).ToHashSet();
        var (begun, killed, heirs, answered) = (0, new List<long>(), new List<int>(), new List<(long Sent, long Came, Reply Reply)>());
        await Task.WhenAll(Enumerable.Range(0, Hands).Select(async _ =>
        {
            while (Interlocked.Increment(ref begun) is var turn && turn <= calls)
            {
                if (moments.Contains(turn))
                {
                    await Children.StandbyIsWarm(host.ProcessId);
                    lock (killed)
                    {
                        heirs.Add(Children.Runners(host.ProcessId)[1]);
                        killed.Add(Kill(host.ProcessId));
                    }
                }
                var sent = Stopwatch.GetTimestamp();
                var reply = await firm.Post($"{App}/functions/onScan", new { code = "DEMO-GREEN", machine = "M-01" }, $"call-{turn}");
                lock (answered) answered.Add((sent, Stopwatch.GetTimestamp(), reply));
            }
        }));
        Assert.Equal((calls, kills), (answered.Count, killed.Count));
        var refused = answered.Where(one => one.Reply.Status != 200).Select(one => one.Reply.ToString()).ToList();
        Assert.True(refused.Count == 0, $"{refused.Count} calls were refused, such as {refused.FirstOrDefault()}\n{host.Printed}");
        await Once(firm, answered.ConvertAll(a => a.Reply));
        Assert.Equal(heirs[^1], Children.Runners(host.ProcessId)[0]);
        foreach (var at in killed)
        {
            var gap = answered.Where(a => a.Sent > at).Select(a => Stopwatch.GetElapsedTime(at, a.Came)).DefaultIfEmpty(TimeSpan.Zero).Min();
            var longest = answered.Where(a => a.Sent <= at && a.Came > at).Select(a => Stopwatch.GetElapsedTime(at, a.Came)).DefaultIfEmpty().Max();
            Seeds.Say($"runner killed: the next call was answered after {gap.TotalMilliseconds:F0} ms, the last of those it held after {longest.TotalMilliseconds:F0} ms");
            Assert.True(!Seeds.Nightly || gap < Gap, $"the standby served after {gap.TotalMilliseconds:F0} ms");
        }
    }

    /// <summary>Each answer has its own job and its own line, and there are no others.</summary>
    private static async Task Once(Talk firm, List<Reply> replies)
    {
        var jobs = replies.Select(r => r.Result.GetProperty("job").GetString()!).ToHashSet();
        var lines = replies.Select(r => r.Json.GetProperty("invocation").GetString()!).ToHashSet();
        Assert.Equal((replies.Count, replies.Count), (jobs.Count, lines.Count));
        var seen = await Checking.Seen.Read(firm.Address, new History([], new Dictionary<string, Ack>()));
        Assert.Equal((replies.Count + 20, replies.Count + 20), (seen.Jobs.Count, seen.Invocations.Count));
        Assert.True(jobs.IsSubsetOf(seen.Jobs) && lines.IsSubsetOf(seen.Invocations));
        Assert.Equal((seen.Jobs.Count, seen.Invocations.Count), (seen.Jobs.Distinct().Count(), seen.Invocations.Distinct().Count()));
    }

    private static long Kill(int host)
    {
        using var runner = Process.GetProcessById(Children.Runners(host)[0]);
        runner.Kill();
        return Stopwatch.GetTimestamp();
    }
}

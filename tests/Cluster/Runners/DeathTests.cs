using System.Diagnostics;
using System.Globalization;
using System.Text;
using Marketplace.Domain.Invocations;
using Xunit;

namespace Marketplace.Tests.Cluster.Runners;

/// <summary>Runners that are killed or stopped from outside take no call with them.</summary>
[Collection("runners")]
public sealed class DeathTests(ITestOutputHelper output)
{
    private static readonly int Calls = Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 1_000 : 150;
    private static readonly Script Adds = Pools.Script("const a = await ctx.records.tag.count(); const b = await ctx.records.tag.count(); let s = 0; for (let i = 0; i < 300; i++) s += i; return [input.n, a, b];");

    [Fact]
    public async Task Loses_no_call_to_kill_9()
    {
        await using var pools = await Pools.Start();
        var answers = new int[Calls];
        var stops = new List<TimeSpan>();
        var done = 0;
        using var end = new CancellationTokenSource();
        var killing = Kill(pools, stops, end.Token);
        await Parallel.ForEachAsync(Enumerable.Range(0, Calls), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (n, cancel) =>
        {
            var broker = new Counting(TimeSpan.FromMilliseconds(10));
            var outcome = await pools.Pool.Run(Adds, Pools.Call("t" + n % 5, $"{{\"n\":{n}}}"), broker, cancel);
            Assert.True(outcome.Verdict == Verdict.Completed, $"call {n}: {outcome.Verdict} {outcome.Refusal?.Code}");
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"[{n},1,2]"), Encoding.UTF8.GetString(outcome.Result));
            Assert.Equal(2, broker.Asked);
            Interlocked.Increment(ref answers[n]);
            Interlocked.Increment(ref done);
        });
        await end.CancelAsync();
        await killing;
        Assert.All(answers, count => Assert.Equal(1, count));
        output.WriteLine($"{done} calls answered once each over {stops.Count} kills; {pools.Pool.Stats}");
        output.WriteLine($"a new call was served after {string.Join(", ", stops.Select(s => s.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture)))} ms");
        Assert.NotEmpty(stops);
        Assert.Equal(0, pools.Pool.Stats.Quarantined);
    }

    [Fact]
    public async Task Loses_no_call_to_a_runner_that_stands_still()
    {
        await using var pools = await Pools.Start(silence: TimeSpan.FromSeconds(1.5));
        var calls = Enumerable.Range(0, 10).Select(n => pools.Pool.Run(Adds, Pools.Call("t", $"{{\"n\":{n}}}"), new Counting(TimeSpan.FromMilliseconds(300)), CancellationToken.None)).ToList();
        await Task.Delay(100, TestContext.Current.CancellationToken);
        var stopped = Stopwatch.GetTimestamp();
        await Children.Signal("STOP", pools.Pool.ProcessIds[0]);
        var outcomes = await Task.WhenAll(calls);
        output.WriteLine($"all answered {Stopwatch.GetElapsedTime(stopped).TotalMilliseconds:F0} ms after the runner was stopped; {pools.Pool.Stats}");
        Assert.All(outcomes, o => Assert.Equal(Verdict.Completed, o.Verdict));
        Assert.InRange(pools.Pool.Stats.Kills, 1, 2); // a busy machine can keep another one as silent
    }

    [Fact]
    public async Task Replaces_a_standby_that_dies()
    {
        await using var pools = await Pools.Start();
        var standby = Children.Runners().Except(pools.Pool.ProcessIds).Single();
        await Children.Signal("KILL", standby);
        await Pools.Until(() => Children.Runners() is { Count: 2 } now && !now.Contains(standby));
        await Children.Signal("KILL", pools.Pool.ProcessIds[0]);
        var outcome = await pools.Pool.Run(Adds, Pools.Call("t", """{"n":1}"""), new Counting(TimeSpan.Zero), TestContext.Current.CancellationToken);
        Assert.Equal(Verdict.Completed, outcome.Verdict);
        await Pools.Until(() => Children.Runners().Count == 2);
    }

    [Fact]
    public async Task Ends_its_runners_with_itself()
    {
        await using (await Pools.Start(runners: 2)) Assert.Equal(3, Children.Runners().Count);
        Assert.Empty(Children.Runners());
    }

    private static async Task Kill(Pools pools, List<TimeSpan> stops, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await Task.Delay(400, CancellationToken.None);
            if (end.IsCancellationRequested || pools.Pool.ProcessIds is not [var id, ..]) continue;
            await Children.Signal("KILL", id);
            var killed = Stopwatch.GetTimestamp();
            var outcome = await pools.Pool.Run(Adds, Pools.Call("probe", """{"n":0}"""), new Counting(TimeSpan.Zero), CancellationToken.None);
            Assert.Equal(Verdict.Completed, outcome.Verdict);
            stops.Add(Stopwatch.GetElapsedTime(killed));
            await Pools.Until(() => Children.Runners().Count >= 2);
        }
    }
}

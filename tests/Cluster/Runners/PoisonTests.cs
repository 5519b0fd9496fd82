using System.Diagnostics;
using System.Globalization;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Xunit;

namespace Marketplace.Tests.Cluster.Runners;

/// <summary>One tenant's bad app is that tenant's trouble alone.</summary>
[Collection("runners")]
public sealed class PoisonTests(ITestOutputHelper output)
{
    private static readonly Script Honest = Pools.Script("const a = await ctx.records.tag.count(); let s = 0; for (let i = 0; i < 300; i++) s += i; return s;");

    [Fact]
    public async Task Quarantines_what_ends_its_runner_and_lets_the_innocent_finish()
    {
        await using var pools = await Pools.Start();
        var lethal = Pools.Script(Lethal.Body);
        using var end = new CancellationTokenSource();
        var innocent = Innocent(pools, end.Token);
        var words = new List<Outcome>();
        var ended = 0;
        while (words.Count < 60 && words.Count(static w => w.Refusal!.Code == Codes.AppQuarantined) < 3)
        {
            var word = await pools.Pool.Run(lethal, Pools.Call("poison"), new Counting(TimeSpan.Zero), TestContext.Current.CancellationToken);
            // On some machines the memory limit stops such a call before its watchdog does; that ends no runner and proves nothing.
            if (word.Verdict == Verdict.Memory) ended++;
            else words.Add(word);
            Assert.True(ended < 60, "the memory limit stops every one of these calls: no runner ends, and this test proves nothing");
        }
        await end.CancelAsync();
        var (calls, longest) = await innocent;
        output.WriteLine($"{string.Join(", ", words.Select(w => $"{w.Verdict} {w.Refusal?.Code}"))}; {calls} innocent calls meanwhile, the longest {longest.TotalMilliseconds:F0} ms; {pools.Pool.Stats}");
        Assert.Equal((Codes.LimitDeadline, "it ended its runner process"), (words[0].Refusal!.Code, words[0].Refusal!.Facts["why"]));
        foreach (var word in words.SkipWhile(static w => w.Refusal!.Code == Codes.LimitDeadline))
            Assert.Equal((Verdict.NotAdmitted, Codes.AppQuarantined, "it ended its runner process twice"), (word.Verdict, word.Refusal!.Code, word.Refusal.Facts["why"]));
        Assert.Equal(3, words.Count(static w => w.Refusal!.Code == Codes.AppQuarantined));
        Assert.Equal(1, pools.Pool.Stats.Quarantined);
    }

    /// <summary>Once a runner has named a release, its other calls are not sent to the shared runner again: one shared runner ends, and
    /// two more that the release had to itself.</summary>
    [Fact]
    public async Task Ends_no_more_runners_for_many_calls_of_one_lethal_app_than_it_must()
    {
        await using var pools = await Pools.Start();
        var lethal = Pools.Script(Lethal.Body);
        var bad = Enumerable.Range(0, 12).Select(_ => pools.Pool.Run(lethal, Pools.Call("poison"), new Counting(TimeSpan.Zero), CancellationToken.None)).ToList();
        var good = Enumerable.Range(0, 12).Select(n => pools.Pool.Run(Honest, Pools.Call("good" + n), new Counting(TimeSpan.Zero), CancellationToken.None)).ToList();
        Assert.All(await Task.WhenAll(good), o => Assert.Equal(Verdict.Completed, o.Verdict));
        var ends = (await Task.WhenAll(bad)).GroupBy(o => o.Refusal!.Code).ToDictionary(g => g.Key, g => g.Count());
        output.WriteLine($"{string.Join(", ", ends)}; {pools.Pool.Stats}");
        // On some machines a limit of the runner's own stops such a call before its watchdog does. That ends no runner, and speaks for the
        // release until the next one: each such call may cost one more shared runner, and one that is alone.
        var stopped = ends.Where(static e => e.Key is not (Codes.AppQuarantined or Codes.LimitDeadline)).Sum(static e => e.Value);
        Assert.All(ends.Keys, static code => Assert.True(code == Codes.AppQuarantined || code.StartsWith("limit.", StringComparison.Ordinal), code));
        Assert.InRange(ends.GetValueOrDefault(Codes.LimitDeadline), stopped == 0 ? 1 : 0, 1 + stopped);
        if (stopped == 0) Assert.Equal(11, ends[Codes.AppQuarantined]);
        // The last may not have been counted yet; and a machine that gives a runner no core for seconds lets one more end, for its silence.
        Assert.InRange(pools.Pool.Stats.Deaths, stopped == 0 ? 2 : 0, 4 + 2 * stopped);
    }

    [Fact]
    public async Task Lets_a_greedy_tenant_wait_behind_its_own_calls()
    {
        await using var pools = await Pools.Start();
        var greedy = Pools.Script("for (;;) {}");
        for (var i = 0; i < 60; i++) await pools.Pool.Run(Honest, Pools.Call("warm"), new Counting(TimeSpan.Zero), TestContext.Current.CancellationToken);
        var alone = await Waits(pools, 20);
        var flood = Enumerable.Range(0, 80).Select(_ => pools.Pool.Run(greedy, Pools.Call("greedy"), new Counting(TimeSpan.Zero), CancellationToken.None)).ToList();
        var beside = await Waits(pools, 20);
        var open = flood.Count(f => !f.IsCompleted);
        Assert.All(await Task.WhenAll(flood), o => Assert.Contains(o.Verdict, (Verdict[])[Verdict.Cpu, Verdict.Statements]));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"a call waits {alone.TotalMilliseconds:F0} ms alone and {beside.TotalMilliseconds:F0} ms beside 80 greedy calls, {open} of which were still open after it; {pools.Pool.Stats}"));
        Assert.True(open > 0, "the flood ended before its victim, so nothing was seen");
    }

    private static async Task<TimeSpan> Waits(Pools pools, int calls)
    {
        var waits = new List<TimeSpan>();
        for (var i = 0; i < calls; i++)
        {
            var started = Stopwatch.GetTimestamp();
            Assert.Equal(Verdict.Completed, (await pools.Pool.Run(Honest, Pools.Call("honest"), new Counting(TimeSpan.Zero), CancellationToken.None)).Verdict);
            waits.Add(Stopwatch.GetElapsedTime(started));
        }
        return waits.Order().ElementAt(calls / 2);
    }

    private static async Task<(int Calls, TimeSpan Longest)> Innocent(Pools pools, CancellationToken end)
    {
        var (calls, longest) = (0, TimeSpan.Zero);
        while (!end.IsCancellationRequested)
        {
            var started = Stopwatch.GetTimestamp();
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => pools.Pool.Run(Honest, Pools.Call("innocent" + n), new Counting(TimeSpan.Zero), CancellationToken.None)));
            Assert.All(outcomes, o => Assert.Equal(Verdict.Completed, o.Verdict));
            calls += outcomes.Length;
            if (Stopwatch.GetElapsedTime(started) is var took && took > longest) longest = took;
        }
        return (calls, longest);
    }
}

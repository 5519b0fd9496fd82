using System.Globalization;
using System.Numerics;
using Marketplace.Domain.Devices;
using Xunit;

namespace Marketplace.Tests.Unit.Readings;

/// <summary>Generated series, disordered, late, with gaps, resets and rollovers, in batches of any size: the windows are those of a man with a list.</summary>
public sealed class WindowPropertyTests(ITestOutputHelper output)
{
    private const int Seconds = 1_000;
    private static readonly bool nightly = Environment.GetEnvironmentVariable("NIGHTLY") == "1";
    private static readonly string[] seen = ["late", "in disorder", "recounted", "at a boundary", "gap", "sliding", "rolled over", "fell", "same time", "closed", "batch of nothing new"];

    /// <summary>How readings are taken: the rule, or one made wrong.</summary>
    private delegate WindowStep Taking(WindowSpec spec, TimeSpan zone, WindowState state, List<Point> fresh, Dictionary<long, IReadOnlyList<Point>> again);

    private static readonly Dictionary<string, Taking> wrongRules = new()
    {
        ["a reading at the end belongs to the next"] = (spec, zone, state, fresh, again) => WindowRules.Take(spec, zone, state, fresh.ConvertAll(p => p with { At = p.At + 1 }), Moved(again, 1)),
        ["a late one is put into the next window"] = (spec, zone, state, fresh, again) =>
            WindowRules.Take(spec, zone, state, fresh.ConvertAll(p => p.At <= state.ClosedTo ? p with { At = state.ClosedTo + 1 } : p), again),
        ["what comes again is counted again"] = (spec, zone, state, fresh, again) => WindowRules.Take(spec, zone, state, [.. fresh, .. fresh.Take(1)], again),
        ["disorder is not counted again"] = (spec, zone, state, fresh, _) => WindowRules.Take(spec, zone, state, fresh, new Dictionary<long, IReadOnlyList<Point>>()),
        ["nobody waits for the late"] = (spec, zone, state, fresh, again) => WindowRules.Take(spec with { Lateness = TimeSpan.Zero }, zone, state, fresh, again),
        ["what rose between windows is lost"] = (spec, zone, state, fresh, again) => WindowRules.Take(spec, zone, state with { Before = null }, fresh, again),
        ["a window is told twice"] = (spec, zone, state, fresh, again) => WindowRules.Take(spec, zone, state with { ClosedTo = Math.Max(state.ClosedTo, long.MinValue + 100_000) - (long)spec.Step.TotalMilliseconds }, fresh, again),
        ["a rollover is a fall"] = (spec, zone, state, fresh, again) => WindowRules.Take(spec with { Rollover = null }, zone, state, fresh, again),
        ["the zone is another"] = (spec, zone, state, fresh, again) => WindowRules.Take(spec, zone + TimeSpan.FromSeconds(7), state, fresh, again),
    };

    public static TheoryData<string> Wrong => [.. wrongRules.Keys];

    [Fact]
    public void Windows_are_what_a_man_with_a_list_works_out()
    {
        var (seed, histories) = (Seed(), nightly ? 20_000 : 1_500);
        var tally = new Dictionary<string, int>();
        var wrong = Enumerable.Range(0, histories).Select(n => History(WindowRules.Take, unchecked(seed + n), tally)).FirstOrDefault(static breach => breach is not null);
        output.WriteLine($"seed {seed}, {histories} histories: {string.Join(", ", tally.OrderBy(static t => t.Key).Select(static t => $"{t.Key} {t.Value}"))}");
        Assert.True(wrong is null, wrong);
        Assert.All(seen, what => Assert.Contains(what, tally.Keys));
    }

    [Theory, MemberData(nameof(Wrong))]
    public void Catches_a_wrong_rule(string name)
    {
        var breach = Enumerable.Range(0, 300).Select(n => History(wrongRules[name], 20_261_127 + n, [])).FirstOrDefault(static found => found is not null);
        output.WriteLine(breach ?? "nothing was seen");
        Assert.NotNull(breach);
    }

    private static string? History(Taking take, int seed, Dictionary<string, int> tally)
    {
        var dice = new Random(seed);
        var (step, steps, lateness) = (dice.Next(1, 4) * 10 * Seconds, dice.Next(1, 5), dice.Next(0, 3) * 15 * Seconds);
        step = step == 30_000 ? 60_000 : step;
        var isCounter = dice.Next(2) == 0;
        decimal? rollover = isCounter && dice.Next(2) == 0 ? 100m : null;
        var zone = TimeSpan.FromMinutes(dice.Next(3) switch { 0 => 480, 1 => 345, _ => -210 });
        var spec = new WindowSpec(TimeSpan.FromMilliseconds(step * steps), TimeSpan.FromMilliseconds(step), TimeSpan.FromMilliseconds(lateness), isCounter, rollover);
        Assert.Null(spec.Fault);
        var man = new Meterman(step * steps, step, lateness, (long)zone.TotalMilliseconds, isCounter, rollover is null ? null : 100_000);
        var (state, all) = (new WindowState { Shape = spec.Shape(zone) }, new List<Point>());
        if (steps > 1) Count(tally, "sliding");
        foreach (var batch in Batches(dice, isCounter, rollover, step, tally))
        {
            if (batch.Zip(batch.Skip(1)).Any(static pair => pair.First.CompareTo(pair.Second) > 0)) Count(tally, "in disorder");
            if (batch.Count == 0) Count(tally, "batch of nothing new");
            var again = new Dictionary<long, IReadOnlyList<Point>>();
            foreach (var end in WindowRules.Recounted(spec, zone, state, batch))
            {
                again[end] = [.. all.Concat(batch).Where(p => p.At > end - step && p.At <= end)];
                Count(tally, "recounted");
            }
            all.AddRange(batch);
            var done = take(spec, zone, state, batch, again);
            var expected = man.Hear(batch.Select(static p => (p.At, p.Seq, new BigInteger(p.Value * 1000m))));
            List<string> closed = [.. done.Closed.Select(Meterman.Say)];
            for (var i = 0; i < closed.Count; i++) Count(tally, "closed");
            if (!expected.SequenceEqual(closed)) return $"history {seed}: expected {string.Join(" | ", expected.Except(closed).Take(2))}, came {string.Join(" | ", closed.Except(expected).Take(2))} ({expected.Count} and {closed.Count})";
            state = WindowState.Read(done.State.Bytes());
            if (state.Late != man.Late || state.Counted != man.Kept) return $"history {seed}: {state.Counted} counted and {state.Late} late, the man has {man.Kept} and {man.Late}";
            var open = state.Panes.Where(pane => pane.End > state.ClosedTo).Sum(static pane => pane.Count);
            if (open != man.Open) return $"history {seed}: {open} are open, the man has {man.Open}";
        }
        if (man.Late > 0) Count(tally, "late");
        if (man.Drops > 0) Count(tally, rollover is null ? "fell" : "rolled over");
        return null;
    }

    private static IEnumerable<List<Point>> Batches(Random dice, bool isCounter, decimal? rollover, int step, Dictionary<string, int> tally)
    {
        var at = new DateTimeOffset(2026, 11, 27, 15, 59, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var (value, points) = (50m, new List<Point>());
        for (long seq = 1; seq <= dice.Next(20, 120); seq++)
        {
            var wait = dice.Next(10) switch { 0 => 0, 1 => step, 2 => dice.Next(5 * step), 3 => (int)(step - (at % step)), _ => dice.Next(8 * Seconds) };
            at += wait;
            if (wait == 0) Count(tally, "same time");
            if (wait > 3 * step) Count(tally, "gap");
            if (at % step == 0) Count(tally, "at a boundary");
            value = !isCounter ? dice.Next(-5_000, 5_000) / 1000m : value + (dice.Next(9_000) / 1000m);
            if (isCounter && value >= (rollover ?? 80m)) value = rollover is null ? dice.Next(10_000) / 1000m : value - rollover.Value;
            points.Add(new Point(at, seq, value));
        }
        // Some come later than they should: a place further on, or much.
        for (var i = 0; i < points.Count; i++)
            if (dice.Next(4) == 0)
            {
                var to = Math.Min(points.Count - 1, i + dice.Next(1, dice.Next(5) == 0 ? 30 : 5));
                (points[i], points[to]) = (points[to], points[i]);
            }
        for (var i = 0; i < points.Count;)
        {
            var some = points.Skip(i).Take(dice.Next(0, 12)).ToList();
            i += some.Count;
            yield return some;
        }
        yield return [new Point(at + (3_600 * Seconds), 100_000, value)];
    }

    private static Dictionary<long, IReadOnlyList<Point>> Moved(Dictionary<long, IReadOnlyList<Point>> again, long by) =>
        again.ToDictionary(static pair => pair.Key, pair => (IReadOnlyList<Point>)[.. pair.Value.Select(p => p with { At = p.At + by })]);

    private static void Count(Dictionary<string, int> tally, string what) => tally[what] = tally.GetValueOrDefault(what) + 1;

    private static int Seed() =>
        Environment.GetEnvironmentVariable("MARKETPLACE_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture)
        : nightly ? Random.Shared.Next() : 20_261_127;
}

using Marketplace.Domain.Invocations.Recordings;
using Xunit;

namespace Marketplace.Tests.Unit.Invocations;

/// <summary>How long and how much is kept, for any order of calls, sizes and steps.</summary>
public sealed class RecordingRulesTests(ITestOutputHelper output)
{
    private const long Mega = 1_048_576;

    /// <summary>Decides one step: the oldest, calls, bytes, now.</summary>
    internal delegate int Rule(IReadOnlyList<HeldRecording> oldest, long calls, long bytes, DateTimeOffset now);

    private static int Runs => Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 2_000 : 60;

    /// <summary>Rules that are nearly right, each kept to be caught.</summary>
    private static readonly Dictionary<string, Rule> wrong = new(StringComparer.Ordinal)
    {
        ["forgets the calls"] = static (oldest, _, bytes, now) => RecordingRules.Going(oldest, 0, bytes, now),
        ["forgets the bytes"] = static (oldest, calls, _, now) => RecordingRules.Going(oldest, calls, 0, now),
        ["forgets the age"] = static (oldest, calls, bytes, _) => RecordingRules.Going(oldest, calls, bytes, DateTimeOffset.MinValue),
        ["takes one too many"] = static (oldest, calls, bytes, now) => RecordingRules.Going(oldest, calls, bytes, now) is > 0 and var going && going < oldest.Count ? going + 1 : RecordingRules.Going(oldest, calls, bytes, now),
        ["takes all in one step"] = static (oldest, calls, bytes, now) => calls > RecordingRules.MostCalls || bytes > RecordingRules.MostBytes ? oldest.Count : RecordingRules.Going(oldest, calls, bytes, now),
        ["never ends"] = static (oldest, calls, bytes, now) => Math.Max(0, RecordingRules.Going(oldest, calls, bytes, now) - 1),
    };

    public static TheoryData<string> Wrong => [.. wrong.Keys];

    [Fact]
    public void Keeps_the_newest_within_every_limit_and_takes_no_more_than_it_must()
    {
        var (seed, seen) = (Environment.TickCount, new Seen());
        for (var run = 0; run < Runs; run++) Assert.Null(Broken(RecordingRules.Going, seed + run, seen));
        output.WriteLine($"seed {seed}: {Runs} runs: {seen.Added} kept, {seen.Steps} steps, of which {seen.ByCalls} for calls, {seen.ByBytes} for bytes, {seen.ByAge} for age, {seen.Full} full");
        Assert.True(seen is { ByCalls: > 0, ByBytes: > 0, ByAge: > 0, Full: > 0 }, "the runs were too gentle");
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_rule_is_caught(string name)
    {
        var seed = Environment.TickCount;
        var broken = Enumerable.Range(0, 60).Select(run => Broken(wrong[name], seed + run, new Seen())).FirstOrDefault(static one => one is not null);
        output.WriteLine($"seed {seed}: {name}: {broken}");
        Assert.NotNull(broken);
    }

    /// <summary>Plays bursts of calls and steps of the rule; says what was not so, or null. The judge has limits of its own.</summary>
    private static string? Broken(Rule rule, int seed, Seen seen)
    {
        var dice = new Random(seed);
        var (now, held) = (new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new List<HeldRecording>());
        var many = dice.Next(2) == 0;
        for (var burst = 0; burst < 6; burst++)
        {
            now += TimeSpan.FromDays(dice.Next(0, 12));
            for (var count = dice.Next(many ? 3_000 : 30); count > 0; count--, seen.Added++)
                held.Add(new HeldRecording(now += TimeSpan.FromMilliseconds(dice.Next(1, 500)), dice.Next(1, many ? 10_000 : (int)(4 * Mega))));
            for (var step = 0; ; step++)
            {
                var (page, calls, bytes) = (held.Take(600).ToList(), (long)held.Count, held.Sum(static one => one.Bytes));
                var going = rule(page, calls, bytes, now);
                if (going < 0 || going > 500 || going > page.Count) return $"a step of {going}";
                // The last that goes must go: with it back, a limit is broken.
                if (going > 0 && !TooMuch(held.GetRange(going - 1, held.Count - going + 1), now)) return $"one that might have stayed went, with {calls} calls and {bytes} bytes";
                if (going == 0)
                {
                    if (TooMuch(held, now)) return $"{held.Count} calls, {bytes} bytes, the oldest {now - held[0].At} old";
                    break;
                }
                seen.Count(calls, bytes, now - held[0].At, going);
                held.RemoveRange(0, going);
                if (step > 100) return "it does not come to an end";
            }
        }
        return null;
    }

    private static bool TooMuch(List<HeldRecording> held, DateTimeOffset now) =>
        held.Count > 5_000 || held.Sum(static one => one.Bytes) > 64 * Mega || (held.Count > 0 && now - held[0].At > TimeSpan.FromDays(30));

    private sealed class Seen
    {
        public int Added, Steps, ByCalls, ByBytes, ByAge, Full;

        public void Count(long calls, long bytes, TimeSpan age, int going)
        {
            Steps++;
            if (calls > 5_000) ByCalls++;
            if (bytes > 64 * Mega) ByBytes++;
            if (age > TimeSpan.FromDays(30)) ByAge++;
            if (going == 500) Full++;
        }
    }
}

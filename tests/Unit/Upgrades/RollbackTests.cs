using Marketplace.Domain.Upgrades;
using Xunit;

namespace Marketplace.Tests.Unit.Upgrades;

/// <summary>For any history of records around a migration and its way back: what nobody touched is as it was, what was changed since is carried
/// or told, nothing is lost without a word. Wrong rules are caught. Records here are numbers: a migration doubles, the way down halves and
/// cannot halve what is odd.</summary>
public sealed class RollbackTests(ITestOutputHelper output)
{
    private delegate Way Rule(long version, PreImage? before, bool isAlike, bool hasDown);

    private sealed record Thing(long Version, int Value, bool IsNew);

    private static int Runs => Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 50_000 : 3_000;

    private static readonly (string Name, Rule Rule)[] wrongs =
    [
        ("the pre-image goes over later changes", static (version, before, isAlike, hasDown) => before is { Changed: true } ? Way.Restored : RollbackRules.Judge(version, before, isAlike, hasDown)),
        ("what was changed since stays", static (version, before, isAlike, hasDown) => before is { Changed: true } && before.After != version ? Way.Stays : RollbackRules.Judge(version, before, isAlike, hasDown)),
        ("what was made since stays", static (version, before, isAlike, hasDown) => before is null ? Way.Stays : RollbackRules.Judge(version, before, isAlike, hasDown)),
        ("untouched ones are carried down", static (version, before, isAlike, hasDown) => before is { Changed: true } && hasDown ? Way.Carried : RollbackRules.Judge(version, before, isAlike, hasDown)),
        ("without a way down nothing is told", static (version, before, isAlike, hasDown) => RollbackRules.Judge(version, before, isAlike, hasDown) is Way.Conflict ? Way.Stays : RollbackRules.Judge(version, before, isAlike, hasDown)),
        ("an older version counts as touched", static (version, before, isAlike, hasDown) => RollbackRules.Judge(version, before is null ? null : before with { After = before.After - 1 }, isAlike, hasDown)),
    ];

    [Fact]
    public void Nothing_is_lost_on_the_way_back()
    {
        var (seed, met) = (Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? Environment.TickCount : 20261127, new Dictionary<Way, int>());
        var dice = new Random(seed);
        for (var run = 0; run < Runs; run++) Assert.Null(Broken(dice, RollbackRules.Judge, met));
        Assert.Equal(Enum.GetValues<Way>(), met.Keys.Order());
        output.WriteLine($"{Runs} histories, seed {seed}: {string.Join(", ", met.Select(static one => $"{one.Key} {one.Value}"))}");
        foreach (var (name, rule) in wrongs)
        {
            var (tries, why) = (0, (string?)null);
            for (dice = new Random(3); why is null && tries < 2_000; tries++) why = Broken(dice, rule, []);
            output.WriteLine($"{name}: caught in history {tries}: {why}");
            Assert.True(why is not null, $"{name} was not caught");
        }
    }

    /// <summary>One history; what is wrong at its end, or null.</summary>
    private static string? Broken(Random dice, Rule rule, Dictionary<Way, int> met)
    {
        var hasDown = dice.Next(3) > 0;
        // A migration that finds nothing to change leaves the entity alike.
        var doubles = dice.Next(5) > 0;
        var old = Enumerable.Range(0, dice.Next(1, 6)).Select(i => new Thing(dice.Next(1, 4), dice.Next(0, 40), false)).ToList();
        var images = old.Select(one => new PreImage(doubles ? one.Version + 1 : one.Version, doubles, [(byte)one.Value])).ToList();
        var now = old.Select(one => doubles ? new Thing(one.Version + 1, one.Value * 2, false) : one).ToList();
        var touched = new HashSet<int>();
        for (var step = dice.Next(0, 6); step > 0; step--)
        {
            if (dice.Next(3) == 0) now.Add(new Thing(1, dice.Next(0, 80), true));
            else if (dice.Next(now.Count) is var at && !now[at].IsNew)
            {
                now[at] = now[at] with { Version = now[at].Version + 1, Value = dice.Next(0, 80) };
                touched.Add(at);
            }
        }
        var isAlike = !doubles;
        for (var i = 0; i < now.Count; i++)
        {
            var way = rule(now[i].Version, i < images.Count ? images[i] : null, isAlike, hasDown);
            met[way] = met.GetValueOrDefault(way) + 1;
            int? end = way switch
            {
                Way.Stays => now[i].Value,
                Way.Restored => images[i].Body[0],
                Way.Carried => now[i].Value % 2 == 0 ? now[i].Value / 2 : null,
                _ => null,
            };
            var isUntouched = i < old.Count && !touched.Contains(i);
            if (isUntouched && end != old[i].Value) return $"an untouched record was {old[i].Value} and became {end}";
            if (isUntouched && way == Way.Carried) return "the app was asked about a record that nobody touched";
            var meant = isAlike ? now[i].Value : now[i].Value % 2 == 0 ? now[i].Value / 2 : (int?)null;
            if (!isUntouched && end is not null && end != meant) return $"a record that means {meant} became {end}";
            if (!isUntouched && end is null && isAlike) return "a record that was alike all along is told as a conflict";
            if (!isUntouched && end is null && hasDown && meant is not null) return "a record that could be carried was not";
        }
        return null;
    }
}

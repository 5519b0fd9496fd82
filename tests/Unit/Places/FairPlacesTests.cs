using Marketplace.Domain.Places;
using Xunit;

namespace Marketplace.Tests.Unit.Places;

/// <summary>Who gets the next place: for any order of arrivals, ends and late ones.</summary>
public sealed class FairPlacesTests(ITestOutputHelper output)
{
    private const int Steps = 300;

    private static int Runs => Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 40_000 : 500;

    public static TheoryData<Fault> Faults => [.. Enum.GetValues<Fault>().Where(static fault => fault != Fault.None)];

    [Fact]
    public void Keeps_every_rule_whatever_comes()
    {
        var (seed, judges) = (Seed(), new List<CrowdJudge>());
        for (var run = 0; run < Runs; run++)
            Assert.Null(Broken(seed + run, static limits => new ProductCrowd(limits), judges));
        output.WriteLine($"seed {seed}: {Runs} runs of {Steps} steps: {judges.Sum(j => j.Arrived)} arrived, {judges.Sum(j => j.Seated)} seated, "
            + $"{judges.Sum(j => j.TurnedAway)} turned away, {judges.Sum(j => j.PushedOut)} pushed out");
        Assert.True(judges.Sum(static j => j.TurnedAway) > 0 && judges.Sum(static j => j.PushedOut) > 0, "the runs were too gentle");
    }

    [Fact]
    public void The_rules_written_another_way_are_judged_alike()
    {
        var seed = Seed();
        for (var run = 0; run < Runs / 5; run++)
            Assert.Null(Broken(seed + run, static limits => new NaiveCrowd(limits, Fault.None), []));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_wrong_rule_is_caught(Fault fault)
    {
        var seed = Seed();
        var caught = Enumerable.Range(0, 200).Select(run => Broken(seed + run, limits => new NaiveCrowd(limits, fault), [])).ToList();
        var first = caught.FindIndex(static broken => broken is not null);
        output.WriteLine($"seed {seed}: {fault} was caught in {caught.Count(static broken => broken is not null)} of 200 runs, first in run {first}: {caught.ElementAtOrDefault(first)}");
        Assert.True(first >= 0, $"{fault} was not caught in 200 runs from seed {seed}");
    }

    [Fact]
    public void A_caller_with_ten_times_the_work_leaves_the_others_theirs()
    {
        var limits = new PlaceLimits(8, 16);
        var (others, refused) = Crowded(new ProductCrowd(limits));
        var (_, wrong) = Crowded(new NaiveCrowd(limits, Fault.QueueBelongsToTheFirst));
        output.WriteLine($"{others} pieces of others: {refused} refused, and {wrong} where a full queue refuses whoever comes");
        Assert.True(refused * 100 < others, $"{refused} of {others} pieces of the others were refused");
        Assert.True(wrong * 4 > others, "the crowd was too gentle to tell the rules apart");
    }

    /// <summary>A queue as short as an overloaded host makes it: whoever holds places pays with them.</summary>
    [Fact]
    public void A_newcomer_waits_where_a_caller_with_places_waits()
    {
        var places = new FairPlaces<Piece>(new PlaceLimits(4, 1));
        for (var number = 0; number < 3; number++) Assert.Equal(Entrance.Seated, places.Come("hog", new Piece(number, "hog")).Entrance);
        Assert.Equal(Entrance.Seated, places.Come("b", new Piece(3, "b")).Entrance);
        var last = new Piece(4, "hog");
        Assert.Equal(Entrance.Waits, places.Come("hog", last).Entrance);
        var arrival = places.Come("c", new Piece(5, "c"));
        Assert.Equal((Entrance.Waits, last), (arrival.Entrance, arrival.PushedOut));
    }

    /// <summary>Each round the hog sends ten pieces and two others one each; four are done, which is more than one for each caller.</summary>
    private static (int Others, int Refused) Crowded(ICrowd crowd)
    {
        var (number, others, refused) = (0, 0, 0);
        Queue<string> working = [];
        for (var round = 0; round < 1_000; round++)
        {
            foreach (var who in Enumerable.Repeat("hog", 10).Append("b").Append("c"))
            {
                var arrival = crowd.Come(new Piece(number++, who));
                if (arrival.Entrance == Entrance.Seated) working.Enqueue(who);
                if (arrival.PushedOut is { Who: not "hog" }) refused++;
                if (who == "hog") continue;
                others++;
                if (arrival.Entrance == Entrance.TurnedAway) refused++;
            }
            for (var done = 0; done < 4; done++)
                if (crowd.Leave(working.Dequeue()) is { } next) working.Enqueue(next.Who);
        }
        return (others, refused);
    }

    private static string? Broken(int seed, Func<PlaceLimits, ICrowd> make, List<CrowdJudge> judges)
    {
        var dice = new Random(seed);
        var limits = new PlaceLimits(1 + dice.Next(9), dice.Next(9));
        var judge = new CrowdJudge(make(limits), limits);
        judges.Add(judge);
        var (callers, isCrowded) = (1 + dice.Next(6), dice.Next(2) == 0);
        for (var step = 0; step < Steps; step++)
            if (judge.Step(dice, callers, isCrowded) is { } broken) return $"seed {seed}, {limits}, step {step}: {broken}";
        return null;
    }

    private static int Seed() =>
        int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_SEED"), out var given) ? given : Random.Shared.Next(int.MaxValue / 2);
}

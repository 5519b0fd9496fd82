using CsCheck;
using Marketplace.Domain.Talent;
using Xunit;

namespace Marketplace.Tests.Unit.Talent;

/// <summary>Two-sided matching: no blocking pair, and the best that a person can get where there is none.</summary>
public sealed class DeferredAcceptanceTests(ITestOutputHelper output)
{
    private static int Runs => Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 100_000 : 5_000;

    private sealed record Market(IReadOnlyList<IReadOnlyList<int>> People, IReadOnlyList<IReadOnlyList<int>> Posts, IReadOnlyList<int> Seats);

    private static Gen<Market> Any =>
        from people in Gen.Int[1, 5]
        from posts in Gen.Int[1, 4]
        from wishes in Lists(people, posts)
        from ranks in Lists(posts, people)
        from seats in Gen.Int[0, 2].Array[posts]
        select new Market(wishes, ranks, seats);

    private static Gen<IReadOnlyList<IReadOnlyList<int>>> Lists(int count, int among) =>
        from orders in Gen.Shuffle(Enumerable.Range(0, among).ToArray()).Array[count]
        from lengths in Gen.Int[0, among].Array[count]
        select (IReadOnlyList<IReadOnlyList<int>>)[.. orders.Zip(lengths, static (order, length) => (IReadOnlyList<int>)[.. order.Take(length)])];

    [Fact]
    public void There_is_no_blocking_pair_and_no_better_for_anybody_without_one()
    {
        var (runs, matched) = (0, 0);
        Any.Sample(market =>
        {
            var match = DeferredAcceptance.Match(market.People, market.Posts, market.Seats);
            Assert.Null(Blocking(market, match));
            foreach (var other in All(market, 0, []).Where(other => Blocking(market, other) is null))
                for (var person = 0; person < other.Count; person++) Assert.True(Place(market.People[person], match[person]) <= Place(market.People[person], other[person]));
            runs++;
            matched += match.Count(static post => post >= 0);
        }, iter: Runs, threads: 1);
        output.WriteLine($"{runs} markets, {matched} people matched, 0 blocking pairs");
        Assert.True(matched > runs / 2);
    }

    /// <summary>First come, first kept: posts never change their mind.</summary>
    [Fact]
    public void Keeping_whoever_comes_first_has_blocking_pairs()
    {
        var blocked = 0;
        Any.Sample(market =>
        {
            var taken = new int[market.Posts.Count];
            int[] match = [.. market.People.Select((wishes, person) =>
            {
                foreach (var post in wishes.Where(post => market.Posts[post].Contains(person) && taken[post] < market.Seats[post]))
                {
                    taken[post]++;
                    return post;
                }
                return -1;
            })];
            if (Blocking(market, match) is not null) blocked++;
        }, iter: 2_000, threads: 1);
        output.WriteLine($"{blocked} of 2000 markets blocked");
        Assert.True(blocked > 100);
    }

    /// <summary>A pair that would rather have each other, or somebody in a place that one of them refuses; or null.</summary>
    private static string? Blocking(Market market, IReadOnlyList<int> match)
    {
        for (var person = 0; person < match.Count; person++)
        {
            var own = match[person];
            if (own >= 0 && (!market.People[person].Contains(own) || !market.Posts[own].Contains(person))) return $"{person} in {own}, which one of them refuses";
            foreach (var post in market.People[person].Where(post => Place(market.People[person], post) < Place(market.People[person], own)))
            {
                var rank = Place(market.Posts[post], person);
                if (rank == int.MaxValue) continue;
                var held = Enumerable.Range(0, match.Count).Where(other => match[other] == post).ToList();
                if (held.Count < market.Seats[post] || held.Any(other => Place(market.Posts[post], other) > rank)) return $"{person} and {post}";
            }
        }
        for (var post = 0; post < market.Posts.Count; post++) if (match.Count(one => one == post) > market.Seats[post]) return $"{post} is too full";
        return null;
    }

    private static int Place(IReadOnlyList<int> list, int item)
    {
        for (var at = 0; at < list.Count; at++) if (list[at] == item) return at;
        return int.MaxValue;
    }

    private static IEnumerable<List<int>> All(Market market, int person, List<int> so)
    {
        if (person == market.People.Count)
        {
            yield return [.. so];
            yield break;
        }
        foreach (var post in market.People[person].Append(-1))
        {
            if (post >= 0 && so.Count(one => one == post) >= market.Seats[post]) continue;
            so.Add(post);
            foreach (var one in All(market, person + 1, so)) yield return one;
            so.RemoveAt(so.Count - 1);
        }
    }
}

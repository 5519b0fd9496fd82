namespace Marketplace.Domain.Talent;

/// <summary>People and posts who each have preferences: people propose, posts hold the best so far (D. Gale and L. S. Shapley, 1962). No person
/// and post would both rather have each other, and no person can do better in any other matching of which that is true.</summary>
public static class DeferredAcceptance
{
    /// <summary>The post of each person, or -1.</summary>
    /// <param name="people">For each person, the posts they would take, best first.</param>
    /// <param name="posts">For each post, the people it would take, best first.</param>
    /// <param name="seats">How many people each post takes.</param>
    public static IReadOnlyList<int> Match(IReadOnlyList<IReadOnlyList<int>> people, IReadOnlyList<IReadOnlyList<int>> posts, IReadOnlyList<int> seats)
    {
        List<Dictionary<int, int>> rank = [.. posts.Select(static list => list.Select(static (person, at) => (person, at)).ToDictionary(static one => one.person, static one => one.at))];
        var (asked, match) = (new int[people.Count], new int[people.Count]);
        Array.Fill(match, -1);
        List<int>[] held = [.. posts.Select(static _ => new List<int>())];
        var free = new Queue<int>(Enumerable.Range(0, people.Count));
        while (free.TryDequeue(out var person))
        {
            while (match[person] < 0 && asked[person] < people[person].Count)
            {
                var post = people[person][asked[person]++];
                if (!rank[post].ContainsKey(person) || seats[post] == 0) continue;
                held[post].Add(person);
                match[person] = post;
                if (held[post].Count <= seats[post]) break;
                var last = held[post].MaxBy(one => rank[post][one]);
                held[post].Remove(last);
                match[last] = -1;
                if (last != person) free.Enqueue(last);
            }
        }
        return match;
    }
}

using System.Collections.Concurrent;
using Marketplace.Contracts.Accounts;
using Marketplace.Domain;
using Orleans;

namespace Marketplace.Web.Accounts;

/// <summary>Who is still there: people behind cookies, believed for three seconds on this host. What an owner ends is over that much later.</summary>
internal sealed class Presence(IGrainFactory grains, TimeProvider clock)
{
    private const int Most = 20_000;
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<string, (PersonFacts Person, long Since)> seen = new(StringComparer.Ordinal);

    /// <summary>The person as they are now, or null when they are nobody here any more.</summary>
    public async Task<PersonFacts?> Of(string person)
    {
        if (seen.TryGetValue(person, out var hit) && clock.GetElapsedTime(hit.Since) < Memory) return hit.Person;
        var since = clock.GetTimestamp();
        var known = await grains.GetGrain<IAccountsGrain>(Keys.Accounts()).Get(Caller.System(), person);
        if (!known.Ok)
        {
            seen.TryRemove(person, out _);
            return null;
        }
        if (seen.Count >= Most) seen.Clear();
        seen[person] = (known.Must(), since);
        return known.Must();
    }
}

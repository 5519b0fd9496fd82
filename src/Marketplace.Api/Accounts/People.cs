using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Contracts.Accounts;
using Marketplace.Domain;
using Orleans;

namespace Marketplace.Api.Accounts;

/// <summary>People behind tokens and sessions, believed for a few seconds: a revoked token works that much longer, no more.
/// Tokens are held as hashes. Unknown tokens are asked for each time, under the limit for strangers.</summary>
internal sealed class People(IGrainFactory grains, ApiOptions options, TimeProvider clock)
{
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<string, Known> known = new(StringComparer.Ordinal);

    /// <summary>The person behind a bearer token.</summary>
    public ValueTask<Answer<PersonFacts>> ByToken(string token, bool loopback) =>
        loopback && options.DevTokens.TryGetValue(token, out var person)
            ? ById(person)
            : Find("token:" + Hash(token), () => Directory.ByToken(Caller.System(), token));

    /// <summary>The person of a signed session.</summary>
    public ValueTask<Answer<PersonFacts>> ById(string person) =>
        Find("person:" + person, () => Directory.Get(Caller.System(), person));

    private IAccountsGrain Directory => grains.GetGrain<IAccountsGrain>(Keys.Accounts());

    private ValueTask<Answer<PersonFacts>> Find(string key, Func<Task<Answer<PersonFacts>>> ask) =>
        known.TryGetValue(key, out var hit) && clock.GetElapsedTime(hit.Since) < options.TokenMemory
            ? new(hit.Person)
            : new(Ask(key, ask));

    private async Task<Answer<PersonFacts>> Ask(string key, Func<Task<Answer<PersonFacts>>> ask)
    {
        var since = clock.GetTimestamp(); // before the asking: what changes meanwhile is not believed for longer
        var person = await ask();
        if (!person.Ok)
        {
            known.TryRemove(key, out _);
            return person;
        }
        if (known.Count >= Most) known.Clear();
        known[key] = new Known(person.Must(), since);
        return person;
    }

    private static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private sealed record Known(PersonFacts Person, long Since);
}

using System.Text.Json;
using Marketplace.Contracts.Accounts;
using Marketplace.Domain;
using Marketplace.Domain.Accounts;
using Marketplace.Grains.Documents;
using Marketplace.Storage;
using Marketplace.Storage.Accounts;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Grains.Accounts;

/// <summary>Reads and writes people and tokens; they are facts, so the grain holds nothing.</summary>
[StatelessWorker]
internal sealed class AccountsGrain(Database database, GrainOptions options, TimeProvider time) : Grain, IAccountsGrain
{
    private const int LongestBadge = 64;
    private static readonly TimeSpan TokenLasts = TimeSpan.FromDays(90);

    public async Task<Answer<PersonFacts>> ByToken(Caller caller, string token)
    {
        if (!caller.Is(Roles.System)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.System));
        return await AccountFacts.Token(database, Secrets.TokenHash(token)) is { } known
            && await AccountFacts.Get(database, known.Person) is { } person
            ? Facts(person)
            : Refusal.Of(Codes.SignInNeeded);
    }

    public async Task<Answer<PersonFacts>> ByBadge(Caller caller, string tenant, string badge, string pin)
    {
        if (!caller.Is(Roles.System) && caller.Tenant != tenant) return Refusal.Of(Codes.PinWrong);
        if (badge.Length is 0 or > LongestBadge) return Refusal.Of(Codes.PinWrong);
        if (!await PinFacts.Try(database, tenant, badge)) return Refusal.Of(Codes.PinWrong, ("locked", "true"));
        var person = await AccountFacts.ByBadge(database, tenant, badge);
        if (person is not { PinHash.Length: > 0 } || !Secrets.PinMatches(pin, person.PinHash)) return Refusal.Of(Codes.PinWrong);
        var unit = new Unit();
        PinFacts.Right(unit, tenant, badge, time.GetUtcNow());
        await database.Commit(unit);
        return Facts(person);
    }

    public async Task<Answer<PersonFacts>> Get(Caller caller, string person)
    {
        var found = await AccountFacts.Get(database, person);
        return found is not null && (caller.Is(Roles.System) || found.Tenant == caller.Tenant || found.Id == caller.Actor)
            ? Facts(found)
            : Refusal.Of(Codes.NotFound, ("what", "person"));
    }

    public async Task<Answer<IReadOnlyList<PersonFacts>>> People(Caller caller)
    {
        if (caller.Tenant.Length == 0) return Refusal.Of(Codes.NotFound, ("what", "firm"));
        return new Answer<IReadOnlyList<PersonFacts>> { Value = [.. (await AccountFacts.List(database, caller.Tenant)).Select(Facts)] };
    }

    public async Task<Answer<IReadOnlyList<PersonFacts>>> Demo(Caller caller)
    {
        if (!caller.Is(Roles.System) || !options.SampleData) return new Answer<IReadOnlyList<PersonFacts>> { Value = [] };
        return new Answer<IReadOnlyList<PersonFacts>> { Value = [.. (await AccountFacts.All(database)).Select(Facts)] };
    }

    public async Task<Answer<PersonFacts>> Put(Caller caller, PersonFacts person, string pin, string token)
    {
        if (!caller.Is(Roles.System)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.System));
        var unit = new Unit();
        AccountFacts.Put(unit, new PersonRow
        {
            Id = person.Person, Tenant = person.Tenant, Brain = person.Brain, Brains = person.Brain.Length == 0 ? [] : [person.Brain],
            Name = JsonSerializer.Serialize(person.Name, GrainJson.Default.IReadOnlyDictionaryStringString),
            Roles = person.Roles, Publishers = person.Publishers, Badge = person.Badge,
            PinHash = pin.Length == 0 ? "" : Secrets.PinHash(pin),
        });
        if (token.Length > 0)
            AccountFacts.Put(unit, new TokenRow(Secrets.TokenHash(token), person.Person, [], time.GetUtcNow() + TokenLasts, false));
        var done = await database.Commit(unit);
        return done.Ok ? person : Refusal.Of(Codes.ConflictUnique, ("field", done.Detail));
    }

    private PersonFacts Facts(PersonRow row) => new()
    {
        Person = row.Id, Tenant = row.Tenant, Brain = row.Brain, Roles = row.Roles, Publishers = row.Publishers, Badge = row.Badge,
        Name = JsonSerializer.Deserialize(row.Name, GrainJson.Default.IReadOnlyDictionaryStringString)!,
        Demo = options.SampleData, Home = HomePages.Of(row.Roles),
    };
}

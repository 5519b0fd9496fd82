using System.Text.Json;
using Marketplace.Contracts.Accounts;
using Marketplace.Domain;
using Marketplace.Domain.Accounts;
using Marketplace.Grains.Documents;
using Marketplace.Storage;
using Marketplace.Storage.Accounts;
using Marketplace.Storage.Audit;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Grains.Accounts;

/// <summary>Reads and writes people and tokens; they are facts, so the grain holds nothing.</summary>
[StatelessWorker]
internal sealed class AccountsGrain(Database database, GrainOptions options, TimeProvider time) : Grain, IAccountsGrain
{
    private const int LongestBadge = 64;
    private static readonly TimeSpan TokenLasts = TimeSpan.FromDays(90);

    /// <summary>What a PIN is compared with where there is none, so that no badge takes as long as a wrong PIN.</summary>
    private static readonly string NoPin = Secrets.PinHash("");

    public async Task<Answer<PersonFacts>> ByToken(Caller caller, Secret token)
    {
        if (!caller.Is(Roles.System)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.System));
        return await AccountFacts.Token(database, Secrets.TokenHash(token.Text)) is { } known
            && await AccountFacts.Get(database, known.Person) is { Former: false } person
            ? Facts(person)
            : Refusal.Of(Codes.SignInNeeded);
    }

    public async Task<Answer<PersonFacts>> ByBadge(Caller caller, string tenant, string badge, Secret pin)
    {
        if (!caller.Is(Roles.System) && caller.Tenant != tenant) return Refusal.Of(Codes.PinWrong);
        if (badge.Length is 0 or > LongestBadge) return Refusal.Of(Codes.PinWrong);
        if (!await PinFacts.Try(database, tenant, badge)) return Refusal.Of(Codes.PinWrong, ("locked", "true"));
        var person = await AccountFacts.ByBadge(database, tenant, badge);
        var known = person is { PinHash.Length: > 0 };
        if (!Secrets.PinMatches(pin.Text, known ? person!.PinHash : NoPin) || !known) return Refusal.Of(Codes.PinWrong);
        var unit = new Unit();
        PinFacts.Right(unit, tenant, badge, time.GetUtcNow());
        await database.Commit(unit);
        return Facts(person!);
    }

    public async Task<Answer<PersonFacts>> Get(Caller caller, string person)
    {
        var found = await AccountFacts.Get(database, person);
        return found is not null && (caller.Is(Roles.System) ? !found.Former : IsOfFirm(caller, found) || found.Id == caller.Actor) ? Facts(found) : Missing();
    }

    public async Task<Answer<IReadOnlyList<PersonFacts>>> People(Caller caller)
    {
        if (caller.Tenant.Length == 0) return Refusal.Of(Codes.NotFound, ("what", "firm"));
        return new Answer<IReadOnlyList<PersonFacts>> { Value = [.. (await AccountFacts.List(database, caller.Tenant)).Select(Facts)] };
    }

    public async Task<Answer<IReadOnlyList<PersonFacts>>> Demo(Caller caller)
    {
        if (!caller.Is(Roles.System) || !options.SampleData) return new Answer<IReadOnlyList<PersonFacts>> { Value = [] };
        return new Answer<IReadOnlyList<PersonFacts>> { Value = [.. (await AccountFacts.All(database)).Where(static p => !p.Former).Select(Facts)] };
    }

    public Task<Answer<PersonFacts>> SignOut(Caller caller, string person) => End(caller, person, "person.signOut", AccountFacts.SignOut);

    public Task<Answer<PersonFacts>> Remove(Caller caller, string person) => person == caller.Actor
        ? Task.FromResult<Answer<PersonFacts>>(Refusal.Of(Codes.ConflictState, ("state", "self"), ("command", "remove")))
        : End(caller, person, "person.remove", AccountFacts.Remove);

    /// <summary>The owner's word on one of the firm's people, or one's own on oneself: done and audited in one unit.</summary>
    private async Task<Answer<PersonFacts>> End(Caller caller, string person, string act, Action<Unit, string> end)
    {
        if (await AccountFacts.Get(database, person) is not { } found) return Missing();
        var (system, self) = (caller.Is(Roles.System), found.Id == caller.Actor);
        if (!system && !self && !IsOfFirm(caller, found)) return Missing();
        if (!system && !self && !caller.Is(Roles.Owner)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.Owner));
        if (found.Former) return Facts(found);
        var unit = new Unit();
        if (!system) AccountFacts.Stands(unit, caller.Tenant, caller.Actor);
        end(unit, person);
        var chain = found.Tenant.Length > 0 ? found.Tenant : found.Id;
        AuditFacts.Append(unit, new AuditEntry(chain, time.GetUtcNow(), caller.Actor, act, person, new Dictionary<string, string>()));
        var done = await database.Commit(unit);
        if (!done.Ok) return Refusal.Of(Codes.RoleMissing, ("role", Roles.Owner));
        return await AccountFacts.Get(database, person) is { } now ? Facts(now) : Missing();
    }

    public async Task<Answer<PersonFacts>> Put(Caller caller, PersonFacts person, Secret pin, Secret token)
    {
        if (!caller.Is(Roles.System)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.System));
        var unit = new Unit();
        AccountFacts.Put(unit, new PersonRow
        {
            Id = person.Person, Tenant = person.Tenant, Brain = person.Brain, Brains = person.Brain.Length == 0 ? [] : [person.Brain],
            Name = JsonSerializer.Serialize(person.Name, GrainJson.Default.IReadOnlyDictionaryStringString),
            Roles = person.Roles, Publishers = person.Publishers, Badge = person.Badge,
            PinHash = pin.IsEmpty ? "" : Secrets.PinHash(pin.Text),
        });
        if (!token.IsEmpty)
            AccountFacts.Put(unit, new TokenRow(Secrets.TokenHash(token.Text), person.Person, [], time.GetUtcNow() + TokenLasts, false));
        var done = await database.Commit(unit);
        return done.Ok ? person : Refusal.Of(Codes.ConflictUnique, ("field", done.Detail));
    }

    /// <summary>People of no firm are not each other's colleagues.</summary>
    private static bool IsOfFirm(Caller caller, PersonRow person) => caller.Tenant.Length > 0 && person.Tenant == caller.Tenant;

    private static Refusal Missing() => Refusal.Of(Codes.NotFound, ("what", "person"));

    private PersonFacts Facts(PersonRow row) => new()
    {
        Person = row.Id, Tenant = row.Tenant, Brain = row.Brain, Roles = row.Roles, Publishers = row.Publishers, Badge = row.Badge,
        Name = JsonSerializer.Deserialize(row.Name, GrainJson.Default.IReadOnlyDictionaryStringString)!,
        Demo = options.SampleData, Home = HomePages.Of(row.Roles), Epoch = row.Epoch, Former = row.Former,
    };
}

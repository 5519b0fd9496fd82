using Marketplace.Api.Http;
using Marketplace.Contracts.Accounts;
using Marketplace.Domain;

namespace Marketplace.Api.Accounts;

/// <summary>The people of a firm, and how an owner ends what one of them may do.</summary>
internal static class PeopleRoutes
{
    private const int IdLongest = 64;

    public static async Task<Answer<PeoplePage>> List(Exchange x)
    {
        if (x.FirmNeeded is { } no) return no;
        if (!x.Caller.Is(Roles.Owner) && !x.Caller.Is(Roles.Leader)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.Leader));
        var people = await Directory(x).People(x.Caller);
        return people.Refusal is { } refused ? refused : new PeoplePage([.. people.Must().Select(PersonLine.Of)]);
    }

    public static Task<Answer<PersonLine>> SignOut(Exchange x) => On(x, (directory, person) => directory.SignOut(x.Caller, person));

    public static Task<Answer<PersonLine>> Remove(Exchange x) => On(x, (directory, person) => directory.Remove(x.Caller, person));

    private static async Task<Answer<PersonLine>> On(Exchange x, Func<IAccountsGrain, string, Task<Answer<PersonFacts>>> act)
    {
        if (x.Route("person") is not { Length: > 0 and <= IdLongest } person) return Exchange.Nothing("person");
        var done = await act(Directory(x), person);
        return done.Refusal is { } no ? no : PersonLine.Of(done.Must());
    }

    private static IAccountsGrain Directory(Exchange x) => x.Grains.GetGrain<IAccountsGrain>(Keys.Accounts());
}

/// <summary>The people of the firm.</summary>
internal sealed record PeoplePage(IReadOnlyList<PersonLine> People);

/// <summary>A person as the firm sees them.</summary>
internal sealed record PersonLine
{
    public required string Person { get; init; }
    public required IReadOnlyDictionary<string, string> Name { get; init; }
    public required IReadOnlyList<string> Roles { get; init; }
    public required string Badge { get; init; }
    /// <summary>No longer of the firm; the name stays for its records.</summary>
    public required bool Former { get; init; }

    public static PersonLine Of(PersonFacts facts) => new()
    {
        Person = facts.Person, Name = facts.Name, Roles = facts.Roles, Badge = facts.Badge, Former = facts.Former,
    };
}

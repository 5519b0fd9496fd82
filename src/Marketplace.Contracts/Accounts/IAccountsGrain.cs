using Marketplace.Domain;
using Marketplace.Domain.Accounts;
using Orleans;

namespace Marketplace.Contracts.Accounts;

/// <summary>People and tokens. Stateless; key <see cref="Keys.Accounts"/>.</summary>
[Alias("accounts.directory")]
public interface IAccountsGrain : IGrainWithStringKey
{
    /// <summary>The person behind a bearer token, or <c>auth.required</c>. System only (the HTTP edge).</summary>
    [Alias("token")] Task<Answer<PersonFacts>> ByToken(Caller caller, Secret token);

    /// <summary>The person with this badge and PIN in the caller's firm, or <c>auth.pin</c>. Five wrong PINs lock a badge for a minute.</summary>
    [Alias("badge")] Task<Answer<PersonFacts>> ByBadge(Caller caller, string tenant, string badge, Secret pin);

    /// <summary>A person by id, or <c>notFound</c>. A former person is known to their firm by name, and to the edge (the system) not at all.</summary>
    [Alias("get")] Task<Answer<PersonFacts>> Get(Caller caller, string person);

    /// <summary>The people of the caller's firm, former ones too: their names stand in its records.</summary>
    [Alias("people")] Task<Answer<IReadOnlyList<PersonFacts>>> People(Caller caller);

    /// <summary>The people of the demo seed, for its sign-in page and start-up links; empty outside it. System only.</summary>
    [Alias("demo")] Task<Answer<IReadOnlyList<PersonFacts>>> Demo(Caller caller);

    /// <summary>Ends every session and token of a person: the person themselves, an owner of their firm. They may sign in again.</summary>
    [Alias("signOut")] Task<Answer<PersonFacts>> SignOut(Caller caller, string person);

    /// <summary>Takes a person out of the firm: no role, badge, PIN, session or token is left, the name stays. An owner of their firm, and
    /// not for themselves, so that a firm keeps an owner. Doing it again changes nothing.</summary>
    [Alias("remove")] Task<Answer<PersonFacts>> Remove(Caller caller, string person);

    /// <summary>Adds or replaces a person; PIN and token may be empty. System only.</summary>
    [Alias("put")] Task<Answer<PersonFacts>> Put(Caller caller, PersonFacts person, Secret pin, Secret token);
}

/// <summary>A person.</summary>
[GenerateSerializer, Immutable, Alias("accounts.person")]
public sealed record PersonFacts
{
    [Id(0)] public required string Person { get; init; }
    /// <summary>Empty for people of no firm (ISV, operator, analyst).</summary>
    [Id(1)] public string Tenant { get; init; } = "";
    [Id(2)] public string Brain { get; init; } = "";
    [Id(3)] public required IReadOnlyDictionary<string, string> Name { get; init; }
    [Id(4)] public required IReadOnlyList<string> Roles { get; init; }
    [Id(5)] public IReadOnlyList<string> Publishers { get; init; } = [];
    /// <summary>Badge code, or empty.</summary>
    [Id(6)] public string Badge { get; init; } = "";
    [Id(7)] public bool Demo { get; init; }
    /// <summary>Where this person starts: <c>/</c>, <c>/floor</c>, <c>/studio</c>, <c>/desk</c>, <c>/chain</c>, <c>/carrier</c>, <c>/funder</c>, <c>/insight</c>.</summary>
    [Id(8)] public string Home { get; init; } = "/";
    /// <summary>Rises when sessions are ended: a session of an earlier epoch opens nothing.</summary>
    [Id(9)] public long Epoch { get; init; }
    /// <summary>No longer of the firm.</summary>
    [Id(10)] public bool Former { get; init; }

    /// <summary>The caller this person is.</summary>
    public Caller AsCaller(string culture = "zh-CN", string operation = "", string traceParent = "") => new()
    {
        Tenant = Tenant, Brain = Brain, Actor = Person, Roles = Roles, Publishers = Publishers,
        Culture = culture, Operation = operation, TraceParent = traceParent,
    };
}

namespace Marketplace.Storage.Accounts;

/// <summary>A person as the store knows one. Secrets are hashes.</summary>
public sealed record PersonRow
{
    public required string Id { get; init; }
    /// <summary>The firm, or empty for publishers and operators.</summary>
    public string Tenant { get; init; } = "";
    /// <summary>The brain the person works in first.</summary>
    public string Brain { get; init; } = "";
    /// <summary>Every brain the firm belongs to.</summary>
    public IReadOnlyList<string> Brains { get; init; } = [];
    public required string Name { get; init; }
    public IReadOnlyList<string> Roles { get; init; } = [];
    public IReadOnlyList<string> Publishers { get; init; } = [];
    public string Badge { get; init; } = "";
    public string PinHash { get; init; } = "";
    public string Culture { get; init; } = "zh-CN";
    /// <summary>Rises when the person's sessions are ended.</summary>
    public long Epoch { get; init; }
    /// <summary>Left the firm: the name alone is kept.</summary>
    public bool Former { get; init; }
}

/// <summary>A bearer token, by the hash of its text.</summary>
public sealed record TokenRow(string Hash, string Person, IReadOnlyList<string> Scopes, DateTimeOffset Expires, bool Revoked);

/// <summary>People and their tokens. Lists of words are stored with spaces between: roles, namespaces and scopes have none inside.</summary>
public static class AccountFacts
{
    private const string Columns = "id, tenant, brain, name, roles, publishers, badge, pin_hash, culture, brains, epoch, former";

    /// <summary>Writes or overwrites a person; a badge that another person of the firm wears is <c>conflict.unique</c>.</summary>
    public static void Put(Unit unit, PersonRow person) => unit.Exactly(1,
        $"""
        INSERT INTO person ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0)
        ON CONFLICT (id) DO UPDATE SET tenant = excluded.tenant, brain = excluded.brain, name = excluded.name, roles = excluded.roles,
            publishers = excluded.publishers, badge = excluded.badge, pin_hash = excluded.pin_hash, culture = excluded.culture, brains = excluded.brains, former = 0
        """, Domain.Codes.ConflictUnique, "badge",
        person.Id, person.Tenant, person.Brain, person.Name, Joined(person.Roles), Joined(person.Publishers), person.Badge, person.PinHash,
        person.Culture, Joined(person.Brains));

    /// <summary>Writes or overwrites a token.</summary>
    public static void Put(Unit unit, TokenRow token) => unit.Do(
        """
        INSERT INTO token (hash, person, scopes, expires, revoked) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (hash) DO UPDATE SET person = excluded.person, scopes = excluded.scopes, expires = excluded.expires, revoked = excluded.revoked
        """, token.Hash, token.Person, Joined(token.Scopes), token.Expires, token.Revoked);

    /// <summary>Ends a person's sessions and revokes their tokens.</summary>
    public static void SignOut(Unit unit, string person)
    {
        unit.Must("UPDATE person SET epoch = epoch + 1 WHERE id = $1", Domain.Codes.NotFound, person, person);
        unit.Do("UPDATE token SET revoked = 1 WHERE person = $1", person);
    }

    /// <summary>Leaves of a person the name and the firm.</summary>
    public static void Remove(Unit unit, string person)
    {
        SignOut(unit, person);
        unit.Do("UPDATE person SET roles = '', publishers = '', badge = '', pin_hash = '', former = 1 WHERE id = $1", person);
    }

    /// <summary>Holds on to a person who is of a firm now: two owners who remove each other at once do not both succeed.</summary>
    public static void Stands(Unit unit, string tenant, string person) =>
        unit.Must("UPDATE person SET former = 0 WHERE id = $1 AND tenant = $2 AND former = 0", Domain.Codes.RoleMissing, person, person, tenant);

    /// <summary>One person, or null.</summary>
    public static Task<PersonRow?> Get(Database database, string id, CancellationToken cancel = default) =>
        database.First<PersonRow>($"SELECT {Columns} FROM person WHERE id = $1", Read, cancel, id);

    /// <summary>The person of a firm who wears this badge, or null.</summary>
    public static Task<PersonRow?> ByBadge(Database database, string tenant, string badge, CancellationToken cancel = default) =>
        database.First<PersonRow>($"SELECT {Columns} FROM person WHERE tenant = $1 AND badge = $2 AND badge <> ''", Read, cancel, tenant, badge);

    /// <summary>The people of a firm.</summary>
    public static Task<IReadOnlyList<PersonRow>> List(Database database, string tenant, CancellationToken cancel = default) =>
        database.Read($"SELECT {Columns} FROM person WHERE tenant = $1 ORDER BY id LIMIT 1000", Read, cancel, tenant);

    /// <summary>Everybody, a page at a time: for the sign-in page of a demo and for checks.</summary>
    public static Task<IReadOnlyList<PersonRow>> All(Database database, string after = "", CancellationToken cancel = default) =>
        database.Read($"SELECT {Columns} FROM person WHERE id > $1 ORDER BY id LIMIT 1000", Read, cancel, after);

    /// <summary>A token that is neither revoked nor expired, or null.</summary>
    public static Task<TokenRow?> Token(Database database, string hash, CancellationToken cancel = default) =>
        database.First<TokenRow>("SELECT hash, person, scopes, expires, revoked FROM token WHERE hash = $1 AND revoked = 0 AND expires > $2",
            static row => new TokenRow(row.Text(0), row.Text(1), Split(row.Text(2)), row.Time(3), row.Flag(4)), cancel, hash, database.Time.GetUtcNow());

    private static string Joined(IReadOnlyList<string> words) => string.Join(' ', words);

    private static string[] Split(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static PersonRow Read(Row row) => new()
    {
        Id = row.Text(0), Tenant = row.Text(1), Brain = row.Text(2), Name = row.Text(3), Roles = Split(row.Text(4)), Publishers = Split(row.Text(5)),
        Badge = row.Text(6), PinHash = row.Text(7), Culture = row.Text(8), Brains = Split(row.Text(9)),
        Epoch = row.Number(10), Former = row.Flag(11),
    };
}

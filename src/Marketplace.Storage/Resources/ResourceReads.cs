using Marketplace.Domain.Resources;

namespace Marketplace.Storage.Resources;

/// <summary>Reads shared things. Two reads may be of two moments: what a decision stands on is fenced by <see cref="ResourceWrites"/>.</summary>
public static class ResourceReads
{
    private const string Columns = "r.collection, r.id, r.seq, r.state, r.body, r.parties, r.marks, r.open, r.due, r.due_command, r.created, r.changed";

    /// <summary>One thing, or null.</summary>
    public static Task<ResourceRow?> Get(Database database, ResourceShelf shelf, ResourceName name, CancellationToken cancel = default) =>
        database.First<ResourceRow>($"SELECT {Columns} FROM resource r WHERE r.brain = $1 AND r.service = $2 AND r.collection = $3 AND r.id = $4",
            Read, cancel, shelf.Brain, shelf.Service, name.Collection, name.Id);

    /// <summary>Where the fence of a mark stands; 0 when nothing was ever there.</summary>
    public static async Task<long> Fence(Database database, ResourceShelf shelf, string collection, string mark, CancellationToken cancel = default)
    {
        var rows = await database.Read("SELECT seq FROM resource_fence WHERE brain = $1 AND service = $2 AND collection = $3 AND mark = $4",
            static row => row.Number(0), cancel, shelf.Brain, shelf.Service, collection, mark);
        return rows.Count == 0 ? 0 : rows[0];
    }

    /// <summary>The things of a mark, by their ids.</summary>
    public static Task<IReadOnlyList<ResourceRow>> Marked(Database database, ResourceShelf shelf, string collection, string mark, CancellationToken cancel = default) =>
        database.Read(
            $"""
            SELECT {Columns} FROM resource_mark m
            JOIN resource r ON r.brain = m.brain AND r.service = m.service AND r.collection = m.collection AND r.id = m.id
            WHERE m.brain = $1 AND m.service = $2 AND m.collection = $3 AND m.mark = $4 ORDER BY r.id
            """, Read, cancel, shelf.Brain, shelf.Service, collection, mark);

    /// <summary>Things that a firm has a part in, newest change first. An empty state is any; <paramref name="before"/> is the last change
    /// that was seen, and its id.</summary>
    public static Task<IReadOnlyList<ResourceRow>> Of(
        Database database, ResourceShelf shelf, string collection, string tenant, string state, (DateTimeOffset At, string Id) before, int limit, CancellationToken cancel = default) =>
        database.Read(
            $"""
            SELECT {Columns} FROM resource r
            WHERE r.brain = $1 AND r.service = $2 AND r.collection = $3 AND ($4 = '' OR r.state = $4) AND (r.changed < $5 OR (r.changed = $5 AND r.id < $6))
              AND EXISTS (SELECT 1 FROM resource_party p WHERE p.tenant = $7 AND p.brain = r.brain AND p.service = r.service AND p.collection = r.collection AND p.id = r.id)
            ORDER BY r.changed DESC, r.id DESC LIMIT $8
            """, Read, cancel, shelf.Brain, shelf.Service, collection, state, before.At, before.Id, tenant, limit);

    /// <summary>Things that every firm of the brain may see, newest change first.</summary>
    public static Task<IReadOnlyList<ResourceRow>> Open(
        Database database, ResourceShelf shelf, string collection, string state, (DateTimeOffset At, string Id) before, int limit, CancellationToken cancel = default) =>
        database.Read(
            $"""
            SELECT {Columns} FROM resource r
            WHERE r.brain = $1 AND r.service = $2 AND r.collection = $3 AND r.open = 1 AND ($4 = '' OR r.state = $4) AND (r.changed < $5 OR (r.changed = $5 AND r.id < $6))
            ORDER BY r.changed DESC, r.id DESC LIMIT $7
            """, Read, cancel, shelf.Brain, shelf.Service, collection, state, before.At, before.Id, limit);

    /// <summary>The firms that have a part in a thing in which a firm of a brain has one, too; of its newest things.</summary>
    public static async Task<IReadOnlyList<string>> Partners(Database database, string brain, string tenant, int most, CancellationToken cancel = default)
    {
        var parties = await database.Read(
            """
            SELECT r.parties FROM resource_party p JOIN resource r ON r.brain = p.brain AND r.service = p.service AND r.collection = p.collection AND r.id = p.id
            WHERE p.tenant = $1 AND p.brain = $2 ORDER BY r.changed DESC LIMIT 2000
            """, static row => FactJson.Words(row.Bytes(0)), cancel, tenant, brain);
        return [.. parties.SelectMany(static all => all).Select(static one => Party(one).Tenant).Where(one => one != tenant && Domain.Keys.IsSlug(one)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(most)];
    }

    /// <summary>What the marks of a collection name after a word, in every brain: digests of bytes that things need.</summary>
    public static Task<IReadOnlyList<string>> Named(Database database, string service, string collection, string word, CancellationToken cancel = default) => database.Read(
        "SELECT DISTINCT mark FROM resource_mark WHERE service = $1 AND collection = $2 AND mark >= $3 AND mark < $4", row => row.Text(0)[word.Length..], cancel,
        service, collection, word, word[..^1] + (char)(word[^1] + 1));

    /// <summary>The life of a thing, from its beginning.</summary>
    public static Task<IReadOnlyList<ResourceStep>> Steps(Database database, ResourceShelf shelf, ResourceName name, CancellationToken cancel = default) =>
        database.Read(
            """
            SELECT seq, command, before, after, tenant, actor, app, at FROM resource_step
            WHERE brain = $1 AND service = $2 AND collection = $3 AND id = $4 ORDER BY seq
            """, static row => new ResourceStep(row.Number(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Text(5), row.Text(6), row.Time(7)), cancel,
            shelf.Brain, shelf.Service, name.Collection, name.Id);

    private static ResourceRow Read(Row row) => new(
        new ResourceName(row.Text(0), row.Text(1)), row.Number(2), row.Text(3), row.Bytes(4), [.. FactJson.Words(row.Bytes(5)).Select(Party)], FactJson.Words(row.Bytes(6)),
        row.Flag(7), row.Number(8) == 0 ? null : new Deadline(row.Time(8), row.Text(9)), row.Time(10), row.Time(11));

    internal static string Written(Party party) => $"{party.Word}:{party.Tenant}";

    internal static Party Party(string written) => new(written[..written.IndexOf(':')], written[(written.IndexOf(':') + 1)..]);
}

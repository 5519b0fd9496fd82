using Marketplace.Domain;

namespace Marketplace.Storage.Delivery;

/// <summary>Something an install owed and that was given up: a call of due work, or a message to a machine or to other apps.</summary>
/// <param name="Id">The id of the work or of the message.</param>
/// <param name="Target">Whom a message was for; empty for a call.</param>
/// <param name="Kind">As the sweeper names it: <c>call device event</c>.</param>
/// <param name="Payload">What it said.</param>
/// <param name="At">When it was promised.</param>
/// <param name="Note">Why it was given up, as noted with the last try.</param>
public sealed record LetterRow(string Id, string Target, string Kind, byte[] Payload, DateTimeOffset At, string Note);

/// <summary>Dead letters of installs, for the firm's eyes. What the host owes itself (bills, ledgers, purges) is the operator's and not here.</summary>
public static class LetterFacts
{
    private const string Call = "call";

    /// <summary>A page of an install's dead letters, by their ids.</summary>
    /// <param name="database">The store.</param>
    /// <param name="install"><c>tenant/app</c>.</param>
    /// <param name="after">The last id of the page before, or empty.</param>
    /// <param name="most">Rows of a page.</param>
    /// <param name="cancel">Ends the look.</param>
    public static Task<IReadOnlyList<LetterRow>> List(Database database, string install, string after, int most, CancellationToken cancel = default) => database.Read(
        $"""
        SELECT id, target, kind, payload, at, note FROM (
            SELECT id, '' AS target, kind, payload, at, note FROM due_work WHERE key = $1 AND state = 2 AND kind = '{Call}' AND id > $2
            UNION ALL
            SELECT id, target, kind, payload, at, note FROM outbox WHERE source = $1 AND dead = 1 AND id > $2) letter
        ORDER BY id LIMIT $3
        """, Read, cancel, install, after, most);

    /// <summary>How many an install has.</summary>
    public static async Task<long> Count(Database database, string install, CancellationToken cancel = default) => await database.First(
        $"SELECT (SELECT count(*) FROM due_work WHERE key = $1 AND state = 2 AND kind = '{Call}') + (SELECT count(*) FROM outbox WHERE source = $1 AND dead = 1)",
        static row => row.Number(0), cancel, install);

    /// <summary>One of an install's dead letters, or null.</summary>
    public static async Task<LetterRow?> Get(Database database, string install, string id, CancellationToken cancel = default)
    {
        var rows = await database.Read(
            $"""
            SELECT id, '' AS target, kind, payload, at, note FROM due_work WHERE id = $1 AND key = $2 AND state = 2 AND kind = '{Call}'
            UNION ALL
            SELECT id, target, kind, payload, at, note FROM outbox WHERE id = $1 AND source = $2 AND dead = 1
            """, Read, cancel, id, install);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Takes a dead letter away, for whichever reason; one that is gone already is <c>notFound</c>.</summary>
    public static void Take(Unit unit, string install, LetterRow letter)
    {
        if (letter.Kind == Call) unit.Must($"DELETE FROM due_work WHERE id = $1 AND key = $2 AND state = 2 AND kind = '{Call}'", Codes.NotFound, letter.Id, letter.Id, install);
        else unit.Must("DELETE FROM outbox WHERE id = $1 AND source = $2 AND dead = 1", Codes.NotFound, letter.Id, letter.Id, install);
    }

    /// <summary>Everything that an install still owes or gave up goes with it: calls, ticks of its clock, dead messages.</summary>
    public static void Forget(Unit unit, string install)
    {
        unit.Do($"DELETE FROM due_work WHERE key = $1 AND kind IN ('{Call}', 'tick')", install);
        unit.Do("DELETE FROM outbox WHERE source = $1 AND dead = 1", install);
        var slash = install.IndexOf('/', StringComparison.Ordinal);
        unit.Do("DELETE FROM job WHERE tenant = $1 AND app = $2", install[..slash], install[(slash + 1)..]);
    }

    private static LetterRow Read(Row row) => new(row.Text(0), row.Text(1), row.Text(2), row.Bytes(3), row.Time(4), row.Text(5));
}

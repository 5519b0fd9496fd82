namespace Marketplace.Storage.Insight;

/// <summary>A record that left a firm.</summary>
public sealed record SharedRow
{
    public required string Tenant { get; init; }
    public required string Id { get; init; }
    public required string App { get; init; }
    public required string Install { get; init; }
    public required string Brain { get; init; }
    public required string Version { get; init; }
    public required string Dataset { get; init; }
    /// <summary>The qualifier of the grant, or empty.</summary>
    public required string Purpose { get; init; }
    /// <summary><c>YYYY-MM</c>, or empty for a dataset without months.</summary>
    public required string Month { get; init; }
    public required string Invocation { get; init; }
    public required string Actor { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>The record as UTF-8 JSON.</summary>
    public required byte[] Body { get; init; }
}

/// <summary>A dataset of an app: how many records left, and the last time.</summary>
public sealed record SharedSum(string App, string Dataset, long Records, DateTimeOffset Last);

/// <summary>A dataset that a firm has stopped.</summary>
public sealed record ShareStop(string Tenant, string App, string Dataset, string Actor, DateTimeOffset At);

/// <summary>What left firms for their brains, and what they have stopped.</summary>
public static class ShareFacts
{
    private const string Columns = "tenant, id, app, install, brain, version, dataset, purpose, month, invocation, actor, at, body";

    /// <summary>Writes down what leaves; while the firm has stopped the dataset nothing does, whatever the call knew when it began.</summary>
    public static void Send(Unit unit, SharedRow row) => unit.Do(
        $"""
        INSERT INTO share_sent ({Columns}) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
        WHERE NOT EXISTS (SELECT 1 FROM share_stop WHERE tenant = $14 AND app = $15 AND dataset = $16)
        """, row.Tenant, row.Id, row.App, row.Install, row.Brain, row.Version, row.Dataset, row.Purpose, row.Month, row.Invocation, row.Actor, row.At, row.Body,
        row.Tenant, row.App, row.Dataset);

    /// <summary>Stops a dataset; stopping twice is stopping once.</summary>
    public static void Stop(Unit unit, ShareStop stop) => unit.Do(
        "INSERT INTO share_stop (tenant, app, dataset, actor, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING", stop.Tenant, stop.App, stop.Dataset, stop.Actor, stop.At);

    /// <summary>Lets it leave again.</summary>
    public static void Resume(Unit unit, string tenant, string app, string dataset) =>
        unit.Do("DELETE FROM share_stop WHERE tenant = $1 AND app = $2 AND dataset = $3", tenant, app, dataset);

    /// <summary>A firm's records, the newest first, from before an id on; of one app and dataset, or of all.</summary>
    public static Task<IReadOnlyList<SharedRow>> Page(Database database, string tenant, string app, string dataset, string before, int limit, CancellationToken cancel = default) => database.Read(
        $"""
        SELECT {Columns} FROM share_sent WHERE tenant = $1 AND ($2 = '' OR app = $2) AND ($3 = '' OR dataset = $3) AND ($4 = '' OR id < $4) ORDER BY id DESC LIMIT $5
        """, Read, cancel, tenant, app, dataset, before, limit);

    /// <summary>What left a firm, by app and dataset.</summary>
    public static Task<IReadOnlyList<SharedSum>> Sums(Database database, string tenant, CancellationToken cancel = default) => database.Read(
        "SELECT app, dataset, count(*), max(at) FROM share_sent WHERE tenant = $1 GROUP BY app, dataset ORDER BY app, dataset",
        static row => new SharedSum(row.Text(0), row.Text(1), row.Number(2), row.Time(3)), cancel, tenant);

    /// <summary>What a firm has stopped.</summary>
    public static Task<IReadOnlyList<ShareStop>> Stops(Database database, string tenant, CancellationToken cancel = default) =>
        database.Read("SELECT tenant, app, dataset, actor, at FROM share_stop WHERE tenant = $1 ORDER BY app, dataset", ReadStop, cancel, tenant);

    /// <summary>Who has stopped a dataset, in any app and brain.</summary>
    public static Task<IReadOnlyList<ShareStop>> StopsOf(Database database, string dataset, CancellationToken cancel = default) =>
        database.Read("SELECT tenant, app, dataset, actor, at FROM share_stop WHERE dataset = $1 ORDER BY tenant, app", ReadStop, cancel, dataset);

    /// <summary>The last record of each firm and app for a month of a dataset, in a brain.</summary>
    public static Task<IReadOnlyList<SharedRow>> Month(Database database, string brain, string dataset, string month, CancellationToken cancel = default) => database.Read(
        $"""
        SELECT {Columns} FROM share_sent s WHERE brain = $1 AND dataset = $2 AND month = $3
            AND id = (SELECT max(n.id) FROM share_sent n WHERE n.tenant = s.tenant AND n.app = s.app AND n.brain = s.brain AND n.dataset = s.dataset AND n.month = s.month)
        ORDER BY tenant, app
        """, Read, cancel, brain, dataset, month);

    private static SharedRow Read(Row row) => new()
    {
        Tenant = row.Text(0), Id = row.Text(1), App = row.Text(2), Install = row.Text(3), Brain = row.Text(4), Version = row.Text(5), Dataset = row.Text(6), Purpose = row.Text(7),
        Month = row.Text(8), Invocation = row.Text(9), Actor = row.Text(10), At = row.Time(11), Body = row.Bytes(12),
    };

    private static ShareStop ReadStop(Row row) => new(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Time(4));
}

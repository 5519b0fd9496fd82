using Marketplace.Domain;
using Marketplace.Domain.Invocations;

namespace Marketplace.Storage.Invocations;

/// <summary>What a firm used of one app in one day of its own zone.</summary>
public sealed record MeterDay
{
    public required string Tenant { get; init; }
    public required string App { get; init; }
    /// <summary><c>YYYY-MM-DD</c>.</summary>
    public required string Day { get; init; }
    public long Completed { get; init; }
    public long Refused { get; init; }
    public long Failed { get; init; }
    public Meter Meter { get; init; } = new();
    public Cost Cost { get; init; } = new();
}

/// <summary>Daily sums and the month's spending.</summary>
public static class MeterFacts
{
    private static readonly string AddSql = """
        INSERT INTO meter_day (tenant, app, day, completed, refused, failed, statements, reads, effects, externals, row_count, bytes_in, bytes_out, cpu_ns,
            cost_total, cost_platform, cost_publisher, cost_resources)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        ON CONFLICT (tenant, app, day) DO UPDATE SET
        """ + string.Join(",", new[]
        {
            "completed", "refused", "failed", "statements", "reads", "effects", "externals", "row_count", "bytes_in", "bytes_out", "cpu_ns",
            "cost_total", "cost_platform", "cost_publisher", "cost_resources",
        }.Select(static column => $" {column} = meter_day.{column} + excluded.{column}"));

    /// <summary>Adds one call to its day.</summary>
    public static void Add(Unit unit, string day, InvocationRow row)
    {
        var (meter, cost) = (row.Meter, row.Cost);
        unit.Do(AddSql, row.Tenant, row.App, day, row.Outcome == "completed", row.Outcome == "refused", row.Outcome == "failed",
            meter.Statements, meter.Reads, meter.Effects, meter.Externals, meter.Rows, meter.BytesIn, meter.BytesOut, meter.CpuNs,
            cost.Total, cost.Platform, cost.Publisher, cost.Resources);
    }

    /// <summary>Adds a cost to the month, unless that would pass the cap (0 for none): then the unit ends as <c>cap.reached</c>.</summary>
    public static void Spend(Unit unit, string tenant, string app, string month, long cost, long cap) => unit.Must(
        """
        INSERT INTO spend (tenant, app, month, total) SELECT $1, $2, $3, $4 WHERE $5 = 0 OR $4 <= $5
        ON CONFLICT (tenant, app, month) DO UPDATE SET total = spend.total + excluded.total WHERE $5 = 0 OR spend.total + excluded.total <= $5
        """,
        Codes.CapReached, app, tenant, app, month, cost, cap);

    /// <summary>Notes that the month's cap stopped something: until it is raised, or the month turns, nothing begins.</summary>
    public static void Reach(Unit unit, string tenant, string app, string month, long cap) => unit.Do(
        """
        INSERT INTO spend (tenant, app, month, total, reached) VALUES ($1, $2, $3, 0, $4)
        ON CONFLICT (tenant, app, month) DO UPDATE SET reached = excluded.reached WHERE spend.reached < excluded.reached
        """, tenant, app, month, cap);

    /// <summary>What was spent on an app in a month (<c>YYYY-MM</c>), and the cap that stopped something in it, 0 for none.</summary>
    public static async Task<(long Total, long Reached)> Spent(Database database, string tenant, string app, string month, CancellationToken cancel = default) =>
        await database.First("SELECT total, reached FROM spend WHERE tenant = $1 AND app = $2 AND month = $3", static row => (row.Number(0), row.Number(1)), cancel, tenant, app, month);

    /// <summary>The days of a firm from one day to another, both counted in; an empty <paramref name="app"/> means all.</summary>
    public static Task<IReadOnlyList<MeterDay>> Days(Database database, string tenant, string app, string from, string to, CancellationToken cancel = default) =>
        database.Read(
            """
            SELECT tenant, app, day, completed, refused, failed, statements, reads, effects, externals, row_count, bytes_in, bytes_out, cpu_ns,
                cost_total, cost_platform, cost_publisher, cost_resources
            FROM meter_day WHERE tenant = $1 AND ($2 = '' OR app = $2) AND day >= $3 AND day <= $4 ORDER BY day, app
            """, Read, cancel, tenant, app, from, to);

    private static MeterDay Read(Row row) => new()
    {
        Tenant = row.Text(0), App = row.Text(1), Day = row.Text(2), Completed = row.Number(3), Refused = row.Number(4), Failed = row.Number(5),
        Meter = new()
        {
            Statements = row.Number(6), Reads = (int)row.Number(7), Effects = (int)row.Number(8), Externals = (int)row.Number(9),
            Rows = row.Number(10), BytesIn = row.Number(11), BytesOut = row.Number(12), CpuNs = row.Number(13),
        },
        Cost = new() { Total = row.Number(14), Platform = row.Number(15), Publisher = row.Number(16), Resources = row.Number(17) },
    };
}

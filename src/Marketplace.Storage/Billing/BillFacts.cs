using Marketplace.Domain;
using Marketplace.Domain.Billing;

namespace Marketplace.Storage.Billing;

/// <summary>A day of an install whose meter is not what was posted of it.</summary>
/// <param name="Portions">How often something of it was posted.</param>
/// <param name="Calls">Metered calls.</param>
/// <param name="Total">Metered cost, micro-yuan.</param>
public sealed record OpenDay(string Tenant, string App, string Day, long Portions, long Calls, long Total);

/// <summary>Posted lines, and what was metered and not posted.</summary>
public static class BillFacts
{
    private const string Columns = "brain, tenant, app, day, portion, version, function, kind, quantity, total, platform, publisher, resources, subsidy, program";

    /// <summary>Writes a portion of a day beside its posting. One that another has written ends the unit as <see cref="Conflicts.Exists"/>.</summary>
    public static void Post(Unit unit, OpenDay day, IReadOnlyList<BillLine> lines, string op)
    {
        if (day.Portions == 0)
            unit.Must("INSERT INTO bill_day (tenant, app, day, portion, calls, total) VALUES ($1, $2, $3, 1, $4, $5) ON CONFLICT DO NOTHING",
                Conflicts.Exists, day.App, day.Tenant, day.App, day.Day, day.Calls, day.Total);
        else
            unit.Must("UPDATE bill_day SET portion = portion + 1, calls = $1, total = $2 WHERE tenant = $3 AND app = $4 AND day = $5 AND portion = $6",
                Conflicts.Exists, day.App, day.Calls, day.Total, day.Tenant, day.App, day.Day, day.Portions);
        foreach (var line in lines) Line(unit, line, op);
    }

    /// <summary>Writes the one fee of a month beside its posting and counts it to the month's spending, within the cap: two fees are
    /// <see cref="Conflicts.Exists"/>, one beyond the cap is <see cref="Codes.CapReached"/>.</summary>
    public static void Charge(Unit unit, BillLine fee, string month, string op, long cap)
    {
        unit.Must("INSERT INTO bill_fee (tenant, app, month, day, amount, op) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            Conflicts.Exists, fee.App, fee.Tenant, fee.App, month, fee.Day, fee.Total, op);
        Line(unit, fee, op);
        Invocations.MeterFacts.Spend(unit, fee.Tenant, fee.App, month, fee.Total, cap);
    }

    /// <summary>The days up to one whose meter differs from what was posted, oldest first; an empty brain means all.</summary>
    public static Task<IReadOnlyList<OpenDay>> Open(Database database, string brain, string from, string to, int most, CancellationToken cancel = default) => database.Read(
        """
        SELECT m.tenant, m.app, m.day, COALESCE(b.portion, 0), m.completed + m.refused + m.failed, m.cost_total
        FROM meter_day m JOIN install_head h ON h.tenant = m.tenant AND h.app = m.app
        LEFT JOIN bill_day b ON b.tenant = m.tenant AND b.app = m.app AND b.day = m.day
        WHERE m.day >= $1 AND m.day <= $2 AND ($3 = '' OR h.brain = $3)
            AND (b.calls IS NULL OR b.calls <> m.completed + m.refused + m.failed OR b.total <> m.cost_total)
        ORDER BY m.day, m.tenant, m.app LIMIT $4
        """, static row => new OpenDay(row.Text(0), row.Text(1), row.Text(2), row.Number(3), row.Number(4), row.Number(5)), cancel, from, to, brain, most);

    /// <summary>What the log says of one day, by version and function: all calls, and those that cost something.</summary>
    public static Task<IReadOnlyList<(long Calls, BillLine Line)>> Metered(
        Database database, OpenDay day, string brain, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel = default) => database.Read(
        """
        SELECT version, function, count(*), CAST(sum(CASE WHEN cost_total > 0 THEN 1 ELSE 0 END) AS bigint), CAST(sum(cost_total) AS bigint),
            CAST(sum(cost_platform) AS bigint), CAST(sum(cost_publisher) AS bigint), CAST(sum(cost_resources) AS bigint)
        FROM invocation WHERE tenant = $1 AND app = $2 AND id >= $3 AND at >= $4 AND at < $5 GROUP BY version, function
        """,
        row => (row.Number(2), new BillLine
        {
            Brain = brain, Tenant = day.Tenant, App = day.App, Day = day.Day, Portion = day.Portions + 1, Version = row.Text(0), Function = row.Text(1), Kind = BillLine.Calls,
            Quantity = row.Number(3), Total = row.Number(4), Platform = row.Number(5), Publisher = row.Number(6), Resources = row.Number(7),
        }), cancel, day.Tenant, day.App, Domain.Invocations.Ids.First(from), from, to);

    /// <summary>What was posted of a day's calls.</summary>
    public static Task<IReadOnlyList<BillLine>> Posted(Database database, OpenDay day, CancellationToken cancel = default) => database.Read(
        $"SELECT {Columns} FROM bill_line WHERE tenant = $1 AND app = $2 AND day = $3 AND portion > 0 ORDER BY portion, version, function", Read, cancel, day.Tenant, day.App, day.Day);

    /// <summary>A firm's lines that are on no invoice, up to a day.</summary>
    public static Task<IReadOnlyList<BillLine>> Uninvoiced(Database database, string brain, string tenant, string to, CancellationToken cancel = default) => database.Read(
        $"SELECT {Columns} FROM bill_line WHERE brain = $1 AND tenant = $2 AND invoice = '' AND day <= $3 ORDER BY app, day, portion, version, function", Read, cancel, brain, tenant, to);

    /// <summary>The firms of a brain after one by name that have lines on no invoice, up to a day.</summary>
    public static Task<IReadOnlyList<string>> Debtors(Database database, string brain, string to, string after, int most, CancellationToken cancel = default) => database.Read(
        "SELECT DISTINCT tenant FROM bill_line WHERE brain = $1 AND invoice = '' AND day <= $2 AND tenant > $3 ORDER BY tenant LIMIT $4",
        static row => row.Text(0), cancel, brain, to, after, most);

    /// <summary>What a programme bore for a firm in a month.</summary>
    public static async Task<long> Had(Database database, string brain, string tenant, string program, string month, CancellationToken cancel = default) => await database.First(
        "SELECT CAST(COALESCE(sum(subsidy), 0) AS bigint) FROM bill_line WHERE brain = $1 AND tenant = $2 AND program = $3 AND day >= $4 AND day <= $5",
        static row => row.Number(0), cancel, brain, tenant, program, $"{month}-01", $"{month}-31");

    /// <summary>The fees of a firm in a month, by app.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> Fees(Database database, string tenant, string month, CancellationToken cancel = default) =>
        (await database.Read("SELECT app, amount FROM bill_fee WHERE tenant = $1 AND month = $2", static row => (App: row.Text(0), Amount: row.Number(1)), cancel, tenant, month))
        .ToDictionary(static fee => fee.App, static fee => fee.Amount, StringComparer.Ordinal);

    private static void Line(Unit unit, BillLine line, string op) => unit.Must(
        $"INSERT INTO bill_line ({Columns}, op, invoice) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, '') ON CONFLICT DO NOTHING",
        Conflicts.Exists, line.App, line.Brain, line.Tenant, line.App, line.Day, line.Portion, line.Version, line.Function, line.Kind, line.Quantity, line.Total,
        line.Platform, line.Publisher, line.Resources, line.Subsidy, line.Program, op);

    private static BillLine Read(Row row) => new()
    {
        Brain = row.Text(0), Tenant = row.Text(1), App = row.Text(2), Day = row.Text(3), Portion = row.Number(4), Version = row.Text(5), Function = row.Text(6), Kind = row.Text(7),
        Quantity = row.Number(8), Total = row.Number(9), Platform = row.Number(10), Publisher = row.Number(11), Resources = row.Number(12), Subsidy = row.Number(13), Program = row.Text(14),
    };
}

using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Marketplace.Storage.Invocations;

/// <summary>The invocation log: who called what, when, how it ended and what it cost.</summary>
public static class InvocationFacts
{
    private const string Columns = "tenant, app, id, version, digest, function, actor, at, outcome, code, input, result, facts, meter, cost_total, cost_platform, cost_publisher, cost_resources, operation";

    /// <summary>Adds a line. Inputs and results beyond <see cref="InvocationRow.LargestPart"/> become <c>{"bytes": n}</c>.</summary>
    public static void Insert(Unit unit, InvocationRow row) => unit.Must(
        $"INSERT INTO invocation ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) ON CONFLICT DO NOTHING",
        Conflicts.Exists, row.Id,
        row.Tenant, row.App, row.Id, row.Version, row.Digest, row.Function, row.Actor, row.At, row.Outcome, row.Code,
        Kept(row.InputJson), Kept(row.ResultJson), FactJson.Bytes(row.Facts), JsonSerializer.SerializeToUtf8Bytes(row.Meter, FactJson.Default.Meter),
        row.Cost.Total, row.Cost.Platform, row.Cost.Publisher, row.Cost.Resources, row.Operation);

    /// <summary>A page, newest first. An empty <paramref name="function"/> means all; <paramref name="after"/> is the last id seen.</summary>
    public static Task<IReadOnlyList<InvocationRow>> Page(
        Database database, string tenant, string app, string function = "", string after = "", int limit = 100, CancellationToken cancel = default)
    {
        var last = after.Length == 0 ? "~" : after;
        return function.Length == 0
            ? database.Read($"SELECT {Columns} FROM invocation WHERE tenant = $1 AND app = $2 AND id < $3 ORDER BY id DESC LIMIT $4", Read, cancel, tenant, app, last, limit)
            : database.Read($"SELECT {Columns} FROM invocation WHERE tenant = $1 AND app = $2 AND function = $3 AND id < $4 ORDER BY id DESC LIMIT $5",
                Read, cancel, tenant, app, function, last, limit);
    }

    /// <summary>One line, or null.</summary>
    public static Task<InvocationRow?> Get(Database database, string tenant, string app, string id, CancellationToken cancel = default) =>
        database.First<InvocationRow>($"SELECT {Columns} FROM invocation WHERE tenant = $1 AND app = $2 AND id = $3", Read, cancel, tenant, app, id);

    /// <summary>Whether a firm's log has a call, whichever of its installs made it.</summary>
    public static async Task<bool> Has(Database database, string tenant, string id, CancellationToken cancel = default) =>
        (await database.Read("SELECT i.id FROM install_head h JOIN invocation i ON i.tenant = h.tenant AND i.app = h.app AND i.id = $1 WHERE h.tenant = $2",
            static row => row.Text(0), cancel, id, tenant)).Count > 0;

    /// <summary>Forgets at most <paramref name="most"/> lines written before a time, oldest first; answers how many. The sums of their
    /// days stay (<see cref="MeterFacts"/>).</summary>
    public static async Task<int> Forget(Database database, DateTimeOffset before, int most, CancellationToken cancel = default) =>
        (await database.Change(
            """
            DELETE FROM invocation WHERE (tenant, app, id) IN (SELECT tenant, app, id FROM invocation WHERE at < $1 ORDER BY at LIMIT $2) RETURNING 1
            """, static row => row.Number(0), cancel, before, most)).Count;

    private static byte[] Kept(byte[] json) => json.Length <= InvocationRow.LargestPart
        ? json
        : Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"bytes\":{json.Length}}}"));

    private static InvocationRow Read(Row row) => new()
    {
        Tenant = row.Text(0), App = row.Text(1), Id = row.Text(2), Version = row.Text(3), Digest = row.Text(4), Function = row.Text(5),
        Actor = row.Text(6), At = row.Time(7), Outcome = row.Text(8), Code = row.Text(9), InputJson = row.Bytes(10), ResultJson = row.Bytes(11),
        Facts = FactJson.Facts(row.Bytes(12)), Meter = JsonSerializer.Deserialize(row.Bytes(13), FactJson.Default.Meter)!,
        Cost = new() { Total = row.Number(14), Platform = row.Number(15), Publisher = row.Number(16), Resources = row.Number(17) },
        Operation = row.Text(18),
    };
}

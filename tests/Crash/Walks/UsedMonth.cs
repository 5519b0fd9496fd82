using System.Data.Common;
using System.Globalization;
using Marketplace.Tests.Running;
using Npgsql;

namespace Marketplace.Tests.Crash.Walks;

/// <summary>Usage of the month before, written into a running host's store as the calls of that month would have left it: a firm of its own with
/// one app, one day, and as many calls as are told. It is plain SQL: nothing of the product decides what must come of it.</summary>
internal static class UsedMonth
{
    /// <summary>The month before this one, <c>YYYY-MM</c>.</summary>
    public static string Name => DateTimeOffset.UtcNow.AddMonths(-1).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>Writes it; each call costs the platform's and the publisher's part, micro-yuan.</summary>
    public static async Task Write(HostPlace place, string firm, string app, int calls, long platform, long publisher)
    {
        var (day, total) = ($"{Name}-15", platform + publisher);
        var at = DateTimeOffset.ParseExact($"{day} 04:00 +00:00", "yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
        List<string> statements =
        [
            $"INSERT INTO install_head (tenant, app, id, brain, seq, epoch, version, digest, state, grants, monthly_cap, settings, sample_data, plan_price, installed_at, installed_by) VALUES ('{firm}', '{app}', '{firm}-i', 'auto', 1, 1, '1.0.0', 'd', 'uninstalled', {{empty}}, 0, {{empty}}, 0, 0, {at}, 'owner')",
            $"INSERT INTO meter_day (tenant, app, day, completed, refused, failed, statements, reads, effects, externals, row_count, bytes_in, bytes_out, cpu_ns, cost_total, cost_platform, cost_publisher, cost_resources) VALUES ('{firm}', '{app}', '{day}', {calls}, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, {calls * total}, {calls * platform}, {calls * publisher}, 0)",
            $"INSERT INTO spend (tenant, app, month, total, reached) VALUES ('{firm}', '{app}', '{Name}', {calls * total}, 0)",
        ];
        for (var call = 0; call < calls; call++)
            statements.Add($"INSERT INTO invocation (tenant, app, id, version, digest, function, actor, at, outcome, code, input, result, facts, meter, cost_total, cost_platform, cost_publisher, cost_resources, operation) VALUES ('{firm}', '{app}', 'z{call:D6}', '1.0.0', 'd', '{(call % 2 == 0 ? "scan" : "report")}', 'owner', {at + call}, 'completed', '', {{empty}}, {{empty}}, {{empty}}, {{empty}}, {total}, {platform}, {publisher}, 0, '')");
        await using var connection = await Open(place);
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var sql in statements)
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            // {} and [] are what an empty object and an empty list of bytes look like on both engines.
            command.CommandText = sql.Replace("{empty}", place.ConnectionString.Length > 0 ? "'\\x7b7d'::bytea" : "x'7b7d'", StringComparison.Ordinal).Replace(place.ConnectionString.Length > 0 ? "'uninstalled', '\\x7b7d'" : "'uninstalled', x'7b7d'", place.ConnectionString.Length > 0 ? "'uninstalled', '\\x5b5d'" : "'uninstalled', x'5b5d'", StringComparison.Ordinal);
            await command.ExecuteNonQueryAsync();
        }
        await transaction.CommitAsync();
    }

    private static async Task<DbConnection> Open(HostPlace place)
    {
        DbConnection connection = place.ConnectionString.Length > 0
            ? new NpgsqlConnection(place.ConnectionString)
            : new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={place.StoreFile};Pooling=False;Default Timeout=30");
        await connection.OpenAsync();
        return connection;
    }
}

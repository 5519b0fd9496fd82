using Marketplace.Grains;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Jobs;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Npgsql;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>A store with ten thousand installs opens, and is swept, as one with ten: PostgreSQL counts how often a table was read
/// through, and nothing at a start or in a sweep does it to a table that grows with the installs.</summary>
public sealed class ManyInstalls(Stores stores) : IClassFixture<Stores>
{
    private const int Many = 10_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Are_not_read_by_a_start_or_a_sweep()
    {
        var options = await stores.Options("postgres");
        // The planner reads a table of ten thousand rows through where that is cheaper than many look-ups; here only where nothing else would do.
        options = options with { ConnectionString = new NpgsqlConnectionStringBuilder(options.ConnectionString) { Options = "-c enable_seqscan=off" }.ToString() };
        var database = await stores.Reopen(options);
        await Fill(database);
        await database.DisposeAsync();
        await using var counting = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(options.ConnectionString) { ApplicationName = "counting" }.ToString());

        var before = await ReadThrough(counting);
        var began = TimeProvider.System.GetTimestamp();
        database = await stores.Reopen(options);
        var opened = TimeProvider.System.GetElapsedTime(began);
        var keeping = new Keeping(database, new ReleaseLibrary(database, stores.Clock), new GrainOptions(), stores.Clock);
        await keeping.StartAsync(Cancel);
        Assert.Equal(64, (await DueFacts.Claim(database, cancel: Cancel)).Count);
        Assert.Equal(64, (await OutboxFacts.Claim(database, cancel: Cancel)).Count);
        await DueFacts.Next(database, Cancel);
        await keeping.Turn("keep:2026-09-01:1");
        var took = TimeProvider.System.GetElapsedTime(began);
        await database.DisposeAsync();
        var after = await ReadThrough(counting);
        Assert.Equal(before, after);
        Seeds.Say($"{before.Count} tables of {Many} rows or more: none read through; opened in {opened.TotalMilliseconds:F0} ms, swept in {(took - opened).TotalMilliseconds:F0} ms more");

        database = await stores.Reopen(options);
        await database.Read("SELECT tenant FROM install_head WHERE installed_by = 'nobody'", static row => row.Text(0), Cancel);
        await database.DisposeAsync();
        Assert.NotEqual(before, await ReadThrough(counting));
    }

    private static async Task Fill(Database database)
    {
        var unit = new Unit();
        foreach (var sql in new[]
        {
            "INSERT INTO install_head SELECT 'firm' || n, 'auto/tag', 'i' || n, 'auto', 0, 0, '1.0.0', 'd', 'active', '[]', 0, '', 0, 0, 0, 'owner' FROM g",
            "INSERT INTO operation SELECT 'firm' || n, 'k', 'h', '', '', $1 FROM g",
            "INSERT INTO invocation SELECT 'firm' || n, 'auto/tag', 'v' || n, '1', 'd', 'f', 'p', $1, 'completed', '', '', '', '{}', '{}', 0, 0, 0, 0, '' FROM g",
            "INSERT INTO meter_day SELECT 'firm' || n, 'auto/tag', '2026-09-01', 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM g",
            "INSERT INTO record SELECT 'i' || n, 'part', 'r', 1, 0, 'p', 0, '{}' FROM g",
            "INSERT INTO outbox_head (source, target, last, done, due, tries, lease) SELECT 'firm' || n, 'b', 1, CASE WHEN n % 100 = 0 THEN 0 ELSE 1 END, 0, 0, 0 FROM g",
            "INSERT INTO outbox SELECT 'm' || n, 'firm' || n, 'b', 1, 'event', '', $1, 0, '' FROM g",
            "INSERT INTO inbox SELECT 'b', 'firm' || n, 1 FROM g",
            "INSERT INTO due_work SELECT 'd' || n, 'call', 'k', '', 0, CASE WHEN n % 100 = 0 THEN 0 ELSE $1 + 86400000 END, 0, 0, 0, '' FROM g",
            "INSERT INTO person SELECT 'p' || n, 'firm' || n, 'auto', 'n', '', '', '', '', 'zh-CN', '' FROM g",
            "INSERT INTO orleansstorage SELECT 's', 'tenant.tenant', 0, 0, 'tenant:firm' || n || '/self', '', 1, now() FROM g",
        })
        {
            var all = sql.Replace("FROM g", $"FROM generate_series(1, {Many}) AS n", StringComparison.Ordinal);
            if (sql.Contains("$1", StringComparison.Ordinal)) unit.Do(all, database.Time.GetUtcNow());
            else unit.Do(all);
        }
        unit.Do("ANALYZE");
        Assert.True((await database.Commit(unit, Cancel)).Ok);
    }

    /// <summary>How often each large table was read through, once every connection of the program is gone and has told its counts.</summary>
    private static async Task<IReadOnlyList<(string Table, long Times)>> ReadThrough(NpgsqlDataSource counting)
    {
        await using var alive = counting.CreateCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'marketplace'");
        while ((long)(await alive.ExecuteScalarAsync(Cancel))! > 0) await Task.Delay(20, Cancel);
        await using var command = counting.CreateCommand(
            $"SELECT c.relname::text, coalesce(s.seq_scan, 0) FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid WHERE c.reltuples >= {Many} ORDER BY c.relname");
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        List<(string, long)> all = [];
        while (await reader.ReadAsync(Cancel)) all.Add((reader.GetString(0), reader.GetInt64(1)));
        return all;
    }
}

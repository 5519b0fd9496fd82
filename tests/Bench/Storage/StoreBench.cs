using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Marketplace.Domain.Records;
using Marketplace.Storage;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Invocations;
using Marketplace.Storage.Records;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Marketplace.Bench.Storage;

/// <summary>Units of work per second. A unit is what a small call commits: the head's compare-and-swap, one record with one key,
/// one line of the invocation log. Each caller has an install of its own and waits for each commit before the next.</summary>
internal static class StoreBench
{
    private static readonly Entity Scan = new()
    {
        Name = "scan",
        Fields = new Dictionary<string, Field>
        {
            ["code"] = new() { Name = "code", Type = FieldType.Text },
            ["state"] = new() { Name = "state", Type = FieldType.Text },
        },
        Indexes = [["code"]],
    };

    public static async Task<int> Run(string engine, TimeSpan each)
    {
        var options = await Fresh(engine);
        var database = await Database.Open(options, TimeProvider.System, NullLogger.Instance);
        try
        {
            await Measure(database, "warm", 8, TimeSpan.FromSeconds(2), print: false);
            foreach (var callers in new[] { 1, 64, 256 }) await Measure(database, $"c{callers}", callers, each, print: true);
        }
        finally
        {
            await database.DisposeAsync();
            if (engine == StoreOptions.Sqlite) Directory.Delete(options.DataFolder, recursive: true);
        }
        return 0;
    }

    /// <summary>A store that nobody has used.</summary>
    public static async Task<StoreOptions> Fresh(string engine)
    {
        if (engine == StoreOptions.Sqlite) return new StoreOptions { DataFolder = Directory.CreateTempSubdirectory("marketplace-bench-").FullName };
        var server = Environment.GetEnvironmentVariable("MARKETPLACE_TEST_POSTGRES")
            ?? throw new InvalidOperationException("Set MARKETPLACE_TEST_POSTGRES to a server where a database 'bench' may be made anew.");
        await using var source = NpgsqlDataSource.Create(server);
        foreach (var sql in new[] { "DROP DATABASE IF EXISTS bench WITH (FORCE)", "CREATE DATABASE bench" })
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
        return new StoreOptions { Engine = engine, ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = "bench" }.ToString() };
    }

    private static async Task Measure(Database database, string name, int callers, TimeSpan length, bool print)
    {
        for (var i = 0; i < callers; i++)
        {
            var unit = new Unit();
            InstallFacts.Create(unit, new InstallHead
            {
                Tenant = $"{name}-{i}", App = "bench/scan", Id = $"{name}-{i}", Brain = "auto", Version = "1.0.0", Digest = "d", State = "active",
                InstalledAt = DateTimeOffset.UnixEpoch, InstalledBy = "bench",
            });
            await database.Commit(unit);
        }
        var clock = Stopwatch.StartNew();
        var latencies = await Task.WhenAll(Enumerable.Range(0, callers).Select(i => Task.Run(() => Call(database, $"{name}-{i}", clock, length))));
        var seconds = clock.Elapsed.TotalSeconds;
        double[] all = [.. latencies.SelectMany(static one => one).Order()];
        if (print)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{database.Options.Engine,-9} callers {callers,4}  units {all.Length,8}  {all.Length / seconds,8:F0} units/s  p50 {all[all.Length / 2],7:F2} ms  p99 {all[all.Length * 99 / 100],7:F2} ms"));
    }

    private static async Task<List<double>> Call(Database database, string install, Stopwatch clock, TimeSpan length)
    {
        List<double> latencies = [];
        for (var seq = 0; clock.Elapsed < length; seq++)
        {
            var began = Stopwatch.GetTimestamp();
            var now = DateTimeOffset.UnixEpoch.AddMilliseconds(seq);
            var id = string.Create(CultureInfo.InvariantCulture, $"{install}-{seq:D9}");
            var unit = new Unit();
            InstallFacts.Advance(unit, install, "bench/scan", seq, 0);
            RecordFacts.Insert(unit, install, Scan,
                [RecordRules.Insert(Scan, id, JsonElement.Parse($$"""{"code":"{{id}}","state":"VALIDATED"}"""), "p", now).Must()]);
            InvocationFacts.Insert(unit, new InvocationRow
            {
                Id = id, Tenant = install, App = "bench/scan", Version = "1.0.0", Digest = "d", Function = "onScan", Actor = "p", At = now, Outcome = "completed",
                InputJson = """{"code":"DEMO-GREEN","machine":"M-01"}"""u8.ToArray(), ResultJson = """{"answer":"green","state":"VALIDATED"}"""u8.ToArray(),
            });
            var committed = await database.Commit(unit);
            if (!committed.Ok) throw new InvalidOperationException($"{committed.Conflict} {committed.Detail}");
            latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        return latencies;
    }
}

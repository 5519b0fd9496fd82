using System.Diagnostics;
using Marketplace.Storage;
using Marketplace.Storage.Operations;
using Marketplace.Storage.Sqlite;
using Npgsql;
using Orleans;
using Orleans.Runtime;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>A disk that is full, a store that may only be read, a server that ends every connection: the writer says so, nothing that it
/// acknowledged is lost, and it goes on by itself when the trouble is over.</summary>
public sealed class Trouble(Stores stores) : IClassFixture<Stores>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What became of each unit, in the writer's own words.</summary>
    private sealed class Ledger
    {
        public HashSet<string> Acknowledged { get; } = [];
        public HashSet<string> Denied { get; } = [];
        public HashSet<string> Unknown { get; } = [];

        public async Task<bool> Write(Database database, string key, int size = 2_000)
        {
            var unit = new Unit();
            OperationFacts.Insert(unit, new StoredOperation("firm", key, "hash", "", new byte[size], DateTimeOffset.UnixEpoch));
            var end = Denied;
            try
            {
                if ((await database.Commit(unit, Cancel)).Ok) end = Acknowledged;
            }
            catch (OutcomeUnknownException)
            {
                end = Unknown;
            }
            catch (StoreUnavailableException)
            {
                end = Denied;
            }
            lock (this) end.Add(key);
            return end == Acknowledged;
        }

        /// <summary>All that was acknowledged is there, nothing that was denied is.</summary>
        public void Check(IReadOnlyList<string> keys)
        {
            Assert.Subset(keys.ToHashSet(), Acknowledged);
            Assert.Empty(Denied.Intersect(keys));
            Assert.Empty(keys.Except(Acknowledged).Except(Unknown));
        }

        public override string ToString() => $"{Acknowledged.Count} acknowledged, {Denied.Count} denied, {Unknown.Count} unknown";
    }

    private static Task<IReadOnlyList<string>> Keys(Database database) => database.Read("SELECT key FROM operation", static row => row.Text(0), Cancel);

    /// <summary>A volume that is full (where this user may mount one), and a file that may not grow (everywhere).</summary>
    [Theory, InlineData("volume"), InlineData("pages")]
    public async Task Of_a_full_disk_is_told_and_is_over_when_there_is_room(string kind)
    {
        var options = await stores.Options("sqlite");
        var volume = kind == "volume" && Mount(options.DataFolder, "size=3m");
        try
        {
            var database = await stores.Reopen(options);
            var ledger = new Ledger();
            if (!volume) await database.Commit(new Unit().Do("PRAGMA max_page_count = 400"), Cancel);
            for (var n = 0; n < 400; n++)
                if (!(await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ledger.Write(database, $"a{n}-{i}")))).Contains(true)) break;
            Assert.NotEmpty(ledger.Denied.Concat(ledger.Unknown));
            Assert.NotEmpty(ledger.Acknowledged);
            ledger.Check(await Keys(database));
            for (var n = 0; n < 20; n++) await ledger.Write(database, $"b{n}", 60_000);
            var full = ledger.ToString();

            if (volume) Assert.True(Mount(options.DataFolder, "remount,size=64m"));
            else await database.Commit(new Unit().Do("PRAGMA max_page_count = 1000000"), Cancel);
            for (var n = 0; n < 20; n++) Assert.True(await ledger.Write(database, $"c{n}"), "there is room again");
            ledger.Check(await Keys(database));
            Assert.Equal("ok", await database.First<string>("PRAGMA integrity_check", static row => row.Text(0), Cancel));
            await database.DisposeAsync();
            database = await stores.Reopen(options);
            ledger.Check(await Keys(database));
            await database.DisposeAsync();
            Seeds.Say($"{(volume ? "a volume of 3 MB" : "a file of 400 pages")}: {full} when it was full, {ledger} in the end");
        }
        finally
        {
            if (volume) Mounted("umount", options.DataFolder);
        }
    }

    [Fact]
    public async Task Of_a_file_that_may_only_be_read_is_told_and_is_over_when_it_may_be_written()
    {
        var options = await stores.Options("sqlite");
        await (await stores.Reopen(options)).DisposeAsync();
        using var gate = new SemaphoreSlim(1, 1);
        var connection = SqliteEngine.Connect(options.File);
        await using var writer = new SqliteWriter(connection, gate);
        static Unit Reply(string key)
        {
            var unit = new Unit();
            OperationFacts.Insert(unit, new StoredOperation("firm", key, "hash", "", [], DateTimeOffset.UnixEpoch));
            return unit;
        }
        Assert.True((await writer.Commit(Reply("before"), Cancel)).Ok);
        SqliteEngine.Run(connection, "PRAGMA query_only = ON");
        for (var n = 0; n < 5; n++) await Assert.ThrowsAsync<StoreUnavailableException>(() => writer.Commit(Reply("refused"), Cancel));
        SqliteEngine.Run(connection, "PRAGMA query_only = OFF");
        Assert.True((await writer.Commit(Reply("refused"), Cancel)).Ok);
        Assert.False((await writer.Commit(Reply("before"), Cancel)).Ok);
    }

    [Fact]
    public async Task Of_a_server_that_may_only_be_read_is_told_and_is_over_when_it_may_be_written()
    {
        var options = await stores.Options("postgres");
        var database = await stores.Reopen(options);
        var name = new NpgsqlConnectionStringBuilder(options.ConnectionString).Database!;
        await using var hand = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(options.ConnectionString) { Database = "postgres", ApplicationName = "hand" }.ToString());
        var ledger = new Ledger();
        Assert.True(await ledger.Write(database, "before"));
        await Do(hand, $"ALTER DATABASE {name} SET default_transaction_read_only = on", name);
        await Settled(database);
        for (var n = 0; n < 5; n++) Assert.False(await ledger.Write(database, $"refused{n}"));
        Assert.Equal(5, ledger.Denied.Count);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Marketplace.Storage.Delivery.DueFacts.Claim(database, cancel: Cancel));
        ledger.Check(await Keys(database));
        await Do(hand, $"ALTER DATABASE {name} SET default_transaction_read_only = off", name);
        await Settled(database);
        Assert.True(await ledger.Write(database, "after"));
        ledger.Check(await Keys(database));
    }

    [Fact]
    public async Task Of_connections_that_all_end_at_once_costs_no_acknowledged_unit()
    {
        var options = await stores.Options("postgres");
        var database = await stores.Reopen(options);
        var name = new NpgsqlConnectionStringBuilder(options.ConnectionString).Database!;
        await using var hand = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(options.ConnectionString) { Database = "postgres", ApplicationName = "hand" }.ToString());
        await using var silo = await Silo.Start(database, "cut");
        var (ledger, stop, rounds) = (new Ledger(), false, Seeds.Count(100, 8));
        var writers = Enumerable.Range(0, 8).Select(client => Task.Run(async () =>
        {
            for (var n = 0; !Volatile.Read(ref stop); n++) await ledger.Write(database, $"{client}-{n}", 100);
        }, Cancel)).ToList();
        for (var round = 0; round < rounds; round++)
        {
            await Task.Delay(100, Cancel);
            await Do(hand, "SELECT 1", name);
        }
        Volatile.Write(ref stop, true);
        await Task.WhenAll(writers);
        await Settled(database);
        ledger.Check(await Keys(database));
        Assert.True(await ledger.Write(database, "after"));

        // Grain storage has lost its connections too. The first write of a grain may fail and end its activation; the next one comes through.
        await Do(hand, "SELECT 1", name);
        var written = false;
        for (var tries = 0; !written && tries < 20; tries++)
        {
            try
            {
                await silo.Documents.WriteStateAsync("s", GrainId.Create("listing", "listing:auto/x.cut"), new GrainState<Note>(new Note { Number = tries }));
                written = true;
            }
            catch (NpgsqlException) when (tries < 19)
            {
                await Task.Delay(50, Cancel);
            }
        }
        Assert.True(written);
        Seeds.Say($"every connection ended {rounds} times under 8 clients: {ledger}");
    }

    /// <summary>Until a pooled connection that the server ended is no longer among those lent out.</summary>
    private static async Task Settled(Database database)
    {
        for (var quiet = 0; quiet < 20;)
        {
            try
            {
                await Keys(database);
                quiet++;
            }
            catch (StoreUnavailableException)
            {
                quiet = 0;
            }
        }
    }

    private static async Task Do(NpgsqlDataSource hand, string sql, string database)
    {
        await using var change = hand.CreateCommand(sql);
        await change.ExecuteNonQueryAsync(Cancel);
        await using var end = hand.CreateCommand($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{database}'");
        await end.ExecuteScalarAsync(Cancel);
    }

    private static bool Mount(string folder, string options) => Mounted("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder);

    /// <summary>False where this user may not, or there is no such command.</summary>
    private static bool Mounted(params string[] words)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Operations;
using Marketplace.Storage.Schema;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

public sealed class SchemaGrowth(Stores stores) : IClassFixture<Stores>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Applies_every_step_once_and_keeps_what_is_stored(string engine)
    {
        var options = await stores.Options(engine);
        var first = await stores.Reopen(options);
        var unit = new Unit();
        OperationFacts.Insert(unit, new StoredOperation("firm", "k", "h", "", [1, 2], DateTimeOffset.UnixEpoch));
        await first.Commit(unit, Cancel);
        var steps = await first.Read("SELECT number, name, applied_at FROM schema_step ORDER BY number", static row => (row.Number(0), row.Text(1), row.Number(2)), Cancel);
        Assert.Equal(SchemaSteps.Embedded(engine).Select(static step => (long)step.Number), steps.Select(static step => step.Item1));
        await first.DisposeAsync();

        stores.Clock.Now += TimeSpan.FromDays(1);
        var second = await stores.Reopen(options);
        Assert.Equal(steps, await second.Read("SELECT number, name, applied_at FROM schema_step ORDER BY number", static row => (row.Number(0), row.Text(1), row.Number(2)), Cancel));
        Assert.Equal([1, 2], (await OperationFacts.Get(second, "firm", "k", Cancel))!.Reply);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Refuses_a_store_whose_history_has_other_bytes_or_a_step_of_the_future(string engine)
    {
        var options = await stores.Options(engine);
        var database = await stores.Reopen(options);
        await database.Commit(new Unit().Do("INSERT INTO schema_step (number, name, checksum, applied_at) VALUES (9999, 'later', 'x', 0)"), Cancel);
        await database.DisposeAsync();
        Assert.Contains("older than the store", (await Assert.ThrowsAsync<InvalidOperationException>(() => stores.Reopen(options))).Message, StringComparison.Ordinal);

        var edited = await stores.Options(engine);
        database = await stores.Reopen(edited);
        await database.Commit(new Unit().Do("UPDATE schema_step SET checksum = 'x' WHERE number = 1"), Cancel);
        await database.DisposeAsync();
        Assert.Contains("other bytes", (await Assert.ThrowsAsync<InvalidOperationException>(() => stores.Reopen(edited))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opens_a_file_for_one_process_at_a_time()
    {
        var options = await stores.Options("sqlite");
        var first = await stores.Reopen(options);
        Assert.Contains("Another process", (await Assert.ThrowsAsync<InvalidOperationException>(() => stores.Reopen(options))).Message, StringComparison.Ordinal);
        await first.DisposeAsync();
        await (await stores.Reopen(options)).DisposeAsync();
    }

    /// <summary>Every step that a store may stand at, of both engines.</summary>
    public static TheoryData<string, int> Stations => [.. from engine in new[] { "sqlite", "postgres" } from step in SchemaSteps.Embedded(engine) select (engine, step.Number)];

    [Theory, MemberData(nameof(Stations))]
    public async Task Keeps_every_row_from_any_earlier_step_on(string engine, int station)
    {
        var options = await stores.Options(engine);
        Dictionary<string, (IReadOnlyList<string> Columns, HashSet<string> Rows)> before;
        await using (var early = Child.Open(engine, Child.Where(options)))
        {
            await SchemaSteps.Apply(early, [.. SchemaSteps.Embedded(engine).Where(step => step.Number <= station)], stores.Clock, NullLogger.Instance, Cancel);
            await SchemaRows.Fill(early, engine, Cancel);
            before = await SchemaRows.Read(early, engine, null, Cancel);
        }
        var database = await stores.Reopen(options);
        Assert.Equal(SchemaSteps.Embedded(engine).Count(), await database.First("SELECT count(*) FROM schema_step", static row => row.Number(0), Cancel));
        await database.DisposeAsync();
        await using var late = Child.Open(engine, Child.Where(options));
        var after = await SchemaRows.Read(late, engine, before, Cancel);
        var (tables, rows) = (0, 0);
        foreach (var (table, (_, kept)) in before)
        {
            var (columns, found) = after[table];
            Assert.True(columns.Count > 0 && kept.Count == found.Count, $"{table} had {kept.Count} rows, has {found.Count}");
            // A column may go with a step that says so; the rest of the row stays as it was.
            if (columns.Count == before[table].Columns.Count && table != "outbox_head") Assert.Subset(found, kept);
            (tables, rows) = (tables + 1, rows + kept.Count);
        }
        Seeds.Say($"{engine} from step {station}: {tables} tables, {rows} rows kept");
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Takes_open_delivered_and_dead_messages_along_into_pairs(string engine)
    {
        var options = await stores.Options(engine);
        await using (var early = Child.Open(engine, Child.Where(options)))
        {
            await SchemaSteps.Apply(early, [.. SchemaSteps.Embedded(engine).Where(static step => step.Number <= 2)], stores.Clock, NullLogger.Instance, Cancel);
            // a to b: delivered, dead, open, open. a to c: all delivered.
            await early.Apply("INSERT INTO outbox_head (source, target, last) VALUES ('a', 'b', 4), ('a', 'c', 1);" + string.Concat(
                new[] { ("m1", "b", 1, 1), ("m2", "b", 2, 2), ("m3", "b", 3, 0), ("m4", "b", 4, 0), ("n1", "c", 1, 1) }.Select(static one =>
                    $"INSERT INTO outbox (id, source, target, seq, kind, payload, at, due, tries, lease, state, note) VALUES ('{one.Item1}', 'a', '{one.Item2}', {one.Item3}, 'event', {Bytes}, 5, 5, 0, 0, {one.Item4}, '');"))
                .Replace(Bytes, engine == "sqlite" ? "X'01'" : "'\\x01'", StringComparison.Ordinal), "", Cancel);
        }
        var database = await stores.Reopen(options);
        Assert.Equal(2, await OutboxFacts.Open(database, Cancel));
        Assert.Equal("m2", Assert.Single(await OutboxFacts.Dead(database, cancel: Cancel)).Message.Id);
        Assert.Equal("m3 m4", string.Join(' ', Assert.Single(await OutboxFacts.Claim(database, cancel: Cancel)).Messages.Select(static letter => letter.Id)));
    }

    [Fact]
    public async Task Is_done_once_by_processes_that_begin_at_once()
    {
        for (var round = 0; round < Seeds.Count(20, 1); round++)
        {
            var options = await stores.Options("postgres");
            List<Child> children = [];
            for (var i = 0; i < 3; i++) children.Add(await Child.Start("steps", "postgres", options.ConnectionString, "9999"));
            foreach (var child in children) await child.Go();
            foreach (var child in children)
            {
                Assert.Equal(0, await child.End());
                await child.DisposeAsync();
            }
            var database = await stores.Reopen(options);
            Assert.Equal(SchemaSteps.Embedded("postgres").Count(), await database.First("SELECT count(*) FROM schema_step", static row => row.Number(0), Cancel));
        }
    }

    /// <summary>Every step at night, the last one for a change.</summary>
    public static TheoryData<string, int> Interrupted => [.. Stations.Where(static one => Stores.IsNightly || one.Data.Item2 == SchemaSteps.Embedded(one.Data.Item1).Max(static step => step.Number))];

    [Theory, MemberData(nameof(Interrupted))]
    public async Task Completes_a_step_whose_process_was_killed_in_its_middle(string engine, int station)
    {
        var options = await stores.Options(engine);
        // Behind the step's own statements: work that takes longer than its process will live.
        var tail = engine == "sqlite"
            ? "CREATE TABLE half (n INTEGER); INSERT INTO half WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 2000000000) SELECT n FROM c;"
            : "CREATE TABLE half (n bigint); INSERT INTO half VALUES (1); SET LOCAL client_connection_check_interval = '50ms'; SELECT pg_sleep(600);";
        await using (var child = await Child.Start("steps", engine, Child.Where(options), $"{station}", tail))
        {
            await child.Go();
            await UntilHalf(options, engine);
            await child.Kill();
        }
        var database = await stores.Reopen(options);
        Assert.Equal(SchemaSteps.Embedded(engine).Select(static step => (long)step.Number),
            await database.Read("SELECT number FROM schema_step ORDER BY number", static row => row.Number(0), Cancel));
        await Assert.ThrowsAnyAsync<Exception>(() => database.Read("SELECT n FROM half", static row => row.Number(0), Cancel));
        if (engine == "sqlite") Assert.Equal("ok", await database.First<string>("PRAGMA integrity_check", static row => row.Text(0), Cancel));
        var unit = new Unit();
        OperationFacts.Insert(unit, new StoredOperation("firm", "k", "h", "", [], DateTimeOffset.UnixEpoch));
        Assert.True((await database.Commit(unit, Cancel)).Ok);
    }

    private const string Bytes = "<bytes>";

    /// <summary>Until the step has written and is not done: its pages are in the log, or its statement is the sleeping one.</summary>
    private static async Task UntilHalf(StoreOptions options, string engine)
    {
        if (engine == "sqlite")
        {
            var log = new FileInfo(options.File + "-wal");
            while (!log.Exists || log.Length < 4_000_000)
            {
                await Task.Delay(5, Cancel);
                log.Refresh();
            }
            return;
        }
        await using var looking = NpgsqlDataSource.Create(options.ConnectionString);
        await using var command = looking.CreateCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'marketplace' AND wait_event = 'PgSleep'");
        while ((long)(await command.ExecuteScalarAsync(Cancel))! == 0) await Task.Delay(5, Cancel);
    }
}

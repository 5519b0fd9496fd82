using System.Text;
using Marketplace.Domain;
using Marketplace.Storage;
using Marketplace.Storage.Operations;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>Grain state through Orleans' AdoNet storage on our own schema.</summary>
public sealed class Documents(Stores stores) : IClassFixture<Stores>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static GrainId Id(string key) => GrainId.Create("listing", key);

    private static async Task<bool> Write(Silo silo, string state, string key, GrainState<Note> grain)
    {
        try
        {
            await silo.Documents.WriteStateAsync(state, Id(key), grain);
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    private static async Task<GrainState<Note>> Read(Silo silo, string state, string key)
    {
        var grain = new GrainState<Note>();
        await silo.Documents.ReadStateAsync(state, Id(key), grain);
        return grain;
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Come_back_as_they_were_written_and_a_stale_write_loses(string engine)
    {
        var database = await stores.Open(engine);
        await using var silo = await Silo.Start(database);
        var key = Keys.Listing("auto", "auto/tag");
        Assert.False((await Read(silo, "s", key)).RecordExists);

        var mine = new GrainState<Note>(new Note { Text = "第一", Number = 1 });
        Assert.True(await Write(silo, "s", key, mine));
        var theirs = await Read(silo, "s", key);
        Assert.Equal((true, new Note { Text = "第一", Number = 1 }), (theirs.RecordExists, theirs.State));

        theirs.State = theirs.State! with { Number = 2 };
        Assert.True(await Write(silo, "s", key, theirs));
        mine.State = mine.State! with { Number = 3 };
        Assert.False(await Write(silo, "s", key, mine));
        Assert.Equal(2, (await Read(silo, "s", key)).State!.Number);

        await silo.Documents.ClearStateAsync("s", Id(key), theirs);
        Assert.NotEqual(2, (await Read(silo, "s", key)).State!.Number);
        Assert.False(await Write(silo, "s", key, mine));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Keep_distinct_keys_and_distinct_states_apart(string engine)
    {
        var database = await stores.Open(engine);
        await using var silo = await Silo.Start(database);
        string[] names = ["abc", "cafe", "0cafe", "a20235", "a020235", "deadbeef", "d0", "e-1", "ffffffffffffffffffffffffffffff"];
        string[] keys = [.. names.SelectMany(name => new[] { $"listing:auto/x.{name}", $"listing:hardware/x.{name}", $"release:{(name[0] == '0' ? "z" + name : name)}/x@1.0.0" }).Distinct(StringComparer.Ordinal)];
        foreach (var key in keys)
            foreach (var state in new[] { "a.s", "b.s" })
                Assert.True(await Write(silo, state, key, new GrainState<Note>(new Note { Text = state + key })), key);
        foreach (var key in keys)
            foreach (var state in new[] { "a.s", "b.s" })
                Assert.Equal(state + key, (await Read(silo, state, key)).State!.Text);
        Assert.Equal(keys.Length * 2, await database.First("SELECT count(*) FROM OrleansStorage", static row => row.Number(0), Cancel));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Refuse_to_read_what_is_empty_strange_or_from_the_future(string engine)
    {
        var database = await stores.Open(engine);
        await using var silo = await Silo.Start(database);
        var key = "listing:auto/x.broken";
        Assert.True(await Write(silo, "s", key, new GrainState<Note>(new Note { Text = "x" })));
        foreach (var bytes in new[] { "", "{}", "null", "{", """{"schema":"other","v":1,"body":{}}""", """{"schema":"note","v":3,"body":{}}""", """{"schema":"note","v":2,"body":null}""" })
        {
            await database.Commit(new Unit().Do("UPDATE OrleansStorage SET PayloadBinary = $1", Encoding.UTF8.GetBytes(bytes)), Cancel);
            await Assert.ThrowsAsync<InvalidDataException>(() => Read(silo, "s", key));
        }
        await database.Commit(new Unit().Do("UPDATE OrleansStorage SET PayloadBinary = $1", """{"schema":"note","v":1,"body":{"old":"then"}}"""u8.ToArray()), Cancel);
        Assert.Equal(new Note { Text = "then", Number = 1 }, (await Read(silo, "s", key)).State);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Refuse_to_grow_beyond_their_limit_and_stay_as_they_were(string engine)
    {
        await using var silo = await Silo.Start(await stores.Open(engine));
        const string key = "listing:auto/x.large";
        var envelope = """{"schema":"note","v":2,"body":{"text":"","number":7}}""".Length;
        var grain = new GrainState<Note>(new Note { Text = new string('x', 65_536 - envelope), Number = 7 });
        Assert.True(await Write(silo, "s", key, grain));
        Assert.Equal(grain.State, (await Read(silo, "s", key)).State);
        var (before, etag) = (grain.State!, grain.ETag);
        grain.State = before with { Text = before.Text + "x" };
        await Assert.ThrowsAsync<InvalidOperationException>(() => silo.Documents.WriteStateAsync("s", Id(key), grain));
        Assert.Equal((before, etag), ((await Read(silo, "s", key)).State, grain.ETag));
        Assert.True(await Write(silo, "s", key, new GrainState<Note>(before with { Text = "small" }, etag)));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Are_cleared_once_and_written_again_by_whoever_saw_it(string engine)
    {
        var database = await stores.Open(engine);
        await using var silo = await Silo.Start(database);
        const string key = "listing:auto/x.cleared";
        // Nothing to clear is nothing to do.
        await silo.Documents.ClearStateAsync("s", Id(key), new GrainState<Note>());
        Assert.Equal(0, await database.First("SELECT count(*) FROM OrleansStorage", static row => row.Number(0), Cancel));

        var mine = new GrainState<Note>(new Note { Number = 1 });
        Assert.True(await Write(silo, "s", key, mine));
        var stale = await Read(silo, "s", key);
        mine.State = new Note { Number = 2 };
        Assert.True(await Write(silo, "s", key, mine));
        await Assert.ThrowsAsync<InconsistentStateException>(() => silo.Documents.ClearStateAsync("s", Id(key), stale));
        Assert.Equal(2, (await Read(silo, "s", key)).State!.Number);

        await silo.Documents.ClearStateAsync("s", Id(key), mine);
        Assert.False(mine.RecordExists);
        var after = await Read(silo, "s", key);
        Assert.Equal(new Note(), after.State);
        Assert.NotNull(after.ETag);
        await Assert.ThrowsAsync<InconsistentStateException>(() => silo.Documents.ClearStateAsync("s", Id(key), new GrainState<Note>(new Note(), stale.ETag) { RecordExists = true }));

        // The row's version outlives what was in it: one who believes in a first write, or in the old one, does not come through.
        Assert.False(await Write(silo, "s", key, new GrainState<Note>(new Note { Number = 3 })));
        Assert.False(await Write(silo, "s", key, new GrainState<Note>(new Note { Number = 3 }, stale.ETag)));
        after.State = new Note { Number = 4 };
        Assert.True(await Write(silo, "s", key, after));
        Assert.Equal(4, (await Read(silo, "s", key)).State!.Number);
        mine.State = new Note { Number = 5 };
        Assert.False(await Write(silo, "s", key, mine));
        Assert.Equal(1, await database.First("SELECT count(*) FROM OrleansStorage", static row => row.Number(0), Cancel));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Share_the_store_with_a_busy_unit_of_work(string engine)
    {
        var database = await stores.Open(engine);
        await using var silo = await Silo.Start(database);
        var slowest = TimeSpan.Zero;
        var units = Parallel.ForEachAsync(Enumerable.Range(0, 2_000), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancel }, async (i, _) =>
        {
            var unit = new Unit();
            OperationFacts.Insert(unit, new StoredOperation("firm", $"k{i}", "h", "", new byte[200], DateTimeOffset.UnixEpoch));
            Assert.True((await database.Commit(unit, Cancel)).Ok);
        });
        for (var i = 0; !units.IsCompleted || i < 50; i++)
        {
            var began = TimeProvider.System.GetTimestamp();
            Assert.True(await Write(silo, "s", $"listing:auto/x.n{i}", new GrainState<Note>(new Note { Number = i })));
            var took = TimeProvider.System.GetElapsedTime(began);
            if (took > slowest) slowest = took;
        }
        await units;
        Assert.True(slowest < TimeSpan.FromSeconds(2), $"a document waited {slowest.TotalMilliseconds:F0} ms");
    }
}

using Marketplace.Storage;
using Marketplace.Storage.Operations;
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
        Assert.Equal([1L, 2L, 3L, 19L], steps.Select(static step => step.Item1));
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
}

using Npgsql;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>Who waits to be alone waits until it is, and costs the store nothing meanwhile, however long that is: a standby waits for months.</summary>
public sealed class WaitingToBeAlone(Stores stores) : IClassFixture<Stores>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_after_the_other_and_without_holding_back_the_servers_cleaning()
    {
        var database = await stores.Open("postgres"); // a SQLite file has one host
        var first = await database.Alone("a task", Cancel);
        await using var other = await database.Alone("another task", Cancel);
        var second = database.Alone("a task", Cancel).AsTask();
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var third = database.Alone("a task", leaves.Token).AsTask();
        await Task.Delay(1_500, Cancel);
        Assert.False(second.IsCompleted || third.IsCompleted);
        await using var hand = NpgsqlDataSource.Create(database.Options.ConnectionString);
        Assert.Equal(0, await Old(hand));
        // The judge sees a statement that waits within the server.
        await using var waits = hand.CreateCommand("SELECT pg_sleep(1.6)");
        var waiting = waits.ExecuteNonQueryAsync(Cancel);
        await Task.Delay(1_300, Cancel);
        Assert.Equal(1, await Old(hand));
        await waiting;
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        await first.DisposeAsync();
        await (await second.WaitAsync(TimeSpan.FromSeconds(30), Cancel)).DisposeAsync();
    }

    /// <summary>Statements that hold a snapshot for more than a second.</summary>
    private static async Task<long> Old(NpgsqlDataSource hand)
    {
        await using var asked = hand.CreateCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xmin IS NOT NULL AND now() - xact_start > interval '1 second'");
        return (long)(await asked.ExecuteScalarAsync(Cancel))!;
    }
}

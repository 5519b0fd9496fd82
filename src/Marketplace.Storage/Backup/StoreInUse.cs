using Marketplace.Storage.Postgres;
using Npgsql;

namespace Marketplace.Storage.Backup;

/// <summary>Whether hosts have a PostgreSQL store open; with SQLite the owner's lock says it.</summary>
public static class StoreInUse
{
    /// <summary>Throws while a host is connected. SQLite's own lock is taken by whoever opens the store, and refuses there.</summary>
    /// <exception cref="StoreWorkException">Hosts run.</exception>
    public static async Task Refuse(StoreOptions options, CancellationToken cancel = default)
    {
        if (options.Engine != StoreOptions.Postgres) return;
        await using var connection = await PostgresEngine.ForWork(options.ConnectionString, cancel);
        await Refuse(connection, cancel);
    }

    internal static async Task Refuse(NpgsqlConnection connection, CancellationToken cancel)
    {
        var hosts = await PostgresEngine.Hosts(connection, cancel);
        if (hosts > 0) throw new StoreWorkException($"Hosts are connected to this database ({hosts} connections). Stop every host of the cluster and try again.");
    }
}

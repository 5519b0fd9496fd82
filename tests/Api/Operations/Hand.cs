using System.Data.Common;
using Marketplace.Tests.Running;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Marketplace.Tests.Api.Operations;

/// <summary>Somebody's hand in a store, past the product.</summary>
internal static class Hand
{
    /// <summary>Runs statements in the store of a place.</summary>
    public static async Task Run(HostPlace place, string sql)
    {
        await using DbConnection connection = place.ConnectionString.Length > 0
            ? new NpgsqlConnection(new NpgsqlConnectionStringBuilder(place.ConnectionString) { Pooling = false }.ToString())
            : new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = place.StoreFile, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}

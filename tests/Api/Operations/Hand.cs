using System.Data.Common;
using Marketplace.Tests.Running;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Marketplace.Tests.Api.Operations;

/// <summary>Somebody's hand in a store, past the product.</summary>
internal static class Hand
{
    /// <summary>Runs statements in the store of a place.</summary>
    public static Task Run(HostPlace place, string sql) => Do(place, sql, static async command => await command.ExecuteNonQueryAsync());

    /// <summary>The one number that a question answers.</summary>
    public static Task<int> Count(HostPlace place, string sql) =>
        Do(place, sql, static async command => Convert.ToInt32(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture));

    private static async Task<int> Do(HostPlace place, string sql, Func<DbCommand, Task<int>> act)
    {
        await using DbConnection connection = place.ConnectionString.Length > 0
            ? new NpgsqlConnection(new NpgsqlConnectionStringBuilder(place.ConnectionString) { Pooling = false }.ToString())
            : new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = place.StoreFile, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await act(command);
    }
}

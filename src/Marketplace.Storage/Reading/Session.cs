using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Marketplace.Storage.Reading;

/// <summary>One connection of either engine for work that no request waits for: statements one after the other, rows as they come.</summary>
internal sealed class Session(DbConnection connection, string engine) : IAsyncDisposable
{
    public DbConnection Connection => connection;

    /// <summary>A word of <see cref="StoreOptions"/>.</summary>
    public string Engine => engine;

    public bool IsPostgres => engine == StoreOptions.Postgres;

    public DbTransaction? Transaction { get; set; }

    /// <summary>Rows as they come, never all at once; the row is only good until the next.</summary>
    public async IAsyncEnumerable<Row> Read(string sql, Arg[] args, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await using var command = Command(sql, args);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var row = new ReaderRow(reader);
        while (await reader.ReadAsync(cancel)) yield return row;
    }

    /// <summary>Every row, for answers that are short.</summary>
    public async Task<List<T>> All<T>(string sql, Func<Row, T> map, CancellationToken cancel, params Arg[] args)
    {
        List<T> rows = [];
        await foreach (var row in Read(sql, args, cancel)) rows.Add(map(row));
        return rows;
    }

    public async Task Run(string sql, CancellationToken cancel)
    {
        await using var command = Command(sql, []);
        await command.ExecuteNonQueryAsync(cancel);
    }

    public DbCommand Command(string sql, Arg[] args)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = Transaction;
        // Whoever asks for everything waits as long as it takes; SQLite's timeout is its wait for a lock and stays.
        if (IsPostgres) command.CommandTimeout = 0;
        for (var i = 0; i < args.Length; i++) command.Parameters.Add(Parameter(args[i], i + 1));
        return command;
    }

    public async ValueTask DisposeAsync()
    {
        if (Transaction is not null) await Transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private DbParameter Parameter(Arg arg, int place) => IsPostgres
        ? arg.Thing switch
        {
            null => new NpgsqlParameter<long> { TypedValue = arg.Number },
            string text => new NpgsqlParameter<string> { TypedValue = text },
            byte[] bytes => new NpgsqlParameter<byte[]> { TypedValue = bytes },
            _ => throw new System.Diagnostics.UnreachableException(),
        }
        : new SqliteParameter($"${place}", arg.Thing ?? arg.Number);
}

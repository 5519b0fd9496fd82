using System.Data.Common;
using Npgsql;

namespace Marketplace.Storage.Postgres;

/// <summary>PostgreSQL at READ COMMITTED: what must hold is a constraint or a compare-and-swap, never an isolation level. A unit is
/// one batch and one round trip; a step that did not touch the rows it must raises in the server, which undoes the batch.</summary>
internal sealed class PostgresEngine(NpgsqlDataSource source) : Engine
{
    private const int Tries = 5;

    // Raised by store_must of the schema steps.
    private const string MissedRows = "MK001";

    public override string Invariant => "Npgsql";

    public override DbDataSource DataSource => source;

    public override string SkipLocked => " FOR UPDATE SKIP LOCKED";

    public static PostgresEngine Open(string connectionString)
    {
        var words = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            ApplicationName = "marketplace",
            IncludeFailedBatchedCommand = true,
        };
        if (!connectionString.Contains("Maximum Pool Size", StringComparison.OrdinalIgnoreCase)) words.MaxPoolSize = 24;
        return new PostgresEngine(NpgsqlDataSource.Create(words));
    }

    public override async Task<Committed> Commit(Unit unit, CancellationToken cancel) => (await Run(unit.Steps, cancel)).End;

    public override async Task<IReadOnlyList<Committed>> CommitChain(IReadOnlyList<Unit> units, CancellationToken cancel)
    {
        var (end, failed) = await Run([.. units.SelectMany(static unit => unit.Steps)], cancel);
        if (end.Ok) return [.. units.Select(static _ => Committed.Done)];
        var broken = 0;
        for (; failed >= units[broken].Count; broken++) failed -= units[broken].Count;
        // The server undid them all: those before the broken one are done again without it.
        var before = broken == 0 ? [] : await CommitChain([.. units.Take(broken)], cancel);
        return [.. before, before.All(static one => one.Ok) ? end : Committed.NotTried, .. Enumerable.Repeat(Committed.NotTried, units.Count - broken - 1)];
    }

    /// <summary>Does the steps in one transaction; a conflict says which step met it.</summary>
    private async Task<(Committed End, int Step)> Run(IReadOnlyList<Step> steps, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var connection = await Connect(cancel);
            await using var batch = Batch(connection, steps);
            try
            {
                // Not cancelled once sent: a cancelled commit would be one more way not to know.
                await batch.ExecuteNonQueryAsync(CancellationToken.None);
                return (Committed.Done, -1);
            }
            catch (PostgresException refused) when (Conflict(steps, batch, refused) is { } conflict)
            {
                return conflict;
            }
            catch (PostgresException clash) when (clash.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure && attempt < Tries)
            {
                // The server undid the whole batch, so doing it again is safe.
            }
            catch (NpgsqlException lost) when (lost is not PostgresException { IsTransient: false })
            {
                throw new OutcomeUnknownException("The store did not answer.", lost);
            }
        }
    }

    public override async Task<IReadOnlyList<T>> Read<T>(string sql, Func<Row, T> map, Arg[] args, CancellationToken cancel)
    {
        await using var connection = await Connect(cancel);
        try
        {
            await using var command = new NpgsqlCommand(sql, connection);
            Bind(command.Parameters, args);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            var row = new ReaderRow(reader);
            List<T> rows = [];
            while (await reader.ReadAsync(cancel)) rows.Add(map(row));
            return rows;
        }
        catch (NpgsqlException lost) when (lost is not PostgresException { IsTransient: false })
        {
            throw new StoreUnavailableException("The store did not answer.", lost);
        }
    }

    // A statement alone is its own transaction.
    public override Task<IReadOnlyList<T>> Change<T>(string sql, Func<Row, T> map, Arg[] args, CancellationToken cancel) => Read(sql, map, args, cancel);

    public override async Task Apply(string script, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock(7420011);\n" + script, connection, transaction);
        await command.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        await connection.ReloadTypesAsync(cancel);
    }

    /// <summary>A lock of the server, in a session of its own that ends with the process.</summary>
    public override async ValueTask<IAsyncDisposable> Alone(string name, CancellationToken cancel)
    {
        var connection = await Connect(cancel);
        try
        {
            await using var command = new NpgsqlCommand("SELECT pg_advisory_lock(hashtextextended($1, 7420012))", connection) { CommandTimeout = 0 };
            Bind(command.Parameters, [name]);
            await command.ExecuteNonQueryAsync(cancel);
            return new Held(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override ValueTask DisposeAsync() => source.DisposeAsync();

    private async ValueTask<NpgsqlConnection> Connect(CancellationToken cancel)
    {
        try
        {
            return await source.OpenConnectionAsync(cancel);
        }
        catch (NpgsqlException none)
        {
            throw new StoreUnavailableException("The store cannot be reached.", none);
        }
    }

    private static NpgsqlBatch Batch(NpgsqlConnection connection, IReadOnlyList<Step> steps)
    {
        var batch = new NpgsqlBatch(connection);
        foreach (var step in steps)
        {
            var sql = step.Rows < 0 ? step.Sql : $"WITH touched AS ({step.Sql} RETURNING 1) SELECT store_must(count(*), {step.Rows}) FROM touched";
            var command = new NpgsqlBatchCommand(sql);
            Bind(command.Parameters, step.Args);
            batch.BatchCommands.Add(command);
        }
        return batch;
    }

    private static (Committed End, int Step)? Conflict(IReadOnlyList<Step> steps, NpgsqlBatch batch, PostgresException refused)
    {
        if (refused.SqlState is not (MissedRows or PostgresErrorCodes.UniqueViolation) || refused.BatchCommand is not { } command) return null;
        var index = batch.BatchCommands.IndexOf(command);
        return steps[index].Conflict.Length == 0 ? null : (new Committed(false, steps[index].Conflict, steps[index].Detail), index);
    }

    private static void Bind(NpgsqlParameterCollection parameters, Arg[] args)
    {
        foreach (var arg in args)
            parameters.Add(arg.Thing switch
            {
                null => new NpgsqlParameter<long> { TypedValue = arg.Number },
                string text => new NpgsqlParameter<string> { TypedValue = text },
                byte[] bytes => new NpgsqlParameter<byte[]> { TypedValue = bytes },
                _ => throw new System.Diagnostics.UnreachableException(),
            });
    }

    private sealed class Held(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", connection);
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            }
            catch (NpgsqlException)
            {
                // The session is lost, and its locks with it.
            }
            finally
            {
                await connection.DisposeAsync();
            }
        }
    }

    private sealed class ReaderRow(NpgsqlDataReader reader) : Row
    {
        public override long Number(int column) => reader.GetFieldType(column) == typeof(int) ? reader.GetInt32(column) : reader.GetInt64(column);

        public override string Text(int column) => reader.GetString(column);

        public override byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);
    }
}

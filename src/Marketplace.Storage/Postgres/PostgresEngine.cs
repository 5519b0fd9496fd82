using System.Data.Common;
using Npgsql;

namespace Marketplace.Storage.Postgres;

/// <summary>PostgreSQL at READ COMMITTED: what must hold is a constraint or a compare-and-swap, never an isolation level. A unit is
/// one batch and one round trip; a step that did not touch the rows it must raises in the server, which undoes the batch.</summary>
internal sealed class PostgresEngine(NpgsqlDataSource source) : Engine
{
    private const int Tries = 5;
    private static readonly TimeSpan shortestWait = TimeSpan.FromMilliseconds(20), longestWait = TimeSpan.FromSeconds(1);

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
            ApplicationName = HostName,
            IncludeFailedBatchedCommand = true,
        };
        if (!connectionString.Contains("Maximum Pool Size", StringComparison.OrdinalIgnoreCase)) words.MaxPoolSize = 24;
        return new PostgresEngine(NpgsqlDataSource.Create(words));
    }

    /// <summary>Whoever changes the schema comes one after the other.</summary>
    public const string TakeSchema = "SELECT pg_advisory_xact_lock(7420011);\n";

    /// <summary>The name under which the hosts' connections are seen in the server.</summary>
    private const string HostName = "marketplace";

    /// <summary>A connection of its own for an operator's command, which the server does not take for a host's.</summary>
    /// <exception cref="StoreWorkException">The server cannot be reached, or the words are not a connection's.</exception>
    public static async Task<NpgsqlConnection> ForWork(string connectionString, CancellationToken cancel)
    {
        try
        {
            var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = HostName + " command", Pooling = false }.ToString());
            await connection.OpenAsync(cancel);
            return connection;
        }
        catch (Exception none) when (none is NpgsqlException or ArgumentException or FormatException)
        {
            throw new StoreWorkException($"PostgreSQL cannot be reached ({none.Message}). See Marketplace:ConnectionString.", none);
        }
    }

    /// <summary>How many connections hosts have to this connection's database.</summary>
    public static async Task<long> Hosts(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1", connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = HostName } },
        };
        return (long)(await command.ExecuteScalarAsync(cancel) ?? 0L);
    }

    public override async Task<Committed> Commit(Unit unit, CancellationToken cancel)
    {
        StoreTelemetry.Batch(1);
        return (await Run(unit.Steps, cancel)).End;
    }

    public override async Task<IReadOnlyList<Committed>> CommitChain(IReadOnlyList<Unit> units, CancellationToken cancel)
    {
        StoreTelemetry.Batch(units.Count);
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
            catch (PostgresException refused) when (IsOfTheServer(refused))
            {
                throw new StoreUnavailableException("The store cannot be written.", refused);
            }
            catch (NpgsqlException lost) when (lost is not PostgresException { IsTransient: false })
            {
                throw new OutcomeUnknownException("The store did not answer.", lost);
            }
        }
    }

    public override Task<IReadOnlyList<T>> Read<T>(string sql, Func<Row, T> map, Arg[] args, CancellationToken cancel) => Rows(sql, map, args,
        static lost => new StoreUnavailableException("The store did not answer.", lost), cancel);

    private async Task<IReadOnlyList<T>> Rows<T>(string sql, Func<Row, T> map, Arg[] args, Func<Exception, Exception> failure, CancellationToken cancel)
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
        catch (PostgresException refused) when (IsOfTheServer(refused))
        {
            throw new StoreUnavailableException("The store cannot be written.", refused);
        }
        catch (NpgsqlException lost) when (lost is not PostgresException { IsTransient: false })
        {
            throw failure(lost);
        }
    }

    // A statement alone is its own transaction.
    public override Task<IReadOnlyList<T>> Change<T>(string sql, Func<Row, T> map, Arg[] args, CancellationToken cancel) => Rows(sql, map, args,
        static lost => new OutcomeUnknownException("The store did not answer.", lost), cancel);

    public override async Task<bool> Apply(string script, string unless, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var locking = new NpgsqlCommand(TakeSchema, connection, transaction) { CommandTimeout = 0 };
        await locking.ExecuteNonQueryAsync(cancel);
        // Asked under the lock: another silo may have applied the step while this one waited.
        await using var asking = new NpgsqlCommand(unless, connection, transaction);
        if (unless.Length > 0 && await asking.ExecuteScalarAsync(cancel) is not null) return false;
        // However long a step takes over a large store, and however long the other one's does: ended by a clock it would never be done.
        await using var command = new NpgsqlCommand(script, connection, transaction) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        await connection.ReloadTypesAsync(cancel);
        return true;
    }

    /// <summary>A lock of the server, in a session of its own that ends with the process.</summary>
    public override async ValueTask<IAsyncDisposable> Alone(string name, CancellationToken cancel)
    {
        var connection = await Connect(cancel);
        try
        {
            await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock(hashtextextended($1, 7420012))", connection);
            Bind(command.Parameters, [name]);
            // Asked again and again: a statement that waits for a lock holds a snapshot as long as it waits, and the server then cleans up after no change that was made since.
            for (var wait = shortestWait; await command.ExecuteScalarAsync(cancel) is not true; wait = wait < longestWait ? wait * 2 : wait) await Task.Delay(wait, cancel);
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

    /// <summary>The server said no for its own reasons, read-only or short of room (class 53), and so undid the batch.</summary>
    private static bool IsOfTheServer(PostgresException refused) =>
        refused.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction || refused.SqlState.StartsWith("53", StringComparison.Ordinal);

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

using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Marketplace.Storage.Sqlite;

/// <summary>SQLite as one silo's store: one writer that commits in groups, readers of their own, and one gate that the writer
/// shares with Orleans' storage, so that two writers never meet inside the file.</summary>
internal sealed class SqliteEngine : Engine
{
    private const int MostReaders = 4;

    private readonly string file;
    private readonly FileStream owned;
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly SemaphoreSlim places = new(MostReaders, MostReaders);
    private readonly ConcurrentStack<Reader> readers = [];
    private readonly SqliteWriter writer;
    private readonly GatedDataSource source;

    private SqliteEngine(string file)
    {
        this.file = file;
        owned = Own(file);
        writer = new SqliteWriter(Connect(file), gate);
        source = new GatedDataSource(file, gate);
    }

    // Orleans' word for "load Microsoft.Data.Sqlite".
    public override string Invariant => "System.Data.SQLite";

    public override DbDataSource DataSource => source;

    public override string SkipLocked => "";

    public static SqliteEngine Open(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        return new SqliteEngine(file);
    }

    /// <summary>Connection words: no pool, because a pool may lend one handle to two owners.</summary>
    public static string Words(string file) => new SqliteConnectionStringBuilder
    {
        DataSource = file,
        Pooling = false,
        ForeignKeys = true,
        DefaultTimeout = 5,
    }.ToString();

    /// <summary>Opens a connection and makes sure that it keeps what we promise: a lost PRAGMA is lost data.</summary>
    public static SqliteConnection Connect(string file, bool readOnly = false)
    {
        var connection = new SqliteConnection(Words(file));
        try
        {
            connection.Open();
            Prepare(connection);
            if (readOnly) Run(connection, "PRAGMA query_only=ON;");
            Assert(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sets an open connection up.</summary>
    public static void Prepare(SqliteConnection connection)
    {
        Run(connection, "PRAGMA busy_timeout=5000; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000; PRAGMA wal_autocheckpoint=16000; PRAGMA temp_store=MEMORY;");
        if (Scalar(connection, "PRAGMA journal_mode=WAL") != "wal") throw new InvalidOperationException("SQLite did not enter WAL mode.");
        connection.CreateFunction("hash_after", static (byte[]? before, byte[] entry) => SHA256.HashData([.. before ?? [], .. entry]), isDeterministic: true);
    }

    /// <summary>Throws unless the connection is durable (WAL, synchronous=FULL) and keeps foreign keys.</summary>
    public static void Assert(SqliteConnection connection)
    {
        if (Scalar(connection, "PRAGMA journal_mode") != "wal" || Scalar(connection, "PRAGMA synchronous") != "2" || Scalar(connection, "PRAGMA foreign_keys") != "1")
            throw new InvalidOperationException("A SQLite connection lost its durability settings.");
    }

    public override Task<Committed> Commit(Unit unit, CancellationToken cancel) => writer.Commit(unit, cancel);

    public override Task<IReadOnlyList<Committed>> CommitChain(IReadOnlyList<Unit> units, CancellationToken cancel) => writer.CommitChain(units, cancel);

    public override async Task<IReadOnlyList<T>> Read<T>(string sql, Func<Row, T> map, Arg[] args, CancellationToken cancel)
    {
        await places.WaitAsync(cancel);
        try
        {
            if (!readers.TryPop(out var reader)) reader = new Reader(file);
            try
            {
                return reader.Statements.Read(sql, map, args);
            }
            finally
            {
                readers.Push(reader);
            }
        }
        catch (SqliteException failure) when (IsOfTheDisk(failure))
        {
            throw new StoreUnavailableException("The store cannot be read.", failure);
        }
        finally
        {
            places.Release();
        }
    }

    public override Task<IReadOnlyList<T>> Change<T>(string sql, Func<Row, T> map, Arg[] args, CancellationToken cancel) =>
        writer.Change(sql, map, args, cancel);

    public override async Task<bool> Apply(string script, string unless, CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        try
        {
            using var connection = Connect(file);
            using var transaction = connection.BeginTransaction();
            if (unless.Length > 0 && Scalar(connection, unless).Length > 0) return false;
            Run(connection, script);
            transaction.Commit();
            return true;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>One process owns the file, so it is alone in everything.</summary>
    public override ValueTask<IAsyncDisposable> Alone(string name, CancellationToken cancel) => ValueTask.FromResult<IAsyncDisposable>(new Held());

    public override async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        await source.DisposeAsync();
        while (readers.TryPop(out var reader)) reader.Dispose();
        places.Dispose();
        gate.Dispose();
        await owned.DisposeAsync();
    }

    /// <summary>One process owns the file: two would each believe in a memory of their own. The system takes the lock back when the
    /// process ends, however it ends.</summary>
    internal static FileStream Own(string file)
    {
        try
        {
            return new FileStream(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException taken)
        {
            throw new InvalidOperationException($"Another process has the store {file} open. Stop it, or give this host a data folder of its own (Marketplace:Data).", taken);
        }
    }

    /// <summary>True when the file, the disk or the memory failed, and not the statement: whoever comes next would fare no better.</summary>
    internal static bool IsOfTheDisk(SqliteException failure) => failure.SqliteErrorCode is
        raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_BUSY or raw.SQLITE_NOMEM
        or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_PERM or raw.SQLITE_PROTOCOL;

    internal static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) ?? "";
    }

    private sealed class Held : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Reader : IDisposable
    {
        private readonly SqliteConnection connection;

        public Reader(string file)
        {
            connection = Connect(file, readOnly: true);
            Statements = new Statements(connection);
        }

        public Statements Statements { get; }

        public void Dispose()
        {
            Statements.Dispose();
            connection.Dispose();
        }
    }
}

using System.Data;
using System.Data.Common;
using Marketplace.Storage.Postgres;
using Marketplace.Storage.Schema;
using Marketplace.Storage.Sqlite;
using Npgsql;

namespace Marketplace.Storage.Reading;

/// <summary>One moment of a store, read only, also while a host writes: a read transaction of SQLite's log, which takes nothing of the
/// owner's, or a repeatable read of PostgreSQL. One reading at a time.</summary>
public sealed class Snapshot : IAsyncDisposable
{
    private readonly Session session;

    internal Snapshot(Session session, int step) => (this.session, Step) = (session, step);

    /// <summary>The word of the engine, see <see cref="StoreOptions"/>.</summary>
    public string Engine => session.Engine;

    /// <summary>The last schema step that was applied.</summary>
    public int Step { get; }

    internal Session Session => session;

    /// <summary>Opens the store as it stands now.</summary>
    /// <exception cref="StoreWorkException">There is no store, or it cannot be read.</exception>
    public static async Task<Snapshot> Open(StoreOptions options, CancellationToken cancel = default)
    {
        var session = options.Engine == StoreOptions.Postgres ? await Postgres(options, cancel) : Sqlite(options);
        try
        {
            await session.Run(session.IsPostgres ? "SET TRANSACTION READ ONLY" : "BEGIN", cancel);
            return new Snapshot(session, await SchemaSteps.Last(session, cancel));
        }
        catch (Exception broken)
        {
            await session.DisposeAsync();
            if (broken is DbException) throw new StoreWorkException($"The store cannot be read ({broken.Message}). Restore a backup into an empty place.", broken);
            throw;
        }
    }

    /// <summary>Rows as they come; a row is only good until the next.</summary>
    public IAsyncEnumerable<Row> Read(string sql, CancellationToken cancel, params Arg[] args) => session.Read(sql, args, cancel);

    /// <summary>Every row of a short answer.</summary>
    public Task<List<T>> All<T>(string sql, Func<Row, T> map, CancellationToken cancel, params Arg[] args) => session.All(sql, map, cancel, args);

    /// <summary>One number.</summary>
    public async Task<long> Number(string sql, CancellationToken cancel, params Arg[] args) =>
        (await session.All(sql, static row => row.Number(0), cancel, args))[0];

    /// <inheritdoc />
    public ValueTask DisposeAsync() => session.DisposeAsync();

    private static Session Sqlite(StoreOptions options)
    {
        if (!File.Exists(options.File))
            throw new StoreWorkException($"There is no store at {options.File}. Name its folder with Marketplace:Data, or its server with Marketplace:Store and Marketplace:ConnectionString.");
        try
        {
            return new Session(SqliteEngine.Connect(options.File, readOnly: true), StoreOptions.Sqlite);
        }
        catch (Microsoft.Data.Sqlite.SqliteException broken)
        {
            throw new StoreWorkException($"{options.File} cannot be read as a store ({broken.Message}). Restore a backup into an empty folder.", broken);
        }
    }

    private static async Task<Session> Postgres(StoreOptions options, CancellationToken cancel)
    {
        var connection = await PostgresEngine.ForWork(options.ConnectionString, cancel);
        return new Session(connection, StoreOptions.Postgres) { Transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel) };
    }
}

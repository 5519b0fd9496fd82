using System.Data.Common;
using Marketplace.Storage.Postgres;
using Marketplace.Storage.Schema;
using Marketplace.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Marketplace.Storage;

/// <summary>The one store of the program. Facts are written by <see cref="Commit"/> and by nothing else; the rooms' static classes
/// append to a <see cref="Unit"/> and read through <see cref="Read{T}"/>.</summary>
public sealed class Database : IAsyncDisposable
{
    private readonly Engine engine;
    private int closed;

    private Database(Engine engine, StoreOptions options, TimeProvider time) => (this.engine, Options, Time) = (engine, options, time);

    /// <summary>How it was opened.</summary>
    public StoreOptions Options { get; }

    /// <summary>The clock of leases and expiry.</summary>
    public TimeProvider Time { get; }

    /// <summary>True on PostgreSQL, where several silos may share the store.</summary>
    public bool IsShared => Options.Engine == StoreOptions.Postgres;

    /// <summary>Raised after a commit that added a message or due work, on the committing caller's thread: do little.</summary>
    public event Action? Woken;

    internal DbDataSource DataSource => engine.DataSource;

    internal string Invariant => engine.Invariant;

    internal string SkipLocked => engine.SkipLocked;

    /// <summary>Opens the store, checks what it promises about durability, and brings its schema up to date.</summary>
    public static async Task<Database> Open(StoreOptions options, TimeProvider time, ILogger log, CancellationToken cancel = default)
    {
        Engine engine = options.Engine switch
        {
            StoreOptions.Sqlite => SqliteEngine.Open(options.File),
            StoreOptions.Postgres => PostgresEngine.Open(options.ConnectionString),
            _ => throw new ArgumentException("Marketplace:Store is 'sqlite' or 'postgres'.", nameof(options)),
        };
        try
        {
            await SchemaSteps.Apply(engine, [.. SchemaSteps.Embedded(options.Engine)], time, log, cancel);
            return new Database(engine, options, time);
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Does the unit, all or nothing, and answers when it is on disk. Cancelling stops the wait for a place in the queue,
    /// never a unit under way.</summary>
    /// <exception cref="OutcomeUnknownException">The unit may or may not have happened.</exception>
    /// <exception cref="StoreUnavailableException">It did not.</exception>
    public async Task<Committed> Commit(Unit unit, CancellationToken cancel = default)
    {
        if (unit.Count == 0) return Committed.Done;
        using var span = StoreTelemetry.Begin("store.commit", 1);
        var began = Time.GetTimestamp();
        var committed = await engine.Commit(unit, cancel);
        StoreTelemetry.Waited(Time.GetElapsedTime(began));
        StoreTelemetry.Ended(span, committed);
        if (committed.Ok && unit.Wakes) Woken?.Invoke();
        return committed;
    }

    /// <summary>Does units that build on each other, in their order, as one group. From the first that ends in a conflict on, the rest
    /// ends as <see cref="Committed.NotTried"/>: what they stand on did not happen.</summary>
    /// <exception cref="OutcomeUnknownException">Some of them may or may not have happened.</exception>
    public async Task<IReadOnlyList<Committed>> CommitChain(IReadOnlyList<Unit> units, CancellationToken cancel = default)
    {
        using var span = StoreTelemetry.Begin("store.commit", units.Count);
        var began = Time.GetTimestamp();
        var ends = units.Count == 1 ? [await engine.Commit(units[0], cancel)] : await engine.CommitChain(units, cancel);
        StoreTelemetry.Waited(Time.GetElapsedTime(began));
        StoreTelemetry.Ended(span, ends[^1]);
        for (var i = 0; i < units.Count; i++)
            if (ends[i].Ok && units[i].Wakes) Woken?.Invoke();
        return ends;
    }

    /// <summary>Reads committed rows. Two reads may see two moments: what must hold together is fenced by a head in the unit.</summary>
    public Task<IReadOnlyList<T>> Read<T>(string sql, Func<Row, T> map, CancellationToken cancel, params ReadOnlySpan<Arg> args) =>
        Rows(sql, map, args.ToArray(), cancel);

    /// <summary>One changing statement that answers rows: how leases are taken.</summary>
    internal Task<IReadOnlyList<T>> Change<T>(string sql, Func<Row, T> map, CancellationToken cancel, params ReadOnlySpan<Arg> args) =>
        engine.Change(sql, map, args.ToArray(), cancel);

    /// <summary>The first row, or the default.</summary>
    public Task<T?> First<T>(string sql, Func<Row, T> map, CancellationToken cancel, params ReadOnlySpan<Arg> args) =>
        FirstOf(Rows(sql, map, args.ToArray(), cancel));

    /// <summary>Waits until no other process on this store holds <paramref name="name"/>, and holds it until disposed; a process that dies
    /// lets go of it. It only spares work that would be done twice: what must hold is a constraint.</summary>
    public ValueTask<IAsyncDisposable> Alone(string name, CancellationToken cancel = default) => engine.Alone(name, cancel);

    /// <summary>Closes every connection; units in the queue are finished first.</summary>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref closed, 1) == 0 ? engine.DisposeAsync() : ValueTask.CompletedTask;

    private async Task<IReadOnlyList<T>> Rows<T>(string sql, Func<Row, T> map, Arg[] args, CancellationToken cancel)
    {
        using var span = StoreTelemetry.Begin("store.read");
        return await engine.Read(sql, map, args, cancel);
    }

    private static async Task<T?> FirstOf<T>(Task<IReadOnlyList<T>> reading)
    {
        var rows = await reading;
        return rows.Count == 0 ? default : rows[0];
    }
}

using Marketplace.Storage.Reading;
using Marketplace.Storage.Schema;

namespace Marketplace.Storage.Backup;

/// <summary>The store that a backup goes into: nothing of it changes before <see cref="Commit"/>, and then everything at once.</summary>
internal abstract class RestoreTarget : IAsyncDisposable
{
    /// <summary>The word of the engine.</summary>
    protected abstract string Engine { get; }

    /// <summary>Where the new rows go.</summary>
    protected abstract Session Fresh { get; }

    /// <summary>Takes the store for itself; refused while a host has it.</summary>
    public static async Task<RestoreTarget> Open(StoreOptions options, CancellationToken cancel) => options.Engine == StoreOptions.Postgres
        ? await PostgresTarget.Take(options, cancel)
        : SqliteTarget.Take(options);

    /// <summary>What is there now, tables with rows only.</summary>
    public abstract Task<List<(string Table, long Rows)>> Holds(CancellationToken cancel);

    /// <summary>Makes a place without tables.</summary>
    public abstract Task Begin(CancellationToken cancel);

    /// <summary>Makes the schema as it was at a step.</summary>
    public Task Shape(int step, TimeProvider time, CancellationToken cancel) =>
        SchemaSteps.Apply(Fresh, SchemaSteps.Embedded(Engine).Where(one => one.Number <= step), time, cancel);

    /// <summary>Applies the steps after one, to rows that are there now.</summary>
    public async Task Grow(int step, TimeProvider time, CancellationToken cancel)
    {
        foreach (var one in SchemaSteps.Embedded(Engine).Where(one => one.Number > step)) await SchemaSteps.Apply(Fresh, [one], time, cancel);
    }

    /// <summary>The tables as they are here.</summary>
    public Task<List<StoreTable>> Tables(CancellationToken cancel) => StoreTables.Read(Fresh, cancel);

    /// <summary>Writes the rows of one table.</summary>
    public abstract Task Load(StoreTable table, RowReader rows, Action<long> told, CancellationToken cancel);

    /// <summary>The new rows take the place of the old.</summary>
    public abstract Task Commit(CancellationToken cancel);

    public abstract ValueTask DisposeAsync();
}

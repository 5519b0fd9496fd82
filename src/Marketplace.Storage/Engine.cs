using System.Data.Common;

namespace Marketplace.Storage;

/// <summary>What the two engines have in common. SQL is written once, in the part of the language that both speak.</summary>
internal abstract class Engine : IAsyncDisposable
{
    /// <summary>Orleans' name of the driver.</summary>
    public abstract string Invariant { get; }

    /// <summary>What Orleans' own tables are reached through.</summary>
    public abstract DbDataSource DataSource { get; }

    public abstract Task<Committed> Commit(Unit unit, CancellationToken cancel);

    /// <summary>Units that build on each other, in their order: from the first that ends in a conflict on, nothing is tried.</summary>
    public abstract Task<IReadOnlyList<Committed>> CommitChain(IReadOnlyList<Unit> units, CancellationToken cancel);

    public abstract Task<IReadOnlyList<T>> Read<T>(string sql, Func<Row, T> map, Arg[] args, CancellationToken cancel);

    /// <summary>One changing statement that answers rows (<c>RETURNING</c>), committed when the rows are there.</summary>
    public abstract Task<IReadOnlyList<T>> Change<T>(string sql, Func<Row, T> map, Arg[] args, CancellationToken cancel);

    /// <summary>Statements that no unit of work has, all or nothing and one process at a time: schema steps. Answers false, and does
    /// nothing, when the query <paramref name="unless"/> answers a row. Never on a request's way.</summary>
    public abstract Task<bool> Apply(string script, string unless, CancellationToken cancel);

    /// <summary>The words after <c>SELECT … WHERE</c> that lock claimed rows against other silos; empty where one silo is all there is.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>Waits until no other process on this store holds the name, and holds it until disposed. A process that dies lets go of it.</summary>
    public abstract ValueTask<IAsyncDisposable> Alone(string name, CancellationToken cancel);

    public abstract ValueTask DisposeAsync();
}

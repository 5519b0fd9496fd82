using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Marketplace.Storage.Sqlite;

/// <summary>The one writer: a thread that takes whatever units have gathered while the disk was busy and commits them together. A
/// conflict undoes one unit and leaves its neighbours alone.</summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int Queue = 8_192;
    private const int LargestBatch = 512;

    private readonly BlockingCollection<Work> queue = [];
    private readonly SemaphoreSlim places = new(Queue, Queue);
    private readonly SqliteConnection connection;
    private readonly Statements statements;
    private readonly SemaphoreSlim gate;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SqliteWriter(SqliteConnection connection, SemaphoreSlim gate)
    {
        this.connection = connection;
        this.gate = gate;
        statements = new Statements(connection);
        new Thread(Loop) { IsBackground = true, Name = "store writer" }.Start();
    }

    public async Task<Committed> Commit(Unit unit, CancellationToken cancel)
    {
        var work = new UnitWork(unit);
        await Enter(work, cancel);
        return await work.Done.Task;
    }

    public async Task<IReadOnlyList<Committed>> CommitChain(IReadOnlyList<Unit> units, CancellationToken cancel)
    {
        var chain = new Chain();
        List<UnitWork> works = [.. units.Select(unit => new UnitWork(unit, chain))];
        foreach (var work in works) await Enter(work, cancel);
        return await Task.WhenAll(works.Select(static work => work.Done.Task));
    }

    public async Task<IReadOnlyList<T>> Change<T>(string sql, Func<Row, T> map, Arg[] args, CancellationToken cancel)
    {
        var work = new ChangeWork<T>(sql, map, args);
        await Enter(work, cancel);
        return await work.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        queue.CompleteAdding();
        await ended.Task;
        queue.Dispose();
        places.Dispose();
    }

    private async Task Enter(Work work, CancellationToken cancel)
    {
        await places.WaitAsync(cancel);
        queue.Add(work, CancellationToken.None);
    }

    private void Loop()
    {
        List<Work> batch = new(LargestBatch);
        try
        {
            foreach (var first in queue.GetConsumingEnumerable())
            {
                batch.Add(first);
                while (batch.Count < LargestBatch && queue.TryTake(out var work)) batch.Add(work);
                gate.Wait();
                try
                {
                    Write(batch);
                }
                finally
                {
                    gate.Release();
                }
                StoreTelemetry.Batch(batch.Count);
                foreach (var work in batch) work.Tell();
                places.Release(batch.Count);
                batch.Clear();
            }
        }
        finally
        {
            statements.Dispose();
            connection.Dispose();
            ended.SetResult();
        }
    }

    private void Write(List<Work> batch)
    {
        var isCommitting = false;
        try
        {
            Undo();
            statements.Run("BEGIN IMMEDIATE", []);
            if (!Plainly(batch))
            {
                statements.Run("ROLLBACK", []);
                statements.Run("BEGIN IMMEDIATE", []);
                foreach (var work in batch) work.Begin();
                foreach (var work in batch) Guarded(work);
            }
            isCommitting = true;
            statements.Run("COMMIT", []);
        }
        catch (SqliteException failure)
        {
            // A full disk or a failed flush: nobody in this batch may be told that it happened. Before the COMMIT it certainly did not.
            Fault(batch, isCommitting
                ? new OutcomeUnknownException("The store could not commit.", failure)
                : new StoreUnavailableException("The store cannot be written.", failure));
        }
        catch (Exception bug)
        {
            // The edge of this thread: a bug in one caller's mapping must not silence the writer for everybody.
            Fault(batch, new InvalidOperationException("A unit failed in the store's own code.", bug));
        }
    }

    private void Fault(List<Work> batch, Exception fault)
    {
        foreach (var work in batch) work.Fault = fault;
        try
        {
            Undo();
        }
        catch (SqliteException)
        {
            // The disk is not back yet: the next batch begins by undoing this one, and is refused as long as it cannot.
        }
    }

    private void Undo()
    {
        if (IsInTransaction) statements.Run("ROLLBACK", []);
    }

    /// <summary>The batch without savepoints, which cost a copy of every page a unit touches. It holds as long as whatever fails
    /// fails before it changed anything, as a lost compare-and-swap on a head does; otherwise the answer is false and the batch is
    /// done again with guards.</summary>
    private bool Plainly(List<Work> batch)
    {
        foreach (var work in batch) work.Begin();
        foreach (var work in batch)
        {
            var before = raw.sqlite3_total_changes(connection.Handle!);
            try
            {
                if (!work.Do(statements) && raw.sqlite3_total_changes(connection.Handle!) != before) return false;
            }
            catch (SqliteException failure) when (IsInTransaction && !SqliteEngine.IsOfTheDisk(failure))
            {
                return false;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
        return true;
    }

    private void Guarded(Work work)
    {
        statements.Run("SAVEPOINT unit", []);
        var stands = false;
        try
        {
            stands = work.Do(statements);
        }
        catch (SqliteException failure) when (IsInTransaction && !SqliteEngine.IsOfTheDisk(failure))
        {
            work.Fault = failure;
        }
        catch (ArgumentException bug)
        {
            work.Fault = bug;
        }
        if (!stands) statements.Run("ROLLBACK TO unit", []);
        statements.Run("RELEASE unit", []);
    }

    private bool IsInTransaction => raw.sqlite3_get_autocommit(connection.Handle!) == 0;
}

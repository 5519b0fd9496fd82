using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Marketplace.Storage.Sqlite;

/// <summary>What Orleans' AdoNet storage opens its connections from. An open waits for the gate and leases a kept connection; a
/// close gives both back. So a grain's write and a batch of units never compete for the file, and the settings that make a write
/// durable are looked at each time.</summary>
internal sealed class GatedDataSource(string file, SemaphoreSlim gate) : DbDataSource
{
    private const int MostKept = 4;

    private readonly ConcurrentStack<Lease> kept = [];

    public override string ConnectionString { get; } = SqliteEngine.Words(file);

    protected override DbConnection CreateDbConnection() => kept.TryPop(out var lease) ? lease : new Lease(this);

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        while (kept.TryPop(out var lease)) lease.End();
    }

    protected override ValueTask DisposeAsyncCore()
    {
        Dispose(true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Orleans insists on the driver's own connection type, so the gate stands in the overrides of one.</summary>
    private sealed class Lease(GatedDataSource source) : SqliteConnection(source.ConnectionString)
    {
        private readonly SemaphoreSlim gate = source.Gate;
        private bool isLeased;
        private bool isOpened;

        public override void Open()
        {
            gate.Wait();
            Enter();
        }

        public override async Task OpenAsync(CancellationToken cancellationToken)
        {
            await gate.WaitAsync(cancellationToken);
            Enter();
        }

        public override void Close()
        {
            if (!isLeased) return;
            isLeased = false;
            try
            {
                // An error between a BEGIN and its COMMIT would lend the open transaction to the next grain.
                if (isOpened && raw.sqlite3_get_autocommit(Handle!) == 0) End();
            }
            finally
            {
                gate.Release();
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (!disposing) return;
            Close();
            if (isOpened && source.kept.Count < MostKept) source.kept.Push(this);
            else End();
        }

        /// <summary>Closes the file; the object is not used again unless it is opened anew.</summary>
        public void End()
        {
            if (!isOpened) return;
            isOpened = false;
            base.Close();
        }

        private void Enter()
        {
            isLeased = true;
            try
            {
                if (!isOpened)
                {
                    base.Open();
                    isOpened = true;
                    SqliteEngine.Prepare(this);
                }
                SqliteEngine.Assert(this);
            }
            catch
            {
                Close();
                End();
                throw;
            }
        }
    }

    private SemaphoreSlim Gate => gate;
}

using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Marketplace.Storage.Sqlite;

/// <summary>What Orleans' AdoNet storage opens its connections from. An open waits for the gate and lends the one connection kept
/// for Orleans; a close gives it back. So a grain's write and a batch of units never compete for the file, and the settings that
/// make a write durable are looked at each time.</summary>
internal sealed class GatedDataSource(string file, SemaphoreSlim gate) : DbDataSource
{
    private SqliteConnection? kept;

    public override string ConnectionString => new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString();

    protected override DbConnection CreateDbConnection() => new Lease(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing) Forget();
    }

    protected override ValueTask DisposeAsyncCore()
    {
        Forget();
        return ValueTask.CompletedTask;
    }

    private SqliteConnection Take()
    {
        kept ??= SqliteEngine.Connect(file);
        SqliteEngine.Assert(kept);
        return kept;
    }

    private void GiveBack(SqliteConnection connection)
    {
        // An error between a BEGIN and its COMMIT would lend the open transaction to the next grain.
        if (raw.sqlite3_get_autocommit(connection.Handle!) == 0) Forget();
    }

    private void Forget()
    {
        kept?.Dispose();
        kept = null;
    }

    private sealed class Lease(GatedDataSource source) : DbConnection
    {
        private SqliteConnection? inner;

        [AllowNull]
        public override string ConnectionString { get => source.ConnectionString; set => throw new NotSupportedException("The file is fixed."); }

        public override string Database => "main";

        public override string DataSource => source.ConnectionString;

        public override string ServerVersion => Inner.ServerVersion;

        public override ConnectionState State => inner is null ? ConnectionState.Closed : ConnectionState.Open;

        private SqliteConnection Inner => inner ?? throw new InvalidOperationException("The connection is closed.");

        public override void Open()
        {
            source.Gate.Wait();
            Enter();
        }

        public override async Task OpenAsync(CancellationToken cancellationToken)
        {
            await source.Gate.WaitAsync(cancellationToken);
            Enter();
        }

        public override void Close()
        {
            if (inner is null) return;
            try
            {
                source.GiveBack(inner);
            }
            finally
            {
                inner = null;
                source.Gate.Release();
            }
        }

        public override void ChangeDatabase(string databaseName) => throw new NotSupportedException("There is one database.");

        protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => Inner.BeginTransaction(isolationLevel);

        protected override DbCommand CreateDbCommand() => Inner.CreateCommand();

        protected override void Dispose(bool disposing)
        {
            if (disposing) Close();
            base.Dispose(disposing);
        }

        private void Enter()
        {
            try
            {
                inner = source.Take();
            }
            catch
            {
                source.Forget();
                source.Gate.Release();
                throw;
            }
        }
    }

    private SemaphoreSlim Gate => gate;
}

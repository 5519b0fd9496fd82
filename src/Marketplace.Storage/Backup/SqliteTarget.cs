using Marketplace.Storage.Documents;
using Marketplace.Storage.Reading;
using Marketplace.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Marketplace.Storage.Backup;

/// <summary>Restores into a new file beside the store and renames it over the store at the end. Whoever kills it before leaves the
/// store as it was, and a file that the next restore removes.</summary>
internal sealed class SqliteTarget : RestoreTarget
{
    private readonly FileStream owned;
    private readonly string file;
    private Session? fresh;

    private SqliteTarget(FileStream owned, string file) => (this.owned, this.file) = (owned, file);

    protected override string Engine => StoreOptions.Sqlite;

    protected override Session Fresh => fresh ?? throw new InvalidOperationException("Not begun.");

    private string Beside => file + ".restoring";

    /// <summary>Takes the owner's lock, which a running host holds.</summary>
    public static SqliteTarget Take(StoreOptions options)
    {
        Directory.CreateDirectory(options.DataFolder);
        try
        {
            return new SqliteTarget(SqliteEngine.Own(options.File), options.File);
        }
        catch (InvalidOperationException taken)
        {
            throw new StoreWorkException(taken.Message, taken);
        }
    }

    public override async Task<List<(string Table, long Rows)>> Holds(CancellationToken cancel)
    {
        if (!File.Exists(file)) return [];
        try
        {
            await using var session = new Session(SqliteEngine.Connect(file, readOnly: true), StoreOptions.Sqlite);
            return [.. (await StoreTables.Count(session, cancel)).Where(static table => table.Rows > 0)];
        }
        catch (SqliteException broken)
        {
            throw new StoreWorkException($"The store {file} cannot be read ({broken.Message}), so nobody can say what a restore would take away. Move it away with its -wal and -shm, and restore again.", broken);
        }
    }

    public override async Task Begin(CancellationToken cancel)
    {
        Clear();
        var connection = new SqliteConnection(SqliteEngine.Words(Beside));
        fresh = new Session(connection, StoreOptions.Sqlite);
        await connection.OpenAsync(cancel);
        // Nobody reads it before it is whole, and what is cut short is thrown away: no journal, one wait for the disk at the end.
        await fresh.Run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-64000; PRAGMA locking_mode=EXCLUSIVE;", cancel);
    }

    public override async Task Load(StoreTable table, RowReader rows, Action<long> told, CancellationToken cancel)
    {
        string[] names = [.. table.Columns.Select(static column => StoreTable.Quoted(column.Name))], places = [.. names.Select(static (_, i) => $"${i + 1}")];
        var isDocuments = table.Name == StoreTable.Documents;
        await Fresh.Run("BEGIN", cancel);
        await using var insert = Fresh.Connection.CreateCommand();
        insert.CommandText = isDocuments
            ? $"INSERT INTO {table.Name} ({string.Join(", ", names)}, {StoreTable.Service}) VALUES ({string.Join(", ", places)}, '{DocumentService.Of(Engine)}')"
            : $"INSERT INTO {table.Name} ({string.Join(", ", names)}) VALUES ({string.Join(", ", places)})";
        SqliteParameter[] parameters = [.. places.Select(static place => new SqliteParameter { ParameterName = place })];
        insert.Parameters.AddRange(parameters);
        long done = 0;
        while (rows.Next())
        {
            for (var i = 0; i < parameters.Length; i++) parameters[i].Value = rows.Value(i) ?? DBNull.Value;
            insert.ExecuteNonQuery();
            if (++done % 10_000 > 0) continue;
            told(done);
            cancel.ThrowIfCancellationRequested();
        }
        await Fresh.Run("COMMIT", cancel);
        told(done);
    }

    public override async Task Commit(CancellationToken cancel)
    {
        await Fresh.DisposeAsync();
        fresh = null;
        await using (var whole = new FileStream(Beside, FileMode.Open, FileAccess.ReadWrite)) whole.Flush(flushToDisk: true);
        if (File.Exists(file)) Settle();
        // A log that belongs to the old file must not be there when the new one has its name.
        foreach (var rest in (string[])["-wal", "-shm"]) File.Delete(file + rest);
        File.Move(Beside, file, overwrite: true);
    }

    public override async ValueTask DisposeAsync()
    {
        if (fresh is not null) await fresh.DisposeAsync();
        Clear();
        await owned.DisposeAsync();
    }

    /// <summary>Brings the old log into the old file and takes the log away, so that the old store is whole whatever happens next. SQLite
    /// does so only when nobody else has the file open: a reader of the old file would take the new one's log with it when it closes.</summary>
    private void Settle()
    {
        try
        {
            using var old = SqliteEngine.Connect(file);
            SqliteEngine.Run(old, "PRAGMA journal_mode=DELETE;");
        }
        catch (SqliteException busy)
        {
            throw new StoreWorkException($"Somebody has {file} open ({busy.Message}). End it (a backup, a check, sqlite3) and restore again.", busy);
        }
    }

    private void Clear()
    {
        foreach (var rest in (string[])["", "-journal", "-wal", "-shm"]) File.Delete(Beside + rest);
    }
}

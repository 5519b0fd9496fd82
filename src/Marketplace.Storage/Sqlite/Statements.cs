using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Marketplace.Storage.Sqlite;

/// <summary>The prepared statements of one connection, used by one thread at a time. Below ADO.NET on purpose: binding and
/// stepping a kept statement costs a few microseconds, which is what a batch of units is made of.</summary>
internal sealed class Statements(SqliteConnection connection) : IDisposable
{
    private const int Most = 400;

    private readonly Dictionary<string, Statement> kept = new(StringComparer.Ordinal);

    /// <summary>Runs a statement to its end; answers how many rows it changed.</summary>
    public int Run(string sql, ReadOnlySpan<Arg> args)
    {
        var statement = Prepared(sql);
        try
        {
            statement.Bind(args);
            while (statement.Next()) { }
            return raw.sqlite3_changes(connection.Handle!);
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>Reads every row.</summary>
    public List<T> Read<T>(string sql, Func<Row, T> map, ReadOnlySpan<Arg> args)
    {
        var statement = Prepared(sql);
        try
        {
            statement.Bind(args);
            List<T> rows = [];
            while (statement.Next()) rows.Add(map(statement));
            return rows;
        }
        finally
        {
            statement.Reset();
        }
    }

    public void Dispose()
    {
        foreach (var statement in kept.Values) statement.Dispose();
        kept.Clear();
    }

    private Statement Prepared(string sql)
    {
        if (kept.TryGetValue(sql, out var statement)) return statement;
        // Lists of changing length make many statements; forgetting all of them now and then is cheaper than counting uses.
        if (kept.Count >= Most) Dispose();
        return kept[sql] = new Statement(connection.Handle!, sql);
    }

    private sealed class Statement : Row, IDisposable
    {
        private readonly sqlite3 database;
        private readonly sqlite3_stmt statement;
        private readonly int[] places;

        public Statement(sqlite3 database, string sql)
        {
            this.database = database;
            Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
            places = new int[raw.sqlite3_bind_parameter_count(statement)];
            for (var i = 0; i < places.Length; i++) places[i] = raw.sqlite3_bind_parameter_index(statement, $"${i + 1}");
        }

        public void Bind(ReadOnlySpan<Arg> args)
        {
            if (args.Length != places.Length) throw new ArgumentException($"The statement takes {places.Length} parameters, not {args.Length}.", nameof(args));
            for (var i = 0; i < args.Length; i++)
                Check(args[i].Thing switch
                {
                    null => raw.sqlite3_bind_int64(statement, places[i], args[i].Number),
                    string text => raw.sqlite3_bind_text(statement, places[i], text),
                    byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(statement, places[i], 0),
                    byte[] bytes => raw.sqlite3_bind_blob(statement, places[i], bytes),
                    _ => throw new System.Diagnostics.UnreachableException(),
                });
        }

        public bool Next()
        {
            var code = raw.sqlite3_step(statement);
            if (code == raw.SQLITE_ROW) return true;
            if (code == raw.SQLITE_DONE) return false;
            throw Failure(code);
        }

        // Reset repeats the error of the last step, which was reported there.
        public void Reset() => raw.sqlite3_reset(statement);

        public override long Number(int column) => raw.sqlite3_column_int64(statement, column);

        public override string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string() ?? "";

        public override byte[] Bytes(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

        public void Dispose() => statement.Dispose();

        private void Check(int code)
        {
            if (code != raw.SQLITE_OK) throw Failure(code);
        }

        private SqliteException Failure(int code) =>
            new(raw.sqlite3_errmsg(database).utf8_to_string(), code & 0xFF, raw.sqlite3_extended_errcode(database));
    }
}

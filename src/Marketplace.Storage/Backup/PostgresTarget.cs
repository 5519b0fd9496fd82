using System.Text.RegularExpressions;
using Marketplace.Storage.Documents;
using Marketplace.Storage.Postgres;
using Marketplace.Storage.Reading;
using Marketplace.Storage.Schema;
using Npgsql;
using NpgsqlTypes;

namespace Marketplace.Storage.Backup;

/// <summary>Restores within one transaction of PostgreSQL: tables dropped, made and filled. Whoever kills it leaves the store as it
/// was. It holds the lock that a starting host waits for.</summary>
internal sealed partial class PostgresTarget(NpgsqlConnection connection, Session session) : RestoreTarget
{
    protected override string Engine => StoreOptions.Postgres;

    protected override Session Fresh => session;

    /// <summary>Refused while a host is connected to the database.</summary>
    public static async Task<PostgresTarget> Take(StoreOptions options, CancellationToken cancel)
    {
        var connection = await PostgresEngine.ForWork(options.ConnectionString, cancel);
        var session = new Session(connection, StoreOptions.Postgres) { Transaction = await connection.BeginTransactionAsync(cancel) };
        try
        {
            await session.Run(PostgresEngine.TakeSchema, cancel);
            await StoreInUse.Refuse(connection, cancel);
            return new PostgresTarget(connection, session);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    public override async Task<List<(string Table, long Rows)>> Holds(CancellationToken cancel) =>
        (await SchemaSteps.Applied(session, cancel)).Count == 0 ? [] : [.. (await StoreTables.Count(session, cancel)).Where(static table => table.Rows > 0)];

    /// <summary>Drops what the schema steps make, and nothing else that may share the database.</summary>
    public override async Task Begin(CancellationToken cancel)
    {
        if ((await SchemaSteps.Applied(session, cancel)).Count == 0) return;
        var made = SchemaSteps.Embedded(Engine).SelectMany(static step => Made().Matches(step.Sql)).Select(static match => (Kind: match.Groups[1].Value, Name: match.Groups[2].Value)).ToList();
        foreach (var (_, table) in made.Where(static one => one.Kind == "TABLE").Append(("TABLE", "schema_step"))) await session.Run($"DROP TABLE IF EXISTS {table} CASCADE", cancel);
        foreach (var (_, function) in made.Where(static one => one.Kind == "FUNCTION")) await session.Run($"DROP FUNCTION IF EXISTS {function} CASCADE", cancel);
    }

    public override async Task Load(StoreTable table, RowReader rows, Action<long> told, CancellationToken cancel)
    {
        NpgsqlDbType[] types = [.. table.Columns.Select(Type)];
        var isDocuments = table.Name == StoreTable.Documents;
        var names = string.Join(", ", table.Columns.Select(static column => StoreTable.Quoted(column.Name))) + (isDocuments ? $", {StoreTable.Service}" : "");
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {table.Name} ({names}) FROM STDIN (FORMAT BINARY)", cancel);
        copy.Timeout = TimeSpan.Zero;
        long done = 0;
        while (rows.Next())
        {
            await copy.StartRowAsync(cancel);
            for (var i = 0; i < types.Length; i++) await Write(copy, rows.Value(i), types[i], cancel);
            if (isDocuments) await copy.WriteAsync(DocumentService.Of(Engine), NpgsqlDbType.Text, cancel);
            if (++done % 10_000 == 0) told(done);
        }
        await copy.CompleteAsync(cancel);
        told(done);
    }

    public override async Task Commit(CancellationToken cancel)
    {
        if (session.Transaction is { } transaction) await transaction.CommitAsync(cancel);
        session.Transaction = null;
        // A plan made for empty tables would be the plan of the first minutes. The rows are in: this is not cancelled.
        await session.Run("ANALYZE", CancellationToken.None);
    }

    public override ValueTask DisposeAsync() => session.DisposeAsync();

    private static Task Write(NpgsqlBinaryImporter copy, object? value, NpgsqlDbType type, CancellationToken cancel) => (value, type) switch
    {
        (null, _) => copy.WriteNullAsync(cancel),
        (long number, NpgsqlDbType.Integer) => copy.WriteAsync(checked((int)number), type, cancel),
        (long number, NpgsqlDbType.TimestampTz) => copy.WriteAsync(DateTimeOffset.FromUnixTimeSeconds(number).UtcDateTime, type, cancel),
        (long number, _) => copy.WriteAsync(number, type, cancel),
        (string text, _) => copy.WriteAsync(text, type, cancel),
        (byte[] bytes, _) => copy.WriteAsync(bytes, type, cancel),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static NpgsqlDbType Type(StoreColumn column) => column.Type switch
    {
        "integer" => NpgsqlDbType.Integer,
        "bigint" => NpgsqlDbType.Bigint,
        "text" => NpgsqlDbType.Text,
        "bytea" => NpgsqlDbType.Bytea,
        _ => NpgsqlDbType.TimestampTz,
    };

    [GeneratedRegex(@"^CREATE (?:OR REPLACE )?(?:UNLOGGED )?(TABLE|FUNCTION)(?: IF NOT EXISTS)? (\w+)", RegexOptions.Multiline)]
    private static partial Regex Made();
}

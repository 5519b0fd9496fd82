using Marketplace.Storage.Reading;

namespace Marketplace.Storage.Backup;

/// <summary>The tables of a store as the engine's own catalogue lists them, so that a later schema step's table is in every backup
/// without anybody having to think of it.</summary>
internal static class StoreTables
{
    /// <summary>What no backup holds: the schema's own words and marks, which the steps write, and the silos of a cluster that was.</summary>
    private static readonly HashSet<string> LeftOut =
        ["schema_step", "orleansquery", "orleansmembershiptable", "orleansmembershipversiontable"];

    private const string SqliteCatalogue =
        """
        SELECT lower(m.name), lower(p.name), upper(p.type), p.pk FROM sqlite_master m JOIN pragma_table_info(m.name) p
        WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\'
        """;

    private const string PostgresCatalogue =
        """
        SELECT c.relname::text, a.attname::text, format_type(a.atttypid, NULL),
            coalesce((SELECT array_position(i.indkey::int2[], a.attnum) + 1 FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisprimary), 0)::bigint
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
        WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
        """;

    /// <summary>The tables that hold a store's rows, by name.</summary>
    public static async Task<List<StoreTable>> Read(Session session, CancellationToken cancel)
    {
        var columns = await session.All(session.IsPostgres ? PostgresCatalogue : SqliteCatalogue,
            static row => (Table: row.Text(0), Name: row.Text(1), Type: row.Text(2), Place: row.Number(3)), cancel);
        return
        [
            .. columns.GroupBy(static column => column.Table).Where(static group => !LeftOut.Contains(group.Key)).OrderBy(static group => group.Key, StringComparer.Ordinal)
                .Select(static group => new StoreTable(group.Key,
                    [.. group.Where(IsKept).OrderBy(static c => c.Name, StringComparer.Ordinal).Select(static c => new StoreColumn(c.Name, Kind(c.Table, c.Name, c.Type)) { Type = c.Type })],
                    [.. group.Where(static c => c.Place > 0 && IsKept(c)).OrderBy(static c => c.Place).Select(static c => c.Name)])),
        ];
    }

    /// <summary>How many rows each table holds; nothing for a store that was never opened.</summary>
    public static async Task<List<(string Table, long Rows)>> Count(Session session, CancellationToken cancel)
    {
        List<(string, long)> counts = [];
        foreach (var table in await Read(session, cancel))
            counts.Add((table.Name, (await session.All($"SELECT count(*) FROM {table.Name}", static row => row.Number(0), cancel))[0]));
        return counts;
    }

    private static bool IsKept((string Table, string Name, string Type, long Place) column) =>
        column is not { Table: StoreTable.Documents, Name: StoreTable.Service };

    private static ColumnKind Kind(string table, string column, string type) => type switch
    {
        "INTEGER" or "BIGINT" or "INT" or "bigint" or "integer" or "timestamp with time zone" => ColumnKind.Number,
        "TEXT" or "text" => ColumnKind.Text,
        "BLOB" or "bytea" => ColumnKind.Bytes,
        _ => throw new StoreWorkException($"The column {table}.{column} is of type {type}, which no backup knows."),
    };
}

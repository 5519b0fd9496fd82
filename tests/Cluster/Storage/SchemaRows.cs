using System.Globalization;
using Marketplace.Storage;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>Rows in every table of whatever schema a store has: what a step must not lose.</summary>
internal static class SchemaRows
{
    private const int Each = 3;

    // Not rows of anybody: what the steps themselves write.
    private static readonly string[] own = ["schema_step", "orleansquery"];

    /// <summary>Three rows for every table.</summary>
    public static async Task Fill(Engine engine, string words, CancellationToken cancel)
    {
        List<string> inserts = [];
        // A silo's row points at its cluster's.
        foreach (var (table, columns) in (await Tables(engine, words, cancel)).OrderBy(static one => one.Table.Contains("version", StringComparison.OrdinalIgnoreCase) ? 0 : 1))
            for (var i = 0; i < Each; i++)
                inserts.Add($"INSERT INTO {table} ({string.Join(", ", columns.Select(static column => column.Name))}) VALUES ({string.Join(", ", columns.Select(column => Value(words, column.Type, i)))});");
        await engine.Apply(string.Join('\n', inserts), "", cancel);
    }

    /// <summary>Every row as text, by table, of the columns named (all when null).</summary>
    public static async Task<Dictionary<string, (IReadOnlyList<string> Columns, HashSet<string> Rows)>> Read(
        Engine engine, string words, IReadOnlyDictionary<string, (IReadOnlyList<string> Columns, HashSet<string> Rows)>? like, CancellationToken cancel)
    {
        Dictionary<string, (IReadOnlyList<string>, HashSet<string>)> all = new(StringComparer.Ordinal);
        foreach (var (table, columns) in await Tables(engine, words, cancel))
        {
            if (like is not null && !like.ContainsKey(table)) continue;
            List<string> names = [.. columns.Select(static column => column.Name).Where(name => like is null || like[table].Columns.Contains(name))];
            var text = string.Join(" || '|' || ", names.Select(name => words == StoreOptions.Sqlite ? $"quote({name})" : $"coalesce({name}::text, '')"));
            all[table] = (names, [.. await engine.Read($"SELECT {text} FROM {table}", static row => row.Text(0), [], cancel)]);
        }
        return all;
    }

    private static async Task<List<(string Table, List<(string Name, string Type)> Columns)>> Tables(Engine engine, string words, CancellationToken cancel)
    {
        var rows = await engine.Read(words == StoreOptions.Sqlite
            ? "SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid"
            : "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position",
            static row => (Table: row.Text(0), Name: row.Text(1), Type: row.Text(2).ToLowerInvariant()), [], cancel);
        return [.. rows.Where(static row => !own.Contains(row.Table.ToLowerInvariant())).GroupBy(static row => row.Table)
            .Select(static group => (group.Key, group.Select(static row => (row.Name, row.Type)).ToList()))];
    }

    private static string Value(string words, string type, int i) => type switch
    {
        "text" => $"'v{i}'",
        "integer" or "bigint" or "int" => i.ToString(CultureInfo.InvariantCulture),
        "blob" => $"X'0{i}ff'",
        "bytea" => $"'\\x0{i}ff'::bytea",
        _ when type.StartsWith("timestamp", StringComparison.Ordinal) => $"'2026-09-0{i + 1}T08:00:00Z'",
        _ => throw new InvalidOperationException($"{words} has a column of type {type}, which this test does not know to fill."),
    };
}

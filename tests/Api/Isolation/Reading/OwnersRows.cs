using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Tests.Isolation;

/// <summary>Every row of a store that speaks of one owner, whatever the table: each column read as text, a row counted when one of them holds
/// one of the owner's marks. New tables are seen without being told of. Left out are the count of a badge's wrong PINs,
/// which whoever tries to sign in with it makes, and recordings, which come a moment after the owner's own call; the call itself is seen.</summary>
public sealed record OwnersRows(IReadOnlySet<string> Rows)
{
    /// <summary>A digest of all of them.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Rows.Order(StringComparer.Ordinal)))))[..16];

    /// <summary>Reads them. <paramref name="query"/> runs one statement whose single column is text.</summary>
    public static async Task<OwnersRows> Read(bool postgres, Func<string, Task<IReadOnlyList<string>>> query, params IReadOnlyList<string> marks)
    {
        var rows = new HashSet<string>(StringComparer.Ordinal);
        var tables = await query(postgres
            ? "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT IN ('pin_try', 'recording', 'recording_space') ORDER BY 1"
            : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('pin_try', 'recording', 'recording_space') ORDER BY 1");
        foreach (var table in tables)
        {
            var columns = await query(postgres
                ? $"SELECT CASE data_type WHEN 'bytea' THEN 'encode(' || quote_ident(column_name) || ', ''escape'')' ELSE quote_ident(column_name) || '::text' END FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{table}' ORDER BY ordinal_position"
                : $"SELECT 'CAST(\"' || name || '\" AS TEXT)' FROM pragma_table_info('{table}') ORDER BY cid");
            var whole = string.Join(" || ' | ' || ", columns.Select(static column => $"coalesce({column}, '')"));
            foreach (var row in await query($"SELECT {whole} FROM \"{table}\""))
                if (marks.Any(mark => row.Contains(mark, StringComparison.Ordinal))) rows.Add($"{table}: {row}");
        }
        return new OwnersRows(rows);
    }

    /// <summary>What is different later: rows that came and rows that went.</summary>
    public IEnumerable<string> Against(OwnersRows later) =>
        Rows.Except(later.Rows).Select(static r => "gone: " + Short(r)).Concat(later.Rows.Except(Rows).Select(static r => "new: " + Short(r)));

    private static string Short(string row) => row.Length <= 300 ? row : row[..300] + "…";
}

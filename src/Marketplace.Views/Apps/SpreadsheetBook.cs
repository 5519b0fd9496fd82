using System.Globalization;
using System.Text;
using System.Text.Json;
using MiniExcelLibs;
using MiniExcelLibs.Attributes;
using MiniExcelLibs.OpenXml;

namespace Marketplace.Views.Apps;

/// <summary>Rows as an XLSX file: one sheet, numbers as numbers, money in yuan, days and times of the firm's zone as dates, everything
/// else as text that no spreadsheet runs. The first row stays in sight and carries filters.</summary>
internal static class SpreadsheetBook
{
    /// <summary>The media type of the file.</summary>
    public const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const int Widest = 60, Narrowest = 8, LongestCell = 32_767;

    /// <summary>Writes the file.</summary>
    public static byte[] Write(TableExport rows, string sheet, Labels labels)
    {
        var book = new OpenXmlConfiguration
        {
            AutoFilter = true, FreezeRowCount = 1, TableStyles = TableStyles.Default,
            DynamicColumns = [.. rows.Headings.Select((heading, i) => new DynamicExcelColumn(Key(i)) { Name = heading, Index = i, Width = WidthOf(rows, i, labels), Format = FormatOf(rows.Formats[i]) })],
        };
        var lines = rows.Rows.Select(row => row.Select((cell, i) => KeyValuePair.Create(Key(i), Value(cell, rows.Formats[i], labels))).ToDictionary());
        using var file = new MemoryStream();
        // Without rows there is nothing to take the headings from.
        file.SaveAs(rows.Rows.Count > 0 ? lines : [Enumerable.Range(0, rows.Headings.Count).ToDictionary(Key, static _ => (object?)null)], sheetName: SheetName(sheet), configuration: book);
        return file.ToArray();
    }

    private static string Key(int column) => column.ToString("00", CultureInfo.InvariantCulture);

    private static object? Value(JsonElement cell, string format, Labels labels)
    {
        if (cell.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return null;
        switch (format)
        {
            case "money" when cell.TryGetMicro(out var micro): return micro / 1_000_000m;
            case "integer" or "decimal" or "number" or "percent" when Row.Number(cell) is { } number: return number;
            case "date" when DateOnly.TryParse(Row.Text(cell), CultureInfo.InvariantCulture, out var day): return day.ToDateTime(TimeOnly.MinValue);
            case "datetime" when DateTimeOffset.TryParse(Row.Text(cell), CultureInfo.InvariantCulture, out var at): return labels.Local(at);
        }
        var text = format is "state" or "boolean" or "duration" or "text" ? labels.Cell(cell, format) : Row.Text(cell);
        return Clean(text);
    }

    private static string? FormatOf(string format) => format switch
    {
        "money" => "#,##0.00",
        "integer" => "#,##0",
        "percent" => "0.00%",
        "date" => "yyyy-mm-dd",
        "datetime" => "yyyy-mm-dd hh:mm",
        _ => null,
    };

    // XML has no place for control characters, and a cell has an end.
    private static string Clean(string text)
    {
        if (text.Length > LongestCell) text = text[..LongestCell];
        return text.Any(static c => c < ' ' && c is not ('\t' or '\n' or '\r')) ? string.Concat(text.Where(static c => c >= ' ' || c is '\t' or '\n' or '\r')) : text;
    }

    private static double WidthOf(TableExport rows, int column, Labels labels) => Math.Clamp(
        rows.Rows.Take(200).Select(row => Units(labels.Cell(row[column], rows.Formats[column]))).Append(Units(rows.Headings[column])).Max() + 2, Narrowest, Widest);

    private static int Units(string text) => text.EnumerateRunes().Sum(static r => r.Value > 0x2E7F ? 2 : 1);

    private static string SheetName(string title)
    {
        var name = new StringBuilder();
        foreach (var c in title.Where(static c => c >= ' ' && c is not ('[' or ']' or ':' or '*' or '?' or '/' or '\\' or '\'')).Take(31)) name.Append(c);
        return name.Length == 0 ? "1" : name.ToString();
    }

    private static bool TryGetMicro(this JsonElement cell, out long micro)
    {
        micro = 0;
        return cell.ValueKind == JsonValueKind.Number && cell.TryGetInt64(out micro);
    }
}

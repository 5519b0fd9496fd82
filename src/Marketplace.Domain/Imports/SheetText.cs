using System.Text;

namespace Marketplace.Domain.Imports;

/// <summary>Cells as text: how a value is kept from becoming a formula in somebody's spreadsheet, how it comes back, and how a line of
/// CSV is written (RFC 4180).</summary>
public static class SheetText
{
    private const char Guard = '\'';

    /// <summary>Text that a spreadsheet would take for a formula gets an apostrophe before it; so does text that looks guarded, so that
    /// <see cref="Unguarded"/> gives back every text.</summary>
    public static string Guarded(string text) => IsRisky(text) ? Guard + text : text;

    /// <summary>The text without its guard.</summary>
    public static string Unguarded(string text) => text.Length > 1 && text[0] == Guard && IsRisky(text[1..]) ? text[1..] : text;

    /// <summary>Appends one line and its line end.</summary>
    public static void Line(StringBuilder text, IReadOnlyList<string> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0) text.Append(',');
            var cell = cells[i];
            // A line of one empty cell would be an empty line, which readers skip.
            if (cell.AsSpan().IndexOfAny("\",\r\n;\t") < 0 && (cell.Length > 0 || cells.Count > 1) && !cell.StartsWith(' ') && !cell.EndsWith(' ')) text.Append(cell);
            else text.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
        text.Append("\r\n");
    }

    private static bool IsRisky(string text) =>
        text.AsSpan().TrimStart(Guard) is [var first, ..] && first is '=' or '+' or '-' or '@' or '\t' or '\r' or '＝' or '＋' or '－' or '＠';
}

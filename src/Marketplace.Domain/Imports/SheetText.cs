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

    /// <summary>Text as a workbook's XML can hold it: characters that XML has no form for, and what looks like such a form, are written as
    /// <c>_xHHHH_</c>, which spreadsheets read back.</summary>
    public static string Xml(string text)
    {
        StringBuilder? written = null;
        // Readers of XML leave out text that is nothing but space.
        var isBlank = string.IsNullOrWhiteSpace(text);
        for (var i = 0; i < text.Length; i++)
        {
            var isOdd = isBlank || text[i] is < ' ' and not ('\t' or '\n') or '\uFFFE' or '\uFFFF' || (text[i] == '_' && IsForm(text.AsSpan(i)));
            if (isOdd) written ??= new StringBuilder(text, 0, i, text.Length + 16);
            if (written is null) continue;
            if (isOdd) written.Append(System.Globalization.CultureInfo.InvariantCulture, $"_x{(int)text[i]:X4}_");
            else written.Append(text[i]);
        }
        return written?.ToString() ?? text;
    }

    private static bool IsForm(ReadOnlySpan<char> text) =>
        text.Length >= 7 && text[1] == 'x' && text[6] == '_' && text[2..6].IndexOfAnyExcept("0123456789ABCDEFabcdef") < 0;

    private static bool IsRisky(string text) =>
        text.AsSpan().TrimStart(Guard) is [var first, ..] && first is '=' or '+' or '-' or '@' or '\t' or '\r' or '＝' or '＋' or '－' or '＠';
}

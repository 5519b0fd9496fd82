using System.Text;
using Jint.Runtime;
using Marketplace.Sandbox.Engines;

namespace Marketplace.Sandbox.Capabilities;

/// <summary>Reads comma-separated text line by line; empty lines are passed over.</summary>
internal sealed class CsvReader(HostScope scope, string text, char separator)
{
    public const int MostLength = 1_048_576, MostCells = 256;
    private int _at;
    private int _next = 1;

    /// <summary>The line at which the last row began, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The one of comma, semicolon and tab that the first line has most of.</summary>
    public static char Guess(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var first = end < 0 ? text.AsSpan() : text.AsSpan(0, end);
        var (comma, semicolon, tab) = (first.Count(','), first.Count(';'), first.Count('\t'));
        return tab > comma && tab > semicolon ? '\t' : semicolon > comma ? ';' : ',';
    }

    /// <summary>The cells of the next line that is not empty, or null at the end.</summary>
    public List<string>? Next()
    {
        while (_at < text.Length)
        {
            if (text[_at] is '\r' or '\n')
            {
                EndLine(text[_at++]);
                continue;
            }
            Line = _next;
            var cells = Cells();
            if (cells.Count > 1 || cells[0].Length > 0) return cells;
        }
        return null;
    }

    public JavaScriptException Wrong(string what) => ScriptErrors.Range(scope.Run.Engine, $"Line {Line}: {what}");

    private List<string> Cells()
    {
        var cells = new List<string>();
        while (true)
        {
            if (cells.Count == MostCells) throw Wrong($"more than {MostCells} cells");
            cells.Add(_at < text.Length && text[_at] == '"' ? Quoted() : Plain());
            if (_at >= text.Length) return cells;
            var end = text[_at++];
            if (end == separator) continue;
            EndLine(end);
            return cells;
        }
    }

    private void EndLine(char end)
    {
        if (end == '\r' && _at < text.Length && text[_at] == '\n') _at++;
        _next++;
    }

    private string Plain()
    {
        var length = text.AsSpan(_at).IndexOfAny(separator, '\r', '\n');
        var cell = text.Substring(_at, length < 0 ? text.Length - _at : length);
        _at += cell.Length;
        return cell;
    }

    private string Quoted()
    {
        var cell = new StringBuilder();
        _at++;
        while (true)
        {
            var quote = text.IndexOf('"', _at);
            if (quote < 0) throw Wrong("a quote is not closed");
            var part = text.AsSpan(_at, quote - _at);
            _next += part.Count('\n');
            cell.Append(part);
            _at = quote + 1;
            if (_at >= text.Length || text[_at] == separator || text[_at] is '\r' or '\n') return cell.ToString();
            if (text[_at] != '"') throw Wrong("text after a closing quote");
            cell.Append('"');
            _at++;
        }
    }
}

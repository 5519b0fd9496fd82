using System.Text;
using Marketplace.Domain.Imports;
using nietras.SeparatedValues;

namespace Marketplace.Grains.Imports;

/// <summary>Comma-separated values as RFC 4180 has them, and as spreadsheets write them: with semicolons or tabs, with a <c>sep=</c> line.</summary>
internal sealed class CsvSheet : ISheet
{
    private const int Looked = 65_536;
    private readonly SepReader reader;
    private readonly int before;
    private bool isBegun;

    public CsvSheet(StreamReader text)
    {
        var start = new char[Looked];
        var length = Begin(text, start);
        var head = start.AsSpan(0, length);
        if (head.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && head.Length > 4)
        {
            var end = head.IndexOf('\n');
            (before, var separator) = (1, head[4]);
            reader = Open(new Joined(start, end < 0 ? length : end + 1, length, text), separator is ',' or ';' or '\t' or '|' ? separator : ',');
        }
        else reader = Open(new Joined(start, 0, length, text), SeparatorOf(head));
    }

    public SheetLine? Next()
    {
        try
        {
            while (reader.MoveNext())
            {
                var row = reader.Current;
                // The reader looks ahead for its first row, and counts that row by where it looked.
                var line = (isBegun ? row.LineNumberFrom : 1) + before;
                isBegun = true;
                // Only at the end of the file a quote can still be open.
                if (row.Span.Count('"') % 2 != 0) throw SheetException.Of("quote", line);
                var cells = new string[row.ColCount];
                var isEmpty = true;
                for (var i = 0; i < cells.Length; i++)
                {
                    cells[i] = row[i].ToString();
                    if (cells[i].Length > ImportLimits.Cell) throw SheetException.Of("cell", line);
                    isEmpty &= string.IsNullOrWhiteSpace(cells[i]);
                }
                if (!isEmpty) return new SheetLine(line, cells);
            }
            return null;
        }
        catch (DecoderFallbackException broken)
        {
            throw SheetException.Of("characters", inner: broken);
        }
        catch (Exception broken) when (broken is NotSupportedException or ArgumentException or InvalidDataException)
        {
            throw SheetException.Of("longLine", inner: broken);
        }
    }

    public void Dispose() => reader.Dispose();

    private static SepReader Open(TextReader text, char separator) =>
        Sep.New(separator).Reader(static o => o with { HasHeader = false, Unescape = true, DisableColCountCheck = true }).From(text);

    private static int Begin(StreamReader text, char[] start)
    {
        try
        {
            return text.ReadBlock(start, 0, start.Length);
        }
        catch (DecoderFallbackException broken)
        {
            throw SheetException.Of("characters", inner: broken);
        }
    }

    /// <summary>What stands most often in the first line, outside quotes.</summary>
    private static char SeparatorOf(ReadOnlySpan<char> head)
    {
        var (commas, semicolons, tabs, quoted) = (0, 0, 0, false);
        foreach (var c in head)
        {
            if (c == '"') quoted = !quoted;
            else if (quoted) continue;
            else if (c is '\n' or '\r') break;
            else if (c == ',') commas++;
            else if (c == ';') semicolons++;
            else if (c == '\t') tabs++;
        }
        return tabs > commas && tabs > semicolons ? '\t' : semicolons > commas ? ';' : ',';
    }

    /// <summary>The part that was looked at, then the rest.</summary>
    private sealed class Joined(char[] start, int from, int until, TextReader rest) : TextReader
    {
        private int at = from;

        public override int Peek() => at < until ? start[at] : rest.Peek();

        public override int Read() => at < until ? start[at++] : rest.Read();

        public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

        public override int Read(Span<char> buffer)
        {
            if (at >= until) return rest.Read(buffer);
            var length = Math.Min(buffer.Length, until - at);
            start.AsSpan(at, length).CopyTo(buffer);
            at += length;
            return length;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) rest.Dispose();
            base.Dispose(disposing);
        }
    }
}

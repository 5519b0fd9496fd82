using System.Text;

namespace Marketplace.Grains.Solving;

/// <summary>Lines of a stream, none longer than allowed; one that is ends the reading as a broken stream does.</summary>
internal sealed class BoundedLines(TextReader reader, int longest)
{
    private readonly char[] buffer = new char[16 * 1024];
    private readonly StringBuilder line = new();
    private int at, filled;

    /// <summary>The next line without its end, or null at the end of the stream; what stands after the last end of a line was not finished
    /// and is left out.</summary>
    public async Task<string?> Next(CancellationToken cancel)
    {
        line.Clear();
        while (true)
        {
            var end = Array.IndexOf(buffer, '\n', at, filled - at);
            line.Append(buffer, at, (end < 0 ? filled : end) - at);
            if (line.Length > longest) throw new IOException("The solver's answer is too long.");
            at = end < 0 ? filled : end + 1;
            if (end >= 0) return line.ToString();
            (at, filled) = (0, await reader.ReadAsync(buffer.AsMemory(), cancel));
            if (filled == 0) return null;
        }
    }
}

using System.Globalization;
using System.Text;

namespace Marketplace.Tests.Isolation;

/// <summary>A text that occurs nowhere else, planted where one owner writes, and who may ever see it again.</summary>
/// <param name="Text">Letters and digits, so that no encoding changes it.</param>
/// <param name="Place">Where it was planted.</param>
/// <param name="IsValue">A value, which a log never holds; else an id or a code, which it may.</param>
/// <param name="Readers">Who may be told.</param>
public sealed record Canary(string Text, string Place, bool IsValue, IReadOnlyList<string> Readers);

/// <summary>Makes canaries from a seed and looks for them.</summary>
public sealed class Aviary(int seed)
{
    private readonly Random dice = new(seed);
    private readonly List<Canary> all = [];
    private long searched;

    /// <summary>Everything that was planted.</summary>
    public IReadOnlyList<Canary> All => all;

    /// <summary>Bytes that were searched so far.</summary>
    public long Searched => Interlocked.Read(ref searched);

    /// <summary>A fresh canary.</summary>
    public string Value(string place, params IReadOnlyList<string> readers) => Plant(place, isValue: true, readers);

    /// <summary>A fresh canary that is an id: a device's code, an operation's key.</summary>
    public string Id(string place, params IReadOnlyList<string> readers) => Plant(place, isValue: false, readers);

    /// <summary>What of others is in a text that this reader was given, and was not in what they sent.</summary>
    public IEnumerable<string> Foreign(string reader, string where, string text, string sent = "") =>
        Found(text).Where(c => !c.Readers.Contains(reader) && !sent.Contains(c.Text, StringComparison.Ordinal)).Select(c => $"{where}: {reader} was told of {c.Place} ({c.Text})");

    /// <summary>What a log holds and may not: any value.</summary>
    public IEnumerable<string> InLog(string text) => Found(text).Where(static c => c.IsValue).Select(static c => $"the log holds {c.Place} ({c.Text})");

    private IEnumerable<Canary> Found(string text)
    {
        Interlocked.Add(ref searched, Encoding.UTF8.GetByteCount(text));
        return all.Where(c => text.Contains(c.Text, StringComparison.OrdinalIgnoreCase));
    }

    private string Plant(string place, bool isValue, IReadOnlyList<string> readers)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"zq{dice.NextInt64(1L << 40, 1L << 48):x12}q{all.Count}");
        all.Add(new Canary(text, place, isValue, readers));
        return text;
    }
}

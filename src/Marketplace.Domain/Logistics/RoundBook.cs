using System.Globalization;
using System.Text;

namespace Marketplace.Domain.Logistics;

/// <summary>When the board of each brain looked by itself last, and how many proposals came of it. It travels with the promise of the next look.</summary>
public sealed record RoundBook(IReadOnlyDictionary<string, (DateTimeOffset At, int Made)> Last)
{
    /// <summary>From one look to the next.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    /// <summary>No board has looked yet.</summary>
    public static RoundBook Empty { get; } = new(new Dictionary<string, (DateTimeOffset, int)>());

    /// <summary>The next whole quarter of an hour.</summary>
    public static DateTimeOffset Next(DateTimeOffset now) => new(now.UtcTicks - (now.UtcTicks % Every.Ticks) + Every.Ticks, TimeSpan.Zero);

    /// <summary>The same with one look more.</summary>
    public RoundBook With(string brain, DateTimeOffset at, int made) => new(new Dictionary<string, (DateTimeOffset, int)>(Last) { [brain] = (at, made) });

    /// <summary>A line for each brain: its name, milliseconds since 1970, proposals.</summary>
    public byte[] Bytes() => Encoding.UTF8.GetBytes(string.Join('\n', Last.OrderBy(static one => one.Key, StringComparer.Ordinal)
        .Select(static one => string.Create(CultureInfo.InvariantCulture, $"{one.Key} {one.Value.At.ToUnixTimeMilliseconds()} {one.Value.Made}"))));

    /// <summary>What was written; a line that is none is as good as no look.</summary>
    public static RoundBook Read(byte[] bytes)
    {
        var last = new Dictionary<string, (DateTimeOffset, int)>(StringComparer.Ordinal);
        foreach (var parts in Encoding.UTF8.GetString(bytes).Split('\n').Select(static line => line.Split(' ')))
            if (parts is [var brain, var at, var made] && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && int.TryParse(made, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                last[brain] = (DateTimeOffset.FromUnixTimeMilliseconds(ms), count);
        return new RoundBook(last);
    }
}

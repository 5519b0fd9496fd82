using System.Globalization;

namespace Marketplace.Domain.Devices;

/// <summary>The window of a device trigger: the function is called once for each period that has readings, when it is over. Periods end at whole
/// multiples of the step after midnight of the firm's zone in standard time.</summary>
/// <param name="Size">How long a window is.</param>
/// <param name="Step">From the end of one window to the end of the next; the size of a tumbling window.</param>
/// <param name="Lateness">How far the series goes on after a window's end before the window closes.</param>
/// <param name="IsCounter">The values are those of a meter that counts up: windows tell by how much it rose.</param>
/// <param name="Rollover">The value at which the meter begins at nothing again, or null: then a fall counts as no rise.</param>
public sealed record WindowSpec(TimeSpan Size, TimeSpan Step, TimeSpan Lateness, bool IsCounter, decimal? Rollover)
{
    /// <summary>The shortest step, the longest window, and how many steps of readings may be open at once.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10), Longest = TimeSpan.FromHours(24);

    /// <summary>How many steps of readings may be open at once.</summary>
    public const int MostOpen = 200;

    /// <summary>A length such as <c>30s</c>, <c>15m</c>, <c>1h</c>, or null.</summary>
    public static TimeSpan? Length(string text) =>
        text.Length is >= 2 and <= 6 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? text[^1] switch
            {
                's' => TimeSpan.FromSeconds(n),
                'm' => TimeSpan.FromMinutes(n),
                'h' => TimeSpan.FromHours(n),
                _ => null,
            }
            : null;

    /// <summary>Why a window cannot be kept as it is written, or null: the member that is wrong and what it must be.</summary>
    public (string Member, string Rule)? Fault
    {
        get
        {
            if (Step < Shortest || Step > Longest) return ("step", "from 10s to 24h");
            if (TimeSpan.FromDays(1).Ticks % Step.Ticks != 0) return ("step", "a whole part of a day, such as 10s, 1m, 15m, 1h");
            if (Size < Step || Size > Longest || Size.Ticks % Step.Ticks != 0) return ("size", "a whole multiple of the step, at most 24h");
            if (Lateness > Longest) return ("lateness", "at most 24h");
            if ((Size + Lateness) / Step > MostOpen) return ("lateness", "size and lateness together at most 200 steps");
            if (Rollover is not null && (!IsCounter || Rollover <= 0)) return ("rollover", "above 0, and of a counter");
            return null;
        }
    }

    /// <summary>What a state was kept for; another shape counts its open readings anew.</summary>
    public string Shape(TimeSpan zone) => string.Create(CultureInfo.InvariantCulture,
        $"{Size.TotalSeconds}/{Step.TotalSeconds}/{(IsCounter ? Rollover is { } r ? Quantity.Text(r) : "counter" : "")}/{zone.TotalMinutes}");
}

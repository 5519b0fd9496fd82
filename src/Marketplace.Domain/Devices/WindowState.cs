using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Domain.Devices;

/// <summary>One number of a series; <see cref="At"/> in milliseconds since 1970. The order of a series is by time, then by number.</summary>
public sealed record Point(long At, long Seq, decimal Value) : IComparable<Point>
{
    /// <inheritdoc />
    public int CompareTo(Point? other) => other is null ? 1 : At != other.At ? At.CompareTo(other.At) : Seq.CompareTo(other.Seq);
}

/// <summary>The readings of one step, after its beginning up to and with its <see cref="End"/>. <see cref="Rise"/> and <see cref="Drops"/> are those
/// between them, in their order.</summary>
public sealed record Pane(long End, long Count, decimal Sum, decimal Min, decimal Max, Point First, Point Last, decimal Rise, long Drops);

/// <summary>How far an install has come with one series: the panes that still belong to an open window, and what was counted.</summary>
public sealed record WindowState
{
    /// <summary>The shape it is kept for; see <see cref="WindowSpec.Shape"/>.</summary>
    public string Shape { get; init; } = "";

    /// <summary>Windows that end up to here are closed.</summary>
    public long ClosedTo { get; init; } = long.MinValue;

    /// <summary>The latest time that the series has reached.</summary>
    public long Mark { get; init; } = long.MinValue;

    /// <summary>By their ends.</summary>
    public IReadOnlyList<Pane> Panes { get; init; } = [];

    /// <summary>The last reading before the panes, for the rise from it.</summary>
    public Point? Before { get; init; }

    /// <summary>Readings that are or were in windows.</summary>
    public long Counted { get; init; }

    /// <summary>Windows that were closed and told.</summary>
    public long Closed { get; init; }

    /// <summary>Readings whose first window was closed when they came: they are in none.</summary>
    public long Late { get; init; }

    /// <summary>Values that are no number, or none that is kept exactly.</summary>
    public long Unfit { get; init; }

    /// <summary>Readings that claimed to be of the future.</summary>
    public long Ahead { get; init; }

    /// <summary>Of these how many the function has been told.</summary>
    public long Told { get; init; }

    /// <summary>Readings that were left out of every window.</summary>
    [JsonIgnore] public long LeftOut => Late + Unfit + Ahead;

    /// <summary>As it is stored.</summary>
    public byte[] Bytes() => JsonSerializer.SerializeToUtf8Bytes(this, WindowJson.Default.WindowState);

    /// <summary>What was stored.</summary>
    public static WindowState Read(byte[] body) =>
        JsonSerializer.Deserialize(body, WindowJson.Default.WindowState) ?? throw new InvalidDataException("A stored window is empty.");
}

/// <summary>A window that is over: after <see cref="From"/> up to and with <see cref="To"/>. <see cref="Delta"/> is the rise of a counter since the reading
/// of <see cref="Since"/>, the last before the window (or the first in it), null for other series; <see cref="Drops"/> counts its falls.</summary>
public sealed record ClosedWindow(long From, long To, long Count, decimal Sum, decimal Min, decimal Max, Point First, Point Last, decimal? Delta, long Drops, long? Since)
{
    /// <summary>The mean, to nine places.</summary>
    public decimal Mean => Quantity.Mean(Sum, Count);
}

/// <summary>What a batch did to a window: the state after it, the windows it closed in their order, and how many left-out readings these tell of.</summary>
public sealed record WindowStep(WindowState State, IReadOnlyList<ClosedWindow> Closed, long Left);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WindowState))]
internal sealed partial class WindowJson : JsonSerializerContext;

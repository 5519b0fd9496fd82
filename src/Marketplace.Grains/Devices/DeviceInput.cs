using System.Globalization;
using System.Text;
using System.Text.Json;
using Marketplace.Contracts.Devices;
using Marketplace.Domain.Devices;

namespace Marketplace.Grains.Devices;

/// <summary>What a function is told of a device, as JSON: a reading, or a window that is over with its numbers as decimal texts.</summary>
internal static class DeviceInput
{
    /// <summary><c>{device, series, seq, at, value}</c>.</summary>
    public static string Of(string code, string series, Reading reading) => Write(json =>
    {
        json.WriteString("device", code);
        json.WriteString("series", series);
        json.WriteNumber("seq", reading.Seq);
        json.WriteString("at", Text(reading.At.ToUnixTimeMilliseconds()));
        json.WritePropertyName("value");
        json.WriteRawValue(reading.Value);
    });

    /// <summary><c>{device, series, from, to, count, sum, min, max, avg, first, last, left}</c>, and of a counter <c>{delta, drops, since}</c>;
    /// <paramref name="left"/> is how many readings were left out of every window since the function was called last.</summary>
    public static string Of(string code, string series, ClosedWindow window, long left) => Write(json =>
    {
        json.WriteString("device", code);
        json.WriteString("series", series);
        json.WriteString("from", Text(window.From));
        json.WriteString("to", Text(window.To));
        json.WriteNumber("count", window.Count);
        json.WriteString("sum", Quantity.Text(window.Sum));
        json.WriteString("min", Quantity.Text(window.Min));
        json.WriteString("max", Quantity.Text(window.Max));
        json.WriteString("avg", Quantity.Text(window.Mean));
        json.WriteString("first", Quantity.Text(window.First.Value));
        json.WriteString("last", Quantity.Text(window.Last.Value));
        json.WriteNumber("left", left);
        if (window.Delta is not { } delta) return;
        json.WriteString("delta", Quantity.Text(delta));
        json.WriteNumber("drops", window.Drops);
        json.WriteString("since", Text(window.Since!.Value));
    });

    private static string Write(Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Text(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text.Json;

namespace Marketplace.Machine;

/// <summary>What a machine makes of the set-points it was sent. Pure.</summary>
internal static class Readback
{
    internal sealed record Value(string Name, decimal Number);

    internal sealed record Command(string Job, IReadOnlyList<Value> Setpoints);

    /// <summary>The command in a payload, or null when it is none.</summary>
    public static Command? Read(string payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            var root = document.RootElement;
            var values = root.GetProperty("setpoints").EnumerateArray().Select(static s => new Value(s.GetProperty("name").GetString() ?? "", Number(s.GetProperty("value"))));
            return new Command(root.GetProperty("job").GetString() ?? "", [.. values]);
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>The values as the machine holds them: each to its resolution, and the first one wrong when it lies.</summary>
    public static IReadOnlyList<Value> Hold(IReadOnlyList<Value> setpoints, decimal resolution, Behaviour behaviour) =>
        [.. setpoints.Select((s, i) => s with { Number = Round(behaviour == Behaviour.Lie && i == 0 ? Off(s.Number, resolution) : s.Number, resolution) })];

    /// <summary>One message of the read-back topic: an array of one reading.</summary>
    public static byte[] Write(long seq, DateTimeOffset at, string job, IReadOnlyList<Value> values)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            writer.WriteStartObject();
            writer.WriteNumber("seq", seq);
            writer.WriteString("at", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            writer.WriteStartObject("value");
            writer.WriteString("job", job);
            writer.WriteStartArray("readback");
            foreach (var value in values)
            {
                writer.WriteStartObject();
                writer.WriteString("name", value.Name);
                writer.WriteString("value", value.Number.ToString("0.############", CultureInfo.InvariantCulture));
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndArray();
        }
        return stream.ToArray();
    }

    private static decimal Number(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? value.GetDecimal()
        : decimal.Parse(value.GetString() ?? "", NumberStyles.Number & ~NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private static decimal Round(decimal value, decimal resolution) => decimal.Round(value / resolution, MidpointRounding.AwayFromZero) * resolution;

    // A tenth of the value and ten steps more: beyond any resolution that a real machine of this kind would have.
    private static decimal Off(decimal value, decimal resolution) => value + (Math.Abs(value) / 10) + (10 * resolution);
}

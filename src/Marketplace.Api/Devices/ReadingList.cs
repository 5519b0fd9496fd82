using System.Text;
using System.Text.Json;
using Marketplace.Api.Http;
using Marketplace.Contracts.Devices;
using Marketplace.Domain;

namespace Marketplace.Api.Devices;

/// <summary>Reads a device's payload: one <c>{seq, at, value}</c> or an array of them, bounded; nothing of a bad payload is taken.</summary>
internal static class ReadingList
{
    public const int Most = 1_000;

    public static Answer<IReadOnlyList<Reading>> Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > Limits.ReadingsBody) return Invalid("", "the payload is too large");
        if (BoundedJson.Check(payload) is { } broken) return broken;
        try
        {
            // A meter that says one reading at a time need not make a list of it.
            IReadOnlyList<ReadingBody>? given = payload.TrimStart(" \t\r\n"u8) is [(byte)'{', ..]
                ? [JsonSerializer.Deserialize(payload, ApiJson.Shapes.ReadingBody)!]
                : JsonSerializer.Deserialize(payload, ApiJson.Shapes.IReadOnlyListReadingBody);
            if (given is null or { Count: > Most }) return Invalid("", $"an array of at most {Most} readings is expected");
            return Of(given);
        }
        catch (JsonException misfit)
        {
            return Invalid(misfit.Path ?? "", "each reading is {seq, at, value}");
        }
    }

    /// <summary>As they are kept. A meter that does not count its readings tells them apart by their times.</summary>
    public static Reading[] Of(IReadOnlyList<ReadingBody> given) =>
        [.. given.Select(static r => new Reading { Seq = r.Seq ?? r.At.ToUnixTimeMilliseconds(), At = r.At, Value = Encoding.UTF8.GetBytes(r.Value.GetRawText()) })];

    private static Refusal Invalid(string pointer, string message) => Commands.Invalid(pointer, "readings", message);
}

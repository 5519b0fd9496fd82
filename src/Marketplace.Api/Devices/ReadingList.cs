using System.Text;
using System.Text.Json;
using Marketplace.Api.Http;
using Marketplace.Contracts.Devices;
using Marketplace.Domain;

namespace Marketplace.Api.Devices;

/// <summary>Reads a device's payload: an array of <c>{seq, at, value}</c>, bounded; nothing of a bad payload is taken.</summary>
internal static class ReadingList
{
    public const int Most = 1_000;

    public static Answer<IReadOnlyList<Reading>> Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > Limits.ReadingsBody) return Invalid("", "the payload is too large");
        if (BoundedJson.Check(payload) is { } broken) return broken;
        try
        {
            var given = JsonSerializer.Deserialize(payload, ApiJson.Shapes.IReadOnlyListReadingBody);
            if (given is null or { Count: > Most }) return Invalid("", $"an array of at most {Most} readings is expected");
            return given.Select(r => new Reading { Seq = r.Seq, At = r.At, Value = Encoding.UTF8.GetBytes(r.Value.GetRawText()) }).ToArray();
        }
        catch (JsonException misfit)
        {
            return Invalid(misfit.Path ?? "", "each reading is {seq, at, value}");
        }
    }

    private static Refusal Invalid(string pointer, string message) => Commands.Invalid(pointer, "readings", message);
}

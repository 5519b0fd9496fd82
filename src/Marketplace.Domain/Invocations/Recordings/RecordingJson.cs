using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Domain.Invocations.Recordings;

/// <summary>The one form of a recording: in the store, as a download, in a file for <c>mkt replay</c>. Whatever the call itself held as JSON
/// stands in it byte by byte, because its bytes are billed.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, MaxDepth = 160,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(RawJson)])]
[JsonSerializable(typeof(Recording))]
[JsonSerializable(typeof(IReadOnlyList<Effect>))]
[JsonSerializable(typeof(Effect))]
[JsonSerializable(typeof(Refusal))]
public sealed partial class RecordingJson : JsonSerializerContext
{
    /// <summary>UTF-8 JSON of a recording.</summary>
    public static byte[] Write(Recording recording) => JsonSerializer.SerializeToUtf8Bytes(recording, Wire.Shapes.Recording);

    /// <summary>The recording in such bytes, or null when they are none, or of a later format.</summary>
    public static Recording? Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, Wire.Shapes.Recording) is { Format: Recordings.Recording.CurrentFormat } read ? Whole(read) : null;
        }
        catch (Exception unfit) when (unfit is JsonException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The bytes that say whether two lists of effects are the same.</summary>
    public static byte[] Bytes(IReadOnlyList<Effect> effects) => JsonSerializer.SerializeToUtf8Bytes(effects, Wire.Shapes.IReadOnlyListEffect);

    /// <summary>The same for a refusal.</summary>
    public static byte[] Bytes(Refusal? refusal) => refusal is null ? [] : JsonSerializer.SerializeToUtf8Bytes(refusal, Wire.Shapes.Refusal);

    /// <summary>One effect.</summary>
    public static byte[] Bytes(Effect effect) => JsonSerializer.SerializeToUtf8Bytes(effect, Wire.Shapes.Effect);

    /// <summary>Lower-case hex SHA-256 of effects.</summary>
    public static string Digest(IReadOnlyList<Effect> effects) => Convert.ToHexStringLower(SHA256.HashData(Bytes(effects)));

    /// <summary>What was nothing at all is written as null, like the value null; which of the two it was, the rest says.</summary>
    private static Recording Whole(Recording read) => read with
    {
        Call = read.Call with { Settings = read.Call.Settings is [(byte)'{', ..] ? read.Call.Settings : [] },
        Answers = [.. read.Answers.Select(static answer => answer.Refusal is null ? answer : answer with { Json = [] })],
        End = read.End.Verdict == Invocations.Verdict.Completed ? read.End : read.End with { Result = [] },
    };

    /// <summary>Apart, so that it is made after the generated part of this class.</summary>
    private static class Wire
    {
        public static readonly RecordingJson Shapes = new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}

/// <summary>UTF-8 JSON inside JSON, byte by byte.</summary>
internal sealed class RawJson : JsonConverter<byte[]>
{
    public override bool HandleNull => true;

    public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return JsonMarshal.GetRawUtf8Value(value.RootElement).ToArray();
    }

    public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value is null || value.Length == 0 ? "null"u8 : value, skipInputValidation: true);
}

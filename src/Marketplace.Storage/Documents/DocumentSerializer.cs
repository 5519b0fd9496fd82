using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orleans.Storage;

namespace Marketplace.Storage.Documents;

/// <summary>Stored documents: <c>{"schema": name, "v": version, "body": {…}}</c>. Bytes that are empty, of another kind or of a
/// version from the future are an error: an old reader must never answer with an empty object.</summary>
internal sealed class DocumentSerializer(DocumentShapes shapes) : IGrainStorageSerializer
{
    /// <summary>A document is small; what grows belongs into tables.</summary>
    public const int Largest = 65_536;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public BinaryData Serialize<T>(T? input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var shape = shapes.Of(typeof(T));
        var buffer = new ArrayBufferWriter<byte>(1_024);
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            writer.WriteStartObject();
            writer.WriteString("schema"u8, shape.Name);
            writer.WriteNumber("v"u8, shape.Version);
            writer.WritePropertyName("body"u8);
            JsonSerializer.Serialize(writer, input, shape.Type);
            writer.WriteEndObject();
        }
        return buffer.WrittenCount <= Largest
            ? new BinaryData(buffer.WrittenMemory.ToArray())
            : throw new InvalidOperationException($"A {shape.Name} document of {buffer.WrittenCount} bytes is larger than {Largest}.");
    }

    public T Deserialize<T>(BinaryData input) => (T)Read(shapes.Of(typeof(T)), input.ToMemory());

    /// <summary>The document behind stored bytes, whatever its type.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such a document.</exception>
    public static object Read(DocumentShapes.Shape shape, ReadOnlyMemory<byte> bytes)
    {
        var (version, body) = Open(shape, bytes);
        if (version == shape.Version) return body.Deserialize(shape.Type) ?? throw Broken(shape, "is null");
        return version < shape.Version && shape.Older is { } older ? older(version, body) : throw Broken(shape, $"has version {version}");
    }

    private static (int Version, JsonElement Body) Open(DocumentShapes.Shape shape, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var root = JsonElement.Parse(bytes.Span);
            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("schema"u8, out var schema) || schema.ValueKind != JsonValueKind.String || !schema.ValueEquals(shape.Name)
                || !root.TryGetProperty("v"u8, out var v) || v.ValueKind != JsonValueKind.Number || !v.TryGetInt32(out var version)
                || !root.TryGetProperty("body"u8, out var body) || body.ValueKind != JsonValueKind.Object)
                throw Broken(shape, "is of another kind");
            return (version, body);
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"A stored {shape.Name} document is not JSON.", broken);
        }
    }

    private static InvalidDataException Broken(DocumentShapes.Shape shape, string how) => new($"A stored {shape.Name} document {how}.");
}

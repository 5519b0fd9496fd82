using System.Buffers.Binary;
using System.IO.Compression;
using Marketplace.Domain.Invocations.Recordings;
using Marketplace.Storage.Invocations;
using Marketplace.Storage.Secrets;

namespace Marketplace.Grains.Invocations.Recordings;

/// <summary>Recordings as they lie in the store: pressed, then sealed with the firm's key under the call's own name.</summary>
internal sealed class RecordingSeal(IRecordingKeys keys)
{
    private const int Length = 4, Quick = 1, Window = 18;

    /// <summary>The row of a recording.</summary>
    public async ValueTask<RecordingRow> Close(Recording recording)
    {
        var (call, json) = (recording.Call, RecordingJson.Write(recording));
        var pressed = new byte[Length + BrotliEncoder.GetMaxCompressedLength(json.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(pressed, json.Length);
        if (!BrotliEncoder.TryCompress(json, pressed.AsSpan(Length), out var size, Quick, Window)) throw new InvalidOperationException("A recording cannot be pressed.");
        var key = await keys.Of(call.Tenant);
        return new RecordingRow(call.Tenant, call.App, call.Invocation, call.Now, Box.Seal(key, Name(call.Tenant, call.Invocation), pressed.AsSpan(0, Length + size)));
    }

    /// <summary>The recording in a row. One that does not open was sealed by another host's key, or was changed.</summary>
    public async ValueTask<Recording> Open(RecordingRow row)
    {
        var pressed = Box.Open(await keys.Of(row.Tenant), Name(row.Tenant, row.Id), row.Body) ?? throw Broken(row);
        var json = new byte[BinaryPrimitives.ReadInt32LittleEndian(pressed)];
        if (!BrotliDecoder.TryDecompress(pressed.AsSpan(Length), json, out var size) || size != json.Length) throw Broken(row);
        return RecordingJson.Read(json) ?? throw Broken(row);
    }

    private static string Name(string tenant, string id) => $"recording/{tenant}/{id}";

    private static InvalidDataException Broken(RecordingRow row) => new($"The recording {row.Id} is not what was sealed.");
}

namespace Marketplace.Tests.Api.Telemetry;

/// <summary>As much of the protobuf wire format as the spans of an export need.</summary>
internal static class Wire
{
    /// <summary>The messages at the end of a path of field numbers, each of which may come many times.</summary>
    public static IEnumerable<byte[]> Messages(byte[] message, params int[] path) =>
        path is [var field, .. var rest] ? Fields(message).Where(f => f.Number == field).SelectMany(f => Messages(f.Value, rest)) : [message];

    /// <summary>A field of bytes or text; empty when it is not there.</summary>
    public static byte[] Bytes(byte[] message, int field) => Fields(message).FirstOrDefault(f => f.Number == field).Value ?? [];

    private static IEnumerable<(int Number, byte[] Value)> Fields(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Number(message, ref at);
            var length = (tag & 7) switch { 1 => 8, 5 => 4, 2 => (int)Number(message, ref at), _ => 0 };
            if ((tag & 7) == 0) Number(message, ref at);
            yield return ((int)(tag >> 3), message[at..(at + length)]);
            at += length;
        }
    }

    private static long Number(byte[] message, ref int at)
    {
        var value = 0L;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            value |= (long)(next & 127) << shift;
            if (next < 128) return value;
        }
    }
}

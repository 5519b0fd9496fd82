namespace Marketplace.Api.Devices;

/// <summary>Follows the framing of incoming MQTT packets and breaks the connection as soon as one announces more than the limit,
/// before anybody makes room for it. The library itself has no such limit, and a stranger's first packet is read before its password.</summary>
internal sealed class PacketGuard(Stream inner, int limit) : Stream
{
    private int body;
    private int shift = -1;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel = default)
    {
        var read = await inner.ReadAsync(buffer, cancel);
        Follow(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancel) =>
        ReadAsync(buffer.AsMemory(offset, count), cancel).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Follow(buffer.AsSpan(offset, read));
        return read;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancel = default) => inner.WriteAsync(buffer, cancel);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancel) => inner.WriteAsync(buffer, offset, count, cancel);

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancel) => inner.FlushAsync(cancel);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>A packet is one byte, a length of 1 to 4 bytes with 7 bits each, and that many bytes. <c>shift</c> is -1 before the first
    /// byte, then the position in the length; <c>body</c> first gathers the length, then counts down.</summary>
    private void Follow(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (shift < 0 && body > 0)
            {
                var passed = Math.Min(body, bytes.Length);
                body -= passed;
                bytes = bytes[passed..];
                continue;
            }
            if (shift < 0) shift = 0;
            else Measure(bytes[0]);
            bytes = bytes[1..];
        }
    }

    private void Measure(byte part)
    {
        body |= (part & 0x7F) << shift;
        shift += 7;
        if (body > limit || shift > 28) throw new InvalidDataException($"A packet of more than {limit} bytes was announced.");
        if ((part & 0x80) == 0) shift = -1;
    }
}

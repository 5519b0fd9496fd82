namespace Marketplace.Api.Imports;

/// <summary>A stream that writers of archives fill and that goes to the reader when <see cref="Send"/> is awaited: they write without
/// awaiting, which a connection does not allow. Between two sends it holds one piece.</summary>
internal sealed class Outbound(Stream target, CancellationToken cancel) : Stream
{
    private readonly MemoryStream held = new();
    private long sent;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => sent + held.Length;
        set => throw new NotSupportedException();
    }

    /// <summary>Sends what is held.</summary>
    public async Task Send()
    {
        if (held.Length == 0) return;
        await target.WriteAsync(held.GetBuffer().AsMemory(0, (int)held.Length), cancel);
        sent += held.Length;
        held.SetLength(0);
    }

    public override void Write(byte[] buffer, int offset, int count) => held.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => held.Write(buffer);

    public override void Flush()
    {
        // What is held goes when it is sent.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) held.Dispose();
        base.Dispose(disposing);
    }
}

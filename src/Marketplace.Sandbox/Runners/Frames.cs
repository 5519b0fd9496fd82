using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Runners;

/// <summary>Kinds of frames between silo and runner. The protocol's version is part of the first frame.</summary>
internal enum FrameKind : byte
{
    /// <summary>Runner: warmed up; carries the protocol version.</summary>
    Ready = 1,
    /// <summary>Silo: a script, once per digest and runner.</summary>
    Prepare = 2,
    /// <summary>Silo: run a call.</summary>
    Invoke = 3,
    /// <summary>Silo: the answer to a question.</summary>
    Reply = 4,
    /// <summary>Runner: a call asks the host.</summary>
    Ask = 5,
    /// <summary>Runner: a call ended.</summary>
    Done = 6,
    /// <summary>Runner: it is alive; empty.</summary>
    Beat = 7,
    /// <summary>Runner: nothing stops this any more, end me; carries an invocation or the digest of a script.</summary>
    Stuck = 8,
}

internal sealed record InvokeFrame(long Id, string Digest, Call Call);

internal sealed record AskFrame(long Id, HostQuestion Question);

internal sealed record ReplyFrame(long Id, int Seq, HostAnswer? Answer);

internal sealed record DoneFrame(long Id, Outcome Outcome);

[JsonSerializable(typeof(Script))]
[JsonSerializable(typeof(InvokeFrame))]
[JsonSerializable(typeof(AskFrame))]
[JsonSerializable(typeof(ReplyFrame))]
[JsonSerializable(typeof(DoneFrame))]
internal sealed partial class FrameJson : JsonSerializerContext;

/// <summary>One end of the socket: length-prefixed frames, bounded; a frame that is not as agreed ends the connection.</summary>
internal sealed class Frames(Socket socket) : IDisposable
{
    /// <summary>Protocol version; both ends must be of one build.</summary>
    public const byte Version = 2;

    private const int Largest = 24 * 1024 * 1024;
    private readonly NetworkStream stream = new(socket, ownsSocket: true);
    private readonly SemaphoreSlim writing = new(1, 1);

    /// <summary>Sends one frame.</summary>
    public async Task Send(FrameKind kind, byte[] body)
    {
        var frame = new byte[5 + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, body.Length);
        frame[4] = (byte)kind;
        body.CopyTo(frame, 5);
        await writing.WaitAsync();
        try
        {
            await stream.WriteAsync(frame);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>The next frame, or null when the other end is gone.</summary>
    public async Task<(FrameKind Kind, byte[] Body)?> Next()
    {
        var head = new byte[5];
        try
        {
            await stream.ReadExactlyAsync(head);
            var length = BinaryPrimitives.ReadInt32LittleEndian(head);
            if (length is < 0 or > Largest) return null;
            var body = new byte[length];
            await stream.ReadExactlyAsync(body);
            return ((FrameKind)head[4], body);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public void Dispose() => stream.Dispose();
}

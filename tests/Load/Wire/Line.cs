using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Marketplace.Load.Wire;

/// <summary>What came back: a status, and whether it said when to come again. Status 0: nothing that can be read came.</summary>
internal readonly record struct Reception(int Status, bool SaysWhen);

/// <summary>One HTTP/1.1 connection that sends prepared bytes and reads just enough of an answer. A library's client costs more processor
/// time for a request than the server takes to refuse one, and then measures itself.</summary>
internal sealed class Line : IDisposable
{
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray(), LastChunk = "\r\n0\r\n\r\n"u8.ToArray();

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[16 * 1024];

    /// <summary>Connects to a port of loopback.</summary>
    public async Task Open(int port) => await socket.ConnectAsync(IPAddress.Loopback, port);

    /// <summary>Sends and waits for the whole answer. The answer says whether the line may be used again.</summary>
    public async ValueTask<(Reception Got, bool Reusable)> Exchange(ReadOnlyMemory<byte> request)
    {
        for (var sent = 0; sent < request.Length;) sent += await socket.SendAsync(request[sent..], SocketFlags.None);
        var (length, head) = (0, -1);
        while (head < 0)
        {
            if (length == buffer.Length) return (default, false);
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), SocketFlags.None);
            if (read == 0) return (default, false);
            length += read;
            head = buffer.AsSpan(0, length).IndexOf(HeadEnd);
        }
        var answer = Read(buffer.AsSpan(0, head + 2));
        var body = length - head - HeadEnd.Length;
        if (answer.Length >= 0)
        {
            for (; body < answer.Length;)
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(), SocketFlags.None);
                if (read == 0) return (default, false);
                body += read;
            }
            return (answer.Got, !answer.Closes);
        }
        var tail = length;
        while (!buffer.AsSpan(0, tail).EndsWith(LastChunk))
        {
            // Only the end matters: what is needed to see it is kept.
            var keep = Math.Min(tail, LastChunk.Length);
            buffer.AsSpan(tail - keep, keep).CopyTo(buffer);
            var read = await socket.ReceiveAsync(buffer.AsMemory(keep), SocketFlags.None);
            if (read == 0) return (default, false);
            tail = keep + read;
        }
        return (answer.Got, !answer.Closes);
    }

    public void Dispose() => socket.Dispose();

    /// <summary>Length is -1 for an answer in chunks.</summary>
    private static (Reception Got, int Length, bool Closes) Read(ReadOnlySpan<byte> head)
    {
        var status = int.Parse(head[9..12], CultureInfo.InvariantCulture);
        var (length, says, closes) = (status is 204 or 304 ? 0 : -1, false, false);
        for (head = head[(head.IndexOf((byte)'\n') + 1)..]; head.Length > 0; head = head[(head.IndexOf((byte)'\n') + 1)..])
        {
            if (Value(head, "Content-Length: "u8) is { Length: > 0 } size) length = int.Parse(size, CultureInfo.InvariantCulture);
            else if (Value(head, "Retry-After: "u8) is { Length: > 0 }) says = true;
            else if (head.StartsWith("Connection: close"u8)) closes = true;
        }
        return (new Reception(status, says), length, closes);
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name) =>
        head.StartsWith(name) ? head[name.Length..head.IndexOf((byte)'\r')] : [];
}

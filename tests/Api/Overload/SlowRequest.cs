using System.Net;
using System.Net.Sockets;
using System.Text;
using Marketplace.Tests.Running;

namespace Marketplace.Tests.Api.Overload;

/// <summary>A request that is sent as slowly as the test likes, on a connection of its own.</summary>
internal sealed class SlowRequest : IDisposable
{
    private readonly TcpClient client = new();

    /// <summary>Connects and sends the first part.</summary>
    public static async Task<SlowRequest> Begin(Uri host, string part)
    {
        var request = new SlowRequest();
        await request.client.ConnectAsync(IPAddress.Loopback, host.Port);
        await request.Send(part);
        return request;
    }

    /// <summary>The head of a call of a function with a JSON body of so many bytes.</summary>
    public static string Head(string app, string function, string token, string key, int length) =>
        $"POST /api/v1/installs/{app}/functions/{function} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
        + $"Idempotency-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n";

    /// <summary>Sends more.</summary>
    public Task Send(string part) => client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(part)).AsTask();

    /// <summary>What the host says until it closes the connection.</summary>
    public async Task<Reply> Answer(CancellationToken cancel)
    {
        using var all = new MemoryStream();
        try
        {
            await client.GetStream().CopyToAsync(all, cancel);
        }
        catch (IOException reset) when (all.Length > 0)
        {
            // A host that refuses before the body came may reset the connection after its answer.
            _ = reset;
        }
        var text = Encoding.UTF8.GetString(all.ToArray());
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return new Reply(0, new Dictionary<string, string>(), []);
        var lines = text[..end].Split("\r\n");
        var headers = lines[1..].Select(static l => l.Split(": ", 2)).ToDictionary(static l => l[0], static l => l[1], StringComparer.OrdinalIgnoreCase);
        return new Reply(int.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), headers, Encoding.UTF8.GetBytes(text[(end + 4)..]));
    }

    public void Dispose() => client.Dispose();
}

using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Marketplace.Tests.Cluster.Storage.Modelled;

/// <summary>A line to a PostgreSQL that can lose a reply: the server has done what it was asked, and nobody hears of it.</summary>
internal sealed class Line : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly NpgsqlConnectionStringBuilder server;
    private readonly CancellationTokenSource end = new();
    private readonly Task accepting;
    private int losing;

    public Line(string connectionString)
    {
        server = new NpgsqlConnectionStringBuilder(connectionString);
        listener.Start();
        accepting = Accept();
    }

    /// <summary>The same database, through the line.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(server.ConnectionString)
    {
        Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port, SslMode = SslMode.Disable, GssEncryptionMode = GssEncryptionMode.Disable,
    }.ToString();

    /// <summary>The next bytes that come from the server end their connection instead of arriving.</summary>
    public void LoseNextReply() => Volatile.Write(ref losing, 1);

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Dispose();
        await accepting;
        end.Dispose();
    }

    private async Task Accept()
    {
        List<Task> lines = [];
        try
        {
            while (true) lines.Add(Join(await listener.AcceptSocketAsync(end.Token)));
        }
        catch (Exception closed) when (closed is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(lines);
        }
    }

    private async Task Join(Socket client)
    {
        using var near = client;
        var isFile = server.Host!.StartsWith('/');
        using var far = isFile ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (isFile) await far.ConnectAsync(new UnixDomainSocketEndPoint($"{server.Host}/.s.PGSQL.{server.Port}"), end.Token);
            else await far.ConnectAsync(server.Host, server.Port, end.Token);
            await Task.WhenAny(Pump(near, far, isReply: false), Pump(far, near, isReply: true));
        }
        catch (Exception broken) when (broken is SocketException or OperationCanceledException)
        {
            // One end is gone; the other one is let go below.
            near.Close();
        }
    }

    private async Task Pump(Socket from, Socket to, bool isReply)
    {
        var buffer = new byte[65_536];
        try
        {
            while (await from.ReceiveAsync(buffer, end.Token) is var count and > 0)
            {
                if (isReply && Interlocked.Exchange(ref losing, 0) == 1) return;
                await to.SendAsync(buffer.AsMemory(0, count), end.Token);
            }
        }
        catch (Exception broken) when (broken is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other direction ends with this one.
            return;
        }
    }
}

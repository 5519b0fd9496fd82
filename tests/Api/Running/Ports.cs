using System.Net;
using System.Net.Sockets;

namespace Marketplace.Tests.Running;

/// <summary>Ports to listen on. They lie below those that the system lends to clients: whoever polls a port of that range, before its server
/// listens, can be lent the very same port for its own end, is then connected to itself, and the server finds its port taken.</summary>
internal static class Ports
{
    private const int First = 12_000;
    private static readonly int beyond = Lent();
    private static int next = Random.Shared.Next(First, beyond);

    /// <summary>A port that nobody listens on, and that this process has not given out before.</summary>
    public static int Free()
    {
        for (var tries = 0; tries < beyond - First; tries++)
        {
            var port = First + (Interlocked.Increment(ref next) - First) % (beyond - First);
            if (IsFree(port)) return port;
        }
        throw new InvalidOperationException($"No port between {First} and {beyond} is free.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The first port that the system lends to clients.</summary>
    private static int Lent()
    {
        const string Range = "/proc/sys/net/ipv4/ip_local_port_range";
        var lent = File.Exists(Range) ? int.Parse(File.ReadAllText(Range).Split('\t', ' ')[0], System.Globalization.CultureInfo.InvariantCulture) : 32_768;
        return lent > First + 1_000 ? lent : throw new InvalidOperationException($"The system lends ports from {lent} on; the tests need some below.");
    }
}

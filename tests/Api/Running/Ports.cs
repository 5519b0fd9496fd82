using System.Net;
using System.Net.Sockets;

namespace Marketplace.Tests.Running;

/// <summary>Ports to listen on. They lie below those that the system lends to clients: whoever polls a port of that range, before its server
/// listens, can be lent the very same port for its own end, is then connected to itself, and the server finds its port taken.</summary>
internal static class Ports
{
    private const int Lowest = 12_000;
    private static readonly (int First, int Beyond) slice = Slice();
    private static int next = Random.Shared.Next(slice.Beyond - slice.First);

    /// <summary>A port that nobody listens on, and that this process has not given out before.</summary>
    public static int Free()
    {
        for (var tries = slice.First; tries < slice.Beyond; tries++)
        {
            var port = slice.First + (int)((uint)Interlocked.Increment(ref next) % (slice.Beyond - slice.First));
            if (IsFree(port)) return port;
        }
        throw new InvalidOperationException($"No port between {slice.First} and {slice.Beyond} is free.");
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

    /// <summary>This process's part of the ports: lanes that run side by side are told different ones, as <c>0/2</c> and <c>1/2</c>.</summary>
    private static (int First, int Beyond) Slice()
    {
        var words = (Environment.GetEnvironmentVariable("MARKETPLACE_TEST_PORTS") ?? "0/1").Split('/');
        var (part, parts) = (int.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture), int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture));
        var size = (Lent() - Lowest) / parts;
        return (Lowest + part * size, Lowest + (part + 1) * size);
    }

    /// <summary>The first port that the system lends to clients.</summary>
    private static int Lent()
    {
        const string Range = "/proc/sys/net/ipv4/ip_local_port_range";
        var lent = File.Exists(Range) ? int.Parse(File.ReadAllText(Range).Split('\t', ' ')[0], System.Globalization.CultureInfo.InvariantCulture) : 32_768;
        return lent > Lowest + 1_000 ? lent : throw new InvalidOperationException($"The system lends ports from {lent} on; the tests need some below.");
    }
}

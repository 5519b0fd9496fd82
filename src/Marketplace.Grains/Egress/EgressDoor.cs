using System.Net;
using System.Net.Sockets;
using Marketplace.Domain.Egress;

namespace Marketplace.Grains.Egress;

/// <summary>An address that an app may not reach stood behind a name.</summary>
public sealed class AddressRefusedException(string host) : Exception($"{host} is not of the public internet");

/// <summary>Opens connections: looks a name up once, looks at every address it has, and connects to one of those very addresses, so that a name
/// whose answer changes between the look and the connection leads nowhere else.</summary>
/// <param name="setup">The operator's own services.</param>
/// <param name="resolve">Looks a name up; the system's own when not given.</param>
internal sealed class EgressDoor(EgressSetup setup, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <summary>A handler that goes through this door only: no proxy, no cookies, no redirects of its own.</summary>
    public SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false, UseCookies = false, UseProxy = false, AutomaticDecompression = DecompressionMethods.All, ConnectCallback = Connect,
        ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(1), MaxConnectionsPerServer = 32,
        MaxResponseHeadersLength = 32, MaxResponseDrainSize = 0, ActivityHeadersPropagator = null,
    };

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        if (setup.Inside.TryGetValue(host, out var own)) return await To([own.Address], own.Port, cancel);
        var addresses = await resolve(host, cancel);
        // One private address among public ones is no accident.
        if (addresses.Length == 0 || Array.Exists(addresses, static address => !AddressRules.IsPublic(address))) throw new AddressRefusedException(host);
        return await To(addresses, port, cancel);
    }

    private static async Task<Stream> To(IPAddress[] addresses, int port, CancellationToken cancel)
    {
        for (var at = 0; ; at++)
        {
            var socket = new Socket(addresses[at].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(addresses[at], port), cancel);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (at < addresses.Length - 1)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}

using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Implementations;
using MQTTnet.Server;

namespace Marketplace.Api.Devices;

/// <summary>Accepts device connections: bounded in number and in packet size. The port is taken when the host starts, so that a port in
/// use stops the start; connections are accepted when everything behind them runs.</summary>
internal sealed class GatewayListener(IPEndPoint address, int clients, TimeProvider clock, ILogger log) : IMqttServerAdapter
{
    private const int LargestPacket = Http.Limits.ReadingsBody + 4_096;

    private readonly CancellationTokenSource stopping = new();
    private Socket? socket;
    private int open;

    public Func<IMqttChannelAdapter, Task> ClientHandler { get; set; } = null!;

    /// <summary>Where it listens, once bound.</summary>
    public EndPoint Address => socket!.LocalEndPoint!;

    public void Bind()
    {
        socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(address);
            socket.Listen(128);
        }
        catch (SocketException taken)
        {
            socket.Dispose();
            throw new InvalidOperationException(
                $"The device gateway cannot listen on {address}: {taken.Message}. Choose another Marketplace:MqttPort, or 0 to do without devices.", taken);
        }
    }

    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger)
    {
        _ = Accept();
        return Task.CompletedTask;
    }

    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        socket?.Dispose();
    }

    public void Dispose()
    {
        socket?.Dispose();
        stopping.Dispose();
    }

    private async Task Accept()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var device = await socket!.AcceptAsync(stopping.Token);
                _ = Serve(device);
            }
            catch (Exception closed) when (closed is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException refused)
            {
                // Out of descriptors, or reset before it was accepted: the next one may do better.
                log.NotAccepted(refused.SocketErrorCode);
                await Task.Delay(TimeSpan.FromMilliseconds(50), clock, CancellationToken.None);
            }
        }
    }

    private async Task Serve(Socket device)
    {
        try
        {
            if (Interlocked.Increment(ref open) > clients)
            {
                log.Full(clients);
                return;
            }
            device.NoDelay = true;
            device.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            var guard = new PacketGuard(new NetworkStream(device, ownsSocket: true), LargestPacket);
            using var channel = new MqttTcpChannel(guard, device.LocalEndPoint!, device.RemoteEndPoint!, null);
            using var adapter = new MqttChannelAdapter(channel, new MqttPacketFormatterAdapter(new MqttBufferWriter(4_096, 65_535)), MqttNetNullLogger.Instance);
            await ClientHandler(adapter);
        }
        catch (Exception broken) when (broken is IOException or SocketException or InvalidDataException or ObjectDisposedException or OperationCanceledException
            or MQTTnet.Exceptions.MqttCommunicationException or MQTTnet.Exceptions.MqttProtocolViolationException)
        {
            log.Broken(broken.GetType().Name);
        }
        finally
        {
            Interlocked.Decrement(ref open);
            device.Dispose();
        }
    }
}

using System.Collections.Concurrent;
using Marketplace.Contracts.Devices;
using Marketplace.Domain;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Orleans;
using Orleans.Runtime;

namespace Marketplace.Api.Devices;

/// <summary>The devices that listen at this gateway: their grains know this link, and are told again each quarter of a minute, because a link that is
/// not renewed is forgotten.</summary>
internal sealed class DeviceConnections(MqttServer server, IGrainFactory grains, ILogger log) : IDeviceLink
{
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, DeviceFacts> listening = new(StringComparer.Ordinal);
    private IDeviceLink? reference;

    /// <summary>Makes the link known to the cluster and renews every device's until stopped.</summary>
    public async Task Renew(TimeProvider clock, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Renewal, clock);
        while (await Tick(timer, stop))
            foreach (var device in listening.Values) await Announce(device);
    }

    public Task Listens(DeviceFacts device)
    {
        listening[device.Id] = device;
        return Announce(device);
    }

    public Task Left(string id) => listening.TryRemove(id, out var device)
        ? Tell(device, grain => grain.Detach(CallerOf(device), Reference))
        : Task.CompletedTask;

    /// <inheritdoc />
    public async Task Publish(string device, DeviceCommand command)
    {
        var topic = DeviceTopics.Command(device, command.Command);
        if (!listening.ContainsKey(device)) throw new InvalidOperationException("The device does not listen here.");
        var message = new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(command.Payload)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
        var session = await server.GetSessionAsync(device);
        if (!session.TryEnqueueApplicationMessage(message, out _)) throw new InvalidOperationException("The device's queue is full.");
    }

    /// <inheritdoc />
    public Task Dismiss(string device)
    {
        // Not awaited: the end of the connection is told to the grain that is asking here.
        _ = PutOut(device);
        return Task.CompletedTask;
    }

    private async Task PutOut(string device)
    {
        try
        {
            await server.DisconnectClientAsync(device, new MqttServerClientDisconnectOptions { ReasonCode = MqttDisconnectReasonCode.NotAuthorized });
        }
        catch (Exception fault) when (fault is InvalidOperationException or MQTTnet.Exceptions.MqttCommunicationException)
        {
            log.Broken(fault.GetType().Name);
        }
    }

    /// <summary>The device as a caller.</summary>
    public static Caller CallerOf(DeviceFacts device) =>
        new() { Tenant = device.Tenant, Actor = "device:" + device.Id, Roles = [Roles.Device] };

    private IDeviceLink Reference => reference ??= grains.CreateObjectReference<IDeviceLink>(this);

    private Task Announce(DeviceFacts device) => Tell(device, grain => grain.Attach(CallerOf(device), Reference));

    private async Task Tell(DeviceFacts device, Func<IDeviceGrain, Task> tell)
    {
        try
        {
            await tell(grains.GetGrain<IDeviceGrain>(Keys.Device(device.Tenant, device.Code)));
        }
        catch (Exception fault) when (fault is TimeoutException or OrleansException)
        {
            log.NotAnnounced(device.Id, fault);
        }
    }

    private static async Task<bool> Tick(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

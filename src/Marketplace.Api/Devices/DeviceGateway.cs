using System.Buffers;
using System.Net;
using Marketplace.Api.Admission;
using Marketplace.Contracts.Devices;
using Marketplace.Domain;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Orleans;
using Orleans.Runtime;

namespace Marketplace.Api.Devices;

/// <summary>The MQTT end of the devices. A device signs in with its id and token, publishes readings only under its own up topics and
/// listens only to its own down topics; a connection ends within seconds of its token's end. A reading of QoS 1 is acknowledged after it is durable, and not at all when it could not be stored.</summary>
internal sealed class DeviceGateway(IGrainFactory grains, Halls halls, ApiOptions options, TimeProvider clock, ILogger<DeviceGateway> log) : IHostedLifecycleService
{
    private const string Facts = "device";

    private readonly CancellationTokenSource stopping = new();
    private GatewayListener? listener;
    private MqttServer? server;
    private DeviceConnections? connections;
    private DeviceHolds? holds;

    public Task StartAsync(CancellationToken cancel)
    {
        if (options.MqttPort == 0) return Task.CompletedTask;
        listener = new GatewayListener(new IPEndPoint(options.MqttAddress, options.MqttPort), options.MqttClients, clock, log);
        listener.Bind();
        return Task.CompletedTask;
    }

    public async Task StartedAsync(CancellationToken cancel)
    {
        if (listener is null) return;
        var settings = new MqttServerOptionsBuilder().WithoutDefaultEndpoint().WithPersistentSessions(false)
            .WithMaxPendingMessagesPerClient(250).WithPendingMessagesOverflowStrategy(MqttPendingMessagesOverflowStrategy.DropNewMessage)
            .WithDefaultCommunicationTimeout(TimeSpan.FromSeconds(10)).Build();
        server = new MqttServer(settings, [listener], MqttNetNullLogger.Instance);
        connections = new DeviceConnections(server, grains, log);
        server.ValidatingConnectionAsync += Validate;
        server.InterceptingPublishAsync += Take;
        server.InterceptingSubscriptionAsync += Subscribe;
        server.ClientSubscribedTopicAsync += Subscribed;
        server.ClientDisconnectedAsync += Disconnected;
        await server.StartAsync();
        _ = connections.Renew(clock, stopping.Token);
        holds = new DeviceHolds(server, grains, log);
        _ = holds.Watch(options.DeviceCheck, clock, stopping.Token);
        log.Listening(listener.Address);
    }

    /// <summary>Before the silo stops: devices are told to come back, and what was acknowledged is already stored.</summary>
    public async Task StoppingAsync(CancellationToken cancel)
    {
        await stopping.CancelAsync();
        if (server is { IsStarted: true }) await server.StopAsync(new MqttServerStopOptions
        {
            DefaultClientDisconnectOptions = new MqttServerClientDisconnectOptions { ReasonCode = MqttDisconnectReasonCode.ServerShuttingDown },
        });
    }

    public Task StartingAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancel)
    {
        server?.Dispose();
        listener?.Dispose();
        stopping.Dispose();
        return Task.CompletedTask;
    }

    private async Task Validate(ValidatingConnectionEventArgs connection)
    {
        var device = connection.UserName ?? "";
        if (device.Length is 0 or > 64 || connection.Password is not { Length: > 0 and <= 200 } token)
        {
            connection.ReasonCode = MqttConnectReasonCode.BadUserNameOrPassword;
            return;
        }
        // Sessions are found by client id; a device must not be able to throw another one out by taking its id.
        if (connection.ClientId != device)
        {
            connection.ReasonCode = MqttConnectReasonCode.ClientIdentifierNotValid;
            return;
        }
        connection.ReasonCode = await Authenticate(device, token, connection);
    }

    private async Task<MqttConnectReasonCode> Authenticate(string device, string token, ValidatingConnectionEventArgs connection)
    {
        try
        {
            var facts = await grains.GetGrain<IDeviceDirectoryGrain>(Keys.Accounts()).Authenticate(Caller.System(), device, token);
            if (facts.Refusal is { } no)
            {
                log.Refused(DeviceCodes.IsId(device) ? device : "of no such id", no.Code);
                return MqttConnectReasonCode.BadUserNameOrPassword;
            }
            connection.SessionItems[Facts] = facts.Must();
            holds!.Add(facts.Must(), token);
            return MqttConnectReasonCode.Success;
        }
        catch (Exception fault) when (fault is TimeoutException or OrleansException)
        {
            log.NoDirectory(device, fault);
            return MqttConnectReasonCode.ServerUnavailable;
        }
    }

    private async Task Take(InterceptingPublishEventArgs publish)
    {
        publish.ProcessPublish = false;
        if (publish.SessionItems[Facts] is not DeviceFacts device)
        {
            publish.CloseConnection = true;
            return;
        }
        if (DeviceTopics.Series(device.Id, publish.ApplicationMessage.Topic) is not { } series)
        {
            await Drop(publish, MqttDisconnectReasonCode.NotAuthorized, "a device publishes only on v1/{its id}/t/{series}");
            return;
        }
        var readings = ReadingList.Read(publish.ApplicationMessage.Payload.ToArray());
        if (readings.Refusal is { } unfit)
            await Drop(publish, MqttDisconnectReasonCode.PayloadFormatInvalid, unfit.Facts.GetValueOrDefault("message", unfit.Code));
        else await Store(publish, device, series, readings.Must());
    }

    private async Task Store(InterceptingPublishEventArgs publish, DeviceFacts device, string series, IReadOnlyList<Reading> readings)
    {
        // The library reads a device's next packet when this one is answered, so that waiting here holds the device back.
        var hall = halls.Of(WorkKind.Device);
        if (!await hall.Enter(device.Tenant, out var waited))
        {
            halls.Refused(WorkKind.Device, Codes.HostBusy);
            await Drop(publish, MqttDisconnectReasonCode.ServerBusy, Codes.HostBusy);
            return;
        }
        if (waited) halls.Queued(WorkKind.Device);
        halls.Admitted(WorkKind.Device);
        try
        {
            var taken = await grains.GetGrain<IDeviceGrain>(Keys.Device(device.Tenant, device.Code))
                .Ingest(DeviceConnections.CallerOf(device), series, readings);
            if (taken.Refusal is { } no) await Drop(publish, MqttDisconnectReasonCode.ImplementationSpecificError, no.Code);
        }
        catch (Exception fault) when (fault is TimeoutException or OrleansException or UnansweredException)
        {
            log.NotStored(device.Id, fault);
            await Drop(publish, MqttDisconnectReasonCode.ServerBusy, Codes.Unavailable);
        }
        finally
        {
            hall.Leave(device.Tenant);
        }
    }

    /// <summary>Ends the connection without an acknowledgement; MQTT 5 devices are told why.</summary>
    private async Task Drop(InterceptingPublishEventArgs publish, MqttDisconnectReasonCode code, string reason)
    {
        log.Dropped(publish.UserName, reason);
        publish.CloseConnection = true;
        await server!.DisconnectClientAsync(publish.ClientId, new MqttServerClientDisconnectOptions { ReasonCode = code, ReasonString = reason });
    }

    private Task Subscribe(InterceptingSubscriptionEventArgs subscription)
    {
        if (subscription.SessionItems[Facts] is DeviceFacts device && DeviceTopics.MayListen(device.Id, subscription.TopicFilter.Topic))
            return Task.CompletedTask;
        log.Dropped(subscription.UserName, "it asked to listen elsewhere");
        subscription.ProcessSubscription = false;
        subscription.CloseConnection = true;
        subscription.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
        return Task.CompletedTask;
    }

    /// <summary>Only a device that listens is announced, so that a command is never handed to one that would not hear it.</summary>
    private Task Subscribed(ClientSubscribedTopicEventArgs subscription) =>
        subscription.SessionItems[Facts] is DeviceFacts device ? connections!.Listens(device) : Task.CompletedTask;

    /// <summary>A connection that was taken over by the same device's next one keeps its place.</summary>
    private Task Disconnected(ClientDisconnectedEventArgs disconnection) =>
        disconnection.DisconnectType == MqttClientDisconnectType.Takeover ? Task.CompletedTask : Left(disconnection.ClientId);

    private Task Left(string device)
    {
        holds!.Remove(device);
        return connections!.Left(device);
    }
}

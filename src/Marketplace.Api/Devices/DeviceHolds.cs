using System.Collections.Concurrent;
using Marketplace.Contracts.Devices;
using Marketplace.Domain;
using Marketplace.Domain.Accounts;
using Microsoft.Extensions.Logging;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Orleans;
using Orleans.Runtime;

namespace Marketplace.Api.Devices;

/// <summary>Every connection of this gateway with the hash of the token it came in with. The directory is asked every few seconds which of
/// them no longer stand, because a machine may be connected for months and say nothing; it does not matter which host gave the new token.</summary>
internal sealed class DeviceHolds(MqttServer server, IGrainFactory grains, ILogger log)
{
    private readonly ConcurrentDictionary<string, DeviceHold> held = new(StringComparer.Ordinal);

    public void Add(DeviceFacts device, string token) =>
        held[device.Id] = new DeviceHold { Device = device.Id, TokenHash = Secrets.TokenHash(token) };

    public void Remove(string device) => held.TryRemove(device, out _);

    /// <summary>Asks until stopped. A directory that cannot be asked costs no device its connection.</summary>
    public async Task Watch(TimeSpan every, TimeProvider clock, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(every, clock);
        while (await Ticks(timer, stop))
        {
            try
            {
                await End([.. held.Values]);
            }
            catch (Exception fault) when (fault is TimeoutException or OrleansException)
            {
                log.NotChecked(held.Count, fault);
            }
        }
    }

    private async Task End(IReadOnlyList<DeviceHold> holds)
    {
        if (holds.Count == 0) return;
        var outdated = await grains.GetGrain<IDeviceDirectoryGrain>(Keys.Accounts()).Outdated(Caller.System(), holds);
        foreach (var hold in holds.Where(h => outdated.Must().Contains(h.Device)))
        {
            // The device may have come back with its new token meanwhile.
            if (!held.TryGetValue(hold.Device, out var now) || now != hold) continue;
            log.Dropped(hold.Device, "its token was replaced");
            await server.DisconnectClientAsync(hold.Device, new MqttServerClientDisconnectOptions { ReasonCode = MqttDisconnectReasonCode.NotAuthorized });
        }
    }

    private static async Task<bool> Ticks(PeriodicTimer timer, CancellationToken stop)
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

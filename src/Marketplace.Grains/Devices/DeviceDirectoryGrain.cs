using Marketplace.Contracts.Devices;
using Marketplace.Domain;
using Marketplace.Domain.Accounts;
using Marketplace.Storage;
using Orleans;
using Orleans.Concurrency;
using DeviceRows = Marketplace.Storage.Devices.DeviceFacts;

namespace Marketplace.Grains.Devices;

/// <summary>Looks devices up; holds nothing.</summary>
[StatelessWorker]
internal sealed class DeviceDirectoryGrain(Database database) : Grain, IDeviceDirectoryGrain
{
    public async Task<Answer<DeviceFacts>> Authenticate(Caller caller, string device, Secret token)
    {
        if (!caller.Is(Roles.System)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.System));
        return await DeviceRows.ById(database, device) is { } row && row.TokenHash == Secrets.TokenHash(token.Text)
            ? Facts(row)
            : Refusal.Of(Codes.SignInNeeded);
    }

    public async Task<Answer<IReadOnlyList<string>>> Outdated(Caller caller, IReadOnlyList<DeviceHold> holds)
    {
        if (!caller.Is(Roles.System)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.System));
        var hashes = await DeviceRows.TokenHashes(database, [.. holds.Select(h => h.Device)]);
        return new Answer<IReadOnlyList<string>> { Value = [.. holds.Where(h => hashes.GetValueOrDefault(h.Device) != h.TokenHash.Text).Select(h => h.Device)] };
    }

    public async Task<Answer<IReadOnlyList<DeviceFacts>>> List(Caller caller)
    {
        if (caller.Tenant.Length == 0) return Refusal.Of(Codes.NotFound, ("what", "firm"));
        return new Answer<IReadOnlyList<DeviceFacts>> { Value = [.. (await DeviceRows.List(database, caller.Tenant)).Select(Facts)] };
    }

    private static DeviceFacts Facts(Storage.Devices.DeviceRow row) => new() { Tenant = row.Tenant, Code = row.Code, Id = row.Id, Name = row.Name };
}

using System.Text.Json;
using Marketplace.Contracts.Devices;
using Marketplace.Domain;
using Marketplace.Domain.Accounts;
using Marketplace.Grains.Catalogue;
using Marketplace.Domain.Installs;
using Marketplace.Grains.Jobs;
using Marketplace.Storage;
using Marketplace.Storage.Devices;
using InstallFacts = Marketplace.Storage.Installs.InstallFacts;
using DeviceRows = Marketplace.Storage.Devices.DeviceFacts;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace Marketplace.Grains.Devices;

/// <summary>One device: its registration and readings are facts; which gateway holds its connection is known only while this
/// activation lives, and gateways say it again every quarter of a minute.</summary>
internal sealed class DeviceGrain(Database database, ReleaseLibrary library, TimeProvider time, ILogger<DeviceGrain> log)
    : Grain, IDeviceGrain
{
    /// <summary>The scope an app needs to be called by a device's readings.</summary>
    public const string Topic = "subscribe:device.topic";

    private static readonly TimeSpan LinkLasts = TimeSpan.FromSeconds(45);
    private readonly Dictionary<IDeviceLink, DateTimeOffset> links = [];
    private DeviceRow? device;

    private string Tenant => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    public async Task<Answer<DeviceCredential>> Register(Caller caller, string code, string name)
    {
        if (!caller.Is(Roles.Owner) && !caller.Is(Roles.Leader) && !caller.Is(Roles.System))
            return Refusal.Of(Codes.RoleMissing, ("role", Roles.Leader));
        if (Keys.Device(Tenant, code) != this.GetPrimaryKeyString())
            return Refusal.Of(Codes.InputInvalid, ("pointer", "/code"), ("rule", "letters, digits, dot and dash"));
        var id = $"{Tenant}.{Keys.Folded(code)}";
        var token = Secrets.NewToken("mkd_");
        var unit = new Unit();
        if (await Row() is null) DeviceRows.Create(unit, new DeviceRow(Tenant, code, id, Secrets.TokenHash(token), name, time.GetUtcNow()));
        else DeviceRows.Rekey(unit, Tenant, device!.Code, Secrets.TokenHash(token));
        if (!(await database.Commit(unit)).Ok) return Refusal.Of(Codes.ConflictUnique, ("field", "code"));
        await Dismiss(id);
        device = null;
        return new DeviceCredential { Id = id, Code = code, Token = token };
    }

    public async Task<Answer<int>> Ingest(Caller caller, string series, IReadOnlyList<Reading> readings)
    {
        if (!IsItself(caller) && !caller.Is(Roles.Owner) && !caller.Is(Roles.Leader)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.Leader));
        if (await Row() is not { } known) return Refusal.Of(Codes.DeviceUnknown, ("device", this.GetPrimaryKeyString()));
        var called = await Called(series);
        var stored = 0;
        foreach (var reading in readings)
        {
            var unit = new Unit();
            DeviceRows.Append(unit, new ReadingRow(known.Id, series, reading.Seq, reading.At, reading.Value));
            foreach (var (app, function) in called)
                Messages.Call(unit, $"{known.Id}:{series}:{reading.Seq}:{app}:{function}",
                    new PendingCall(Tenant, app, function, Input(known.Code, series, reading), $"device:{known.Code}"), time.GetUtcNow(), time.GetUtcNow());
            if ((await database.Commit(unit)).Ok) stored++;
        }
        return stored;
    }

    public async Task<Answer<Done>> Send(Caller caller, DeviceCommand command)
    {
        if (!caller.Is(Roles.System)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.System));
        if (await Row() is not { } known) return Refusal.Of(Codes.DeviceUnknown, ("device", this.GetPrimaryKeyString()));
        foreach (var link in Held())
        {
            try
            {
                await link.Publish(known.Id, command);
                return Done.It;
            }
            catch (Exception lost) when (lost is OrleansException or TimeoutException)
            {
                // The gateway went with its silo; the device may have come back at another.
                log.LinkLost(known.Id, lost.GetType().Name);
                links.Remove(link);
            }
        }
        return Refusal.Of(Codes.Unavailable, ("device", known.Code), ("why", "not connected"));
    }

    public Task Attach(Caller caller, IDeviceLink link)
    {
        if (IsItself(caller)) links[link] = time.GetUtcNow();
        return Task.CompletedTask;
    }

    public Task Detach(Caller caller, IDeviceLink link)
    {
        if (IsItself(caller)) links.Remove(link);
        return Task.CompletedTask;
    }

    /// <summary>The device's own voice, as its gateway hears it: not another device's of the same firm, and nobody's who has a face.</summary>
    private bool IsItself(Caller caller) => caller.Is(Roles.System)
        || (caller.Is(Roles.Device) && caller.Actor == $"device:{Tenant}.{Keys.Parse(this.GetPrimaryKeyString()).Id}");

    /// <summary>Links that were said to hold, the latest first: a device has one connection, and an older one is of a gateway that is gone.</summary>
    private List<IDeviceLink> Held()
    {
        var now = time.GetUtcNow();
        foreach (var (link, since) in links.ToList())
            if (now - since > LinkLasts) links.Remove(link);
        return [.. links.OrderByDescending(static link => link.Value).Select(static link => link.Key)];
    }

    /// <summary>A new token counts at once: who came in with the old one is put out, at whichever silo.</summary>
    private async Task Dismiss(string id)
    {
        foreach (var link in Held())
        {
            try
            {
                await link.Dismiss(id);
            }
            catch (Exception lost) when (lost is OrleansException or TimeoutException)
            {
                log.LinkLost(id, lost.GetType().Name);
            }
            links.Remove(link);
        }
    }

    private async Task<DeviceRow?> Row() => device ??= await DeviceRows.ById(database, $"{Tenant}.{Keys.Parse(this.GetPrimaryKeyString()).Id}");

    private async Task<IReadOnlyList<(string App, string Function)>> Called(string series)
    {
        var list = new List<(string, string)>();
        foreach (var install in await InstallFacts.List(database, Tenant))
        {
            if (!InstallStates.Serves(install.State) || !install.Grants.Contains(Topic)) continue;
            if (await library.Load(install.Digest) is not { } release) continue;
            list.AddRange(release.Manifest.Triggers.Where(t => t.Kind == "device" && t.Series == series).Select(t => (install.App, t.Function)));
        }
        return list;
    }

    private static string Input(string code, string series, Reading reading)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("device", code);
            json.WriteString("series", series);
            json.WriteNumber("seq", reading.Seq);
            json.WriteString("at", reading.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture));
            json.WritePropertyName("value");
            json.WriteRawValue(reading.Value);
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}

/// <summary>What a device's grain logs.</summary>
internal static partial class DeviceLog
{
    [LoggerMessage(5101, LogLevel.Warning, "The gateway that held device {Device} does not answer: {Error}")]
    public static partial void LinkLost(this ILogger log, string device, string error);
}

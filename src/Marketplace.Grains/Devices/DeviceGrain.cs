using Marketplace.Contracts.Devices;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain;
using Marketplace.Domain.Accounts;
using Marketplace.Domain.Devices;
using Marketplace.Grains.Catalogue;
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
    private readonly Dictionary<string, SeriesIntake> intakes = new(StringComparer.Ordinal);
    private Audience? audience;
    private DeviceRow? device;
    private TimeSpan? zone;

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
        audience ??= new Audience(database, library, Tenant);
        var hearers = await audience.Of(series);
        var at = hearers.Any(static h => h.Window is not null) ? await Zone() : TimeSpan.Zero;
        if (!intakes.TryGetValue(series, out var intake)) intakes[series] = intake = new SeriesIntake(database, time, known, series);
        try
        {
            return await intake.Take(readings, hearers, at);
        }
        catch (UnansweredException)
        {
            // What it believes of the series may not be so.
            intakes.Remove(series);
            throw;
        }
    }

    public async Task<Answer<IReadOnlyList<DeviceWindow>>> Windows(Caller caller)
    {
        if (await Row() is not { } known) return Refusal.Of(Codes.DeviceUnknown, ("device", this.GetPrimaryKeyString()));
        var apps = (await InstallFacts.List(database, Tenant)).ToDictionary(static install => install.Id, static install => install.App);
        var rows = await ReadingFacts.Windows(database, known.Id, "");
        return new Answer<IReadOnlyList<DeviceWindow>>
        {
            Value = [.. rows.Where(row => apps.ContainsKey(row.Install)).Select(row => Seen(row, apps[row.Install], WindowState.Read(row.Body)))],
        };
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

    /// <summary>The firm's zone in standard time: windows do not follow a clock that is put forward.</summary>
    private async Task<TimeSpan> Zone() => zone ??=
        TimeZoneInfo.FindSystemTimeZoneById((await GrainFactory.GetGrain<ITenantGrain>(Keys.Tenant(Tenant)).Get(Caller.System(Tenant))).Value?.Zone ?? "Asia/Shanghai").BaseUtcOffset;

    private static DeviceWindow Seen(WindowRow row, string app, WindowState state) => new()
    {
        App = app, Function = row.Function, Series = row.Series, Closed = state.Closed, Counted = state.Counted, Open = state.Panes.Where(pane => pane.End > state.ClosedTo).Sum(static pane => pane.Count),
        ClosedTo = state.ClosedTo == long.MinValue ? null : DateTimeOffset.FromUnixTimeMilliseconds(state.ClosedTo), Late = state.Late, Unfit = state.Unfit, Ahead = state.Ahead,
    };
}

/// <summary>What a device's grain logs.</summary>
internal static partial class DeviceLog
{
    [LoggerMessage(5101, LogLevel.Warning, "The gateway that held device {Device} does not answer: {Error}")]
    public static partial void LinkLost(this ILogger log, string device, string error);
}

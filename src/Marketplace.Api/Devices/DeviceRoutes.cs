using System.Text.Json;
using Marketplace.Api.Http;
using Marketplace.Contracts.Devices;
using Marketplace.Domain;

namespace Marketplace.Api.Devices;

/// <summary>A firm's devices over HTTP.</summary>
internal static class DeviceRoutes
{
    public static async Task<Answer<DeviceCredential>> Register(Exchange x)
    {
        if (x.FirmNeeded is { } no) return no;
        var body = await Bodies.Command(x.Http.Request, ApiJson.Shapes.DeviceBody, x.Cancel);
        if (body.Refusal is { } unfit) return unfit;
        var (code, name) = (body.Must().Code, body.Must().Name);
        if (!DeviceCodes.IsCode(code)) return Commands.Invalid("/code", "pattern", "1 to 40 of A-Z a-z 0-9 . _ -");
        if (name.Length > 100) return Commands.Invalid("/name", "maxLength", "at most 100 characters");
        var credential = await Device(x, code).Register(x.Caller, code, name);
        if (credential.Ok) x.Created($"/api/v1/devices/{code}");
        return credential;
    }

    public static async Task<Answer<DevicePage>> List(Exchange x)
    {
        if (x.FirmNeeded is { } no) return no;
        var devices = await x.Grains.GetGrain<IDeviceDirectoryGrain>(Keys.Accounts()).List(x.Caller);
        return devices.Refusal is { } refused ? refused : new DevicePage(devices.Must());
    }

    public static async Task<Answer<ReadingsTaken>> Readings(Exchange x)
    {
        if (x.FirmNeeded is { } no) return no;
        if (!DeviceCodes.IsCode(x.Route("code"))) return Exchange.Nothing("device");
        var body = await Bodies.Command(x.Http.Request, ApiJson.Shapes.ReadingsBody, x.Cancel, Limits.ReadingsBody);
        if (body.Refusal is { } unfit) return unfit;
        var (series, given) = (body.Must().Series, body.Must().Readings);
        if (!DeviceCodes.IsSeries(series)) return Commands.Invalid("/series", "pattern", "a name: a letter, then letters and digits, at most 40");
        if (given.Count > ReadingList.Most) return Commands.Invalid("/readings", "maxItems", $"at most {ReadingList.Most} at a time");
        var taken = await Device(x, x.Route("code")).Ingest(x.Caller, series, ReadingList.Of(given));
        return taken.Refusal is { } refused ? refused : new ReadingsTaken(taken.Must(), given.Count - taken.Must());
    }

    public static async Task<Answer<WindowPage>> Windows(Exchange x)
    {
        if (x.FirmNeeded is { } no) return no;
        if (!DeviceCodes.IsCode(x.Route("code"))) return Exchange.Nothing("device");
        var windows = await Device(x, x.Route("code")).Windows(x.Caller);
        return windows.Refusal is { } refused ? refused : new WindowPage(windows.Must());
    }

    private static IDeviceGrain Device(Exchange x, string code) => x.Grains.GetGrain<IDeviceGrain>(Keys.Device(x.Caller.Tenant, code));
}

/// <summary>A device to register.</summary>
internal sealed record DeviceBody
{
    public required string Code { get; init; }
    public string Name { get; set; } = "";
}

/// <summary>The firm's devices.</summary>
internal sealed record DevicePage(IReadOnlyList<DeviceFacts> Devices);

/// <summary>The windows over a device's series.</summary>
internal sealed record WindowPage(IReadOnlyList<DeviceWindow> Windows);

/// <summary>Readings of one series.</summary>
internal sealed record ReadingsBody
{
    public required string Series { get; init; }
    public required IReadOnlyList<ReadingBody> Readings { get; init; }
}

/// <summary>One reading; without a number its time in milliseconds is its number.</summary>
internal sealed record ReadingBody
{
    public long? Seq { get; set; }
    public required DateTimeOffset At { get; init; }
    public required JsonElement Value { get; init; }
}

/// <summary>How many readings were new, and how many were there already.</summary>
internal sealed record ReadingsTaken(int Taken, int Doubles);

using Marketplace.Domain;
using Marketplace.Domain.Accounts;
using Orleans;

namespace Marketplace.Contracts.Devices;

/// <summary>One device of one firm. Key <see cref="Keys.Device"/>; its code is the firm's own word (<c>M-01</c>).</summary>
[Alias("devices.device")]
public interface IDeviceGrain : IGrainWithStringKey
{
    /// <summary>Registers the device, or gives it a new token; the token is shown once.</summary>
    [Alias("register")] Task<Answer<DeviceCredential>> Register(Caller caller, string code, string name);

    /// <summary>Stores a batch as one unit, with the windows it moves on and the calls it owes; doubles (device, series, seq) are dropped. Answers how
    /// many were new, after they are durable. <c>host.unavailable</c> when others kept writing the series: nothing of it happened.
    /// The device itself, the owner and a leader: an app may believe a reading, so a worker does not make one up.</summary>
    [Alias("ingest")] Task<Answer<int>> Ingest(Caller caller, string series, IReadOnlyList<Reading> readings);

    /// <summary>The windows that apps of the firm keep over the device's series. Everyone of the firm.</summary>
    [Alias("windows")] Task<Answer<IReadOnlyList<DeviceWindow>>> Windows(Caller caller);

    /// <summary>Hands a command to the device's gateway; refused when no gateway holds a connection. System only: commands come out of
    /// a call's commit.</summary>
    [Alias("send")] Task<Answer<Done>> Send(Caller caller, DeviceCommand command);

    /// <summary>A gateway says that it holds the device's connection. The device and the system only.</summary>
    [Alias("attach")] Task Attach(Caller caller, IDeviceLink link);

    /// <summary>A gateway says that the connection is gone. The device and the system only.</summary>
    [Alias("detach")] Task Detach(Caller caller, IDeviceLink link);
}

/// <summary>A gateway's end of a device's connection.</summary>
[Alias("devices.link")]
public interface IDeviceLink : IGrainObserver
{
    /// <summary>Publishes the command on <c>v1/{device}/c/{command}</c>.</summary>
    [Alias("publish"), ResponseTimeout("00:00:05")] Task Publish(string device, DeviceCommand command);

    /// <summary>Ends the device's connection: its token is no longer good.</summary>
    [Alias("dismiss"), ResponseTimeout("00:00:05")] Task Dismiss(string device);
}

/// <summary>Looks devices up for the gateway. Stateless; key <see cref="Keys.Accounts"/>.</summary>
[Alias("devices.directory")]
public interface IDeviceDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The device with this id and token, or <c>auth.required</c>.</summary>
    [Alias("authenticate")] Task<Answer<DeviceFacts>> Authenticate(Caller caller, string device, Secret token);

    /// <summary>Those of the given connections whose token is no longer the device's: their gateway ends them. System only.</summary>
    [Alias("outdated")] Task<Answer<IReadOnlyList<string>>> Outdated(Caller caller, IReadOnlyList<DeviceHold> holds);

    /// <summary>The firm's devices.</summary>
    [Alias("list")] Task<Answer<IReadOnlyList<DeviceFacts>>> List(Caller caller);
}

/// <summary>A reading: <see cref="Value"/> is UTF-8 JSON.</summary>
[GenerateSerializer, Immutable, Alias("devices.reading")]
public sealed record Reading
{
    [Id(0)] public required long Seq { get; init; }
    [Id(1)] public required DateTimeOffset At { get; init; }
    [Id(2)] public required byte[] Value { get; init; }
}

/// <summary>One app's window over a series of a device, and what it has counted.</summary>
[GenerateSerializer, Immutable, Alias("devices.window")]
public sealed record DeviceWindow
{
    [Id(0)] public required string App { get; init; }
    [Id(1)] public required string Function { get; init; }
    [Id(2)] public required string Series { get; init; }
    /// <summary>Windows that end up to here are closed; null before the first.</summary>
    [Id(3)] public DateTimeOffset? ClosedTo { get; init; }
    /// <summary>Windows that were closed.</summary>
    [Id(4)] public long Closed { get; init; }
    /// <summary>Readings in windows, and of these those in none that is closed.</summary>
    [Id(5)] public long Counted { get; init; }
    [Id(6)] public long Open { get; init; }
    /// <summary>Readings in no window: their first window was closed, they are no numbers, they claimed to be of the future.</summary>
    [Id(7)] public long Late { get; init; }
    [Id(8)] public long Unfit { get; init; }
    [Id(9)] public long Ahead { get; init; }
}

/// <summary>A command on its way down; <see cref="Payload"/> is UTF-8 JSON.</summary>
[GenerateSerializer, Immutable, Alias("devices.command")]
public sealed record DeviceCommand
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required string Command { get; init; }
    [Id(2)] public required byte[] Payload { get; init; }
}

/// <summary>A device as the firm sees it.</summary>
[GenerateSerializer, Immutable, Alias("devices.facts")]
public sealed record DeviceFacts
{
    [Id(0)] public required string Tenant { get; init; }
    [Id(1)] public required string Code { get; init; }
    /// <summary>The id on the wire (<c>v1/{id}/…</c>), unique on this host.</summary>
    [Id(2)] public required string Id { get; init; }
    [Id(3)] public string Name { get; init; } = "";
}

/// <summary>A connection that a gateway holds, by the hash of the token it came in with.</summary>
[GenerateSerializer, Immutable, Alias("devices.hold")]
public sealed record DeviceHold
{
    [Id(0)] public required string Device { get; init; }
    [Id(1)] public required Secret TokenHash { get; init; }
}

/// <summary>What a device needs to connect: MQTT user name <see cref="Id"/>, password <see cref="Token"/>.</summary>
[GenerateSerializer, Immutable, Alias("devices.credential")]
public sealed record DeviceCredential
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required string Code { get; init; }
    [Id(2)] public required string Token { get; init; }
}

namespace Marketplace.Api;

/// <summary>Settings of the HTTP edge and of the device gateway; the host binds them.</summary>
public sealed record ApiOptions
{
    /// <summary>Token to person id. For Development with the demo seed only, and honoured only from a loopback address.</summary>
    public IReadOnlyDictionary<string, string> DevTokens { get; init; } = new Dictionary<string, string>();

    /// <summary>Calls a second that one tenant may make here; a second's worth may come at once.</summary>
    public int CallsPerSecond { get; init; } = 200;

    /// <summary>Failed sign-ins and other calls without a caller, per second and address.</summary>
    public int StrangersPerSecond { get; init; } = 50;

    /// <summary>How long a person looked up for a token is believed: what an owner ends is over this much later on every host.</summary>
    public TimeSpan TokenMemory { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often the gateway asks whether the tokens of its connections still stand.</summary>
    public TimeSpan DeviceCheck { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The claim of the web's cookie session that holds the person's id.</summary>
    public string PersonClaim { get; init; } = System.Security.Claims.ClaimTypes.NameIdentifier;

    /// <summary>Requests of one kind (calls, writes, reads, pages, device messages) that are worked on at once; twice as many may wait for
    /// a moment. More than what keeps the cores busy only makes everybody wait longer (docs/adr/0018).</summary>
    public int Places { get; init; } = 16 * Environment.ProcessorCount;

    /// <summary>The claim of the web's cookie session that holds the firm.</summary>
    public string TenantClaim { get; init; } = "tenant";

    /// <summary>Port of the device gateway; 0 turns it off.</summary>
    public int MqttPort { get; init; } = 1883;

    /// <summary>Where the gateway listens; loopback unless the host is told to serve a shop floor.</summary>
    public System.Net.IPAddress MqttAddress { get; init; } = System.Net.IPAddress.Loopback;

    /// <summary>Devices that one gateway holds at a time.</summary>
    public int MqttClients { get; init; } = 2_000;
}

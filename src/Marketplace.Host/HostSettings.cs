using System.Net;
using Marketplace.Domain.Billing;
using Marketplace.Domain.Devices;
using Marketplace.Domain.Jobs;

namespace Marketplace.Host;

/// <summary>Configuration by the names of docs/operating.md (<c>Marketplace:Data</c> … or <c>Marketplace__Data</c> in the environment).
/// The only reader of configuration in the program.</summary>
public sealed record HostSettings
{
    private const int PlacesPerCore = 16;

    /// <summary>Folder of everything that is written at run time.</summary>
    public required string Data { get; init; }
    /// <summary><c>sqlite</c> or <c>postgres</c>.</summary>
    public required string Store { get; init; }
    public string ConnectionString { get; init; } = "";
    /// <summary><c>demo</c> or <c>empty</c>.</summary>
    public required string Seed { get; init; }
    /// <summary>Runner processes that take calls, beside one warm standby.</summary>
    public int Runners { get; init; } = 1;
    /// <summary>Requests of one kind that are worked on at once.</summary>
    public int Places { get; init; } = PlacesPerCore * Environment.ProcessorCount;
    /// <summary>API calls a second of one firm.</summary>
    public required int CallsPerSecond { get; init; }
    public int SiloPort { get; init; } = 11111;
    public int GatewayPort { get; init; } = 30000;
    public int MqttPort { get; init; } = 1883;
    /// <summary>Where the device gateway listens. It speaks without TLS: elsewhere than on loopback, behind something that speaks it.</summary>
    public IPAddress MqttAddress { get; init; } = IPAddress.Loopback;
    /// <summary>File of the master key, which seals the secrets in the store; <c>master.key</c> in the data folder unless told.</summary>
    public required string MasterKey { get; init; }
    /// <summary>True when the operator named the file: it is then read and never made.</summary>
    public bool MasterKeyGiven { get; init; }
    /// <summary>How long a host that is told to stop goes on answering while it is not ready any more, so that who asks learns to go elsewhere.</summary>
    public TimeSpan Drain { get; init; }
    /// <summary>How a month that began late is charged, dated: <c>days</c>, or <c>2026-01-01=days,2027-01-01=full</c>.</summary>
    public IReadOnlyList<ProRata> ProRata { get; init; } = Domain.Billing.ProRata.Usual;
    /// <summary>How long readings of devices are kept: days or <c>ever</c>, with dates as <c>2026-01-01=90,2027-01-01=180</c>.</summary>
    public ReadingTerms Readings { get; init; } = ReadingTerms.Usual;
    /// <summary>On which days people work: what the program was built with, and the years of the operator's own file.</summary>
    public StateCalendar Calendar { get; init; } = StateCalendar.Known;
    /// <summary>Services of the operator's own network that apps may name: <c>erp.example=10.1.2.3:8443,mes.example=10.1.2.4:80</c>.</summary>
    public IReadOnlyDictionary<string, IPEndPoint> EgressInside { get; init; } = new Dictionary<string, IPEndPoint>();
    /// <summary>Development environment: demo tokens and sign-in links may exist, from loopback only.</summary>
    public bool Development { get; init; }

    /// <summary>True when the demo's people, tokens and links exist.</summary>
    public bool Demo => Seed == "demo" && Development;

    /// <summary>Reads and checks; a wrong value names its key.</summary>
    public static HostSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var section = configuration.GetSection("Marketplace");
        var seed = OneOf(section, "Seed", environment.IsDevelopment() ? "demo" : "empty", "demo", "empty");
        var (data, store) = (Path.GetFullPath(section["Data"] ?? ".data"), OneOf(section, "Store", "sqlite", "sqlite", "postgres"));
        return new HostSettings
        {
            Data = data,
            Store = store,
            MasterKey = Path.GetFullPath(section["MasterKey"] is { Length: > 0 } file ? file : Path.Combine(data, "master.key")),
            MasterKeyGiven = section["MasterKey"] is { Length: > 0 },
            Drain = TimeSpan.FromSeconds(Number(section, "Drain", store == "postgres" ? 5 : 0, 0, 300)),
            ConnectionString = section["ConnectionString"] ?? "",
            Seed = seed,
            Runners = Number(section, "Runners", 1, 1, 64),
            Places = Number(section, "Places", PlacesPerCore * Environment.ProcessorCount, 1, 10_000),
            CallsPerSecond = Number(section, "CallsPerSecond", seed == "demo" ? 20_000 : 200, 1, 1_000_000),
            SiloPort = Number(section, "SiloPort", 11111, 1, 65535),
            GatewayPort = Number(section, "GatewayPort", 30000, 0, 65535),
            MqttPort = Number(section, "MqttPort", 1883, 0, 65535),
            MqttAddress = IPAddress.TryParse(section["MqttAddress"] ?? "127.0.0.1", out var address)
                ? address
                : throw new InvalidOperationException($"Marketplace:MqttAddress is '{section["MqttAddress"]}'; it is an IP address."),
            ProRata = Rules(section["ProRata"]),
            Readings = section["Readings"] is not { Length: > 0 } kept ? ReadingTerms.Usual : ReadingTerms.Read(kept)
                ?? throw new InvalidOperationException($"Marketplace:Readings is '{kept}'; it is a number of days from {ReadingTerms.Fewest} to {ReadingTerms.Most} or {ReadingTerms.Ever}, with dates as 2026-01-01=90,2027-01-01=180."),
            Calendar = Days(section["WorkCalendar"]),
            EgressInside = Inside(section["EgressInside"]),
            Development = environment.IsDevelopment(),
        };
    }

    private static StateCalendar Days(string? file)
    {
        if (file is not { Length: > 0 }) return StateCalendar.Known;
        try
        {
            return StateCalendar.Read(File.ReadAllBytes(file), StateCalendar.Known);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new InvalidOperationException($"Marketplace:WorkCalendar is '{file}', which cannot be used: {broken.Message}", broken);
        }
    }

    private static Dictionary<string, IPEndPoint> Inside(string? text)
    {
        var inside = new Dictionary<string, IPEndPoint>(StringComparer.Ordinal);
        foreach (var one in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            inside[one.Split('=')[0]] = one.Split('=') is [{ Length: > 0 }, var at] && IPEndPoint.TryParse(at, out var point) && point.Port > 0 ? point
                : throw new InvalidOperationException($"Marketplace:EgressInside holds '{one}'; it is a host name with its address and port, as in erp.example=10.1.2.3:8443.");
        return inside;
    }

    private static IReadOnlyList<ProRata> Rules(string? text) => text is not { Length: > 0 } ? Domain.Billing.ProRata.Usual
        : [.. text.Split(',', StringSplitOptions.TrimEntries).Select(static one => one.Split('=') switch
        {
            [Domain.Billing.ProRata.Days or Domain.Billing.ProRata.Full] => new ProRata(DateOnly.MinValue, one),
            [var day, Domain.Billing.ProRata.Days or Domain.Billing.ProRata.Full] when DateOnly.TryParseExact(day, "yyyy-MM-dd", out var from) => new ProRata(from, one[11..]),
            _ => throw new InvalidOperationException($"Marketplace:ProRata holds '{one}'; it is days or full, with a day before it as in 2027-01-01=full."),
        })];

    private static string OneOf(IConfigurationSection section, string key, string otherwise, params string[] words)
    {
        var value = section[key] ?? otherwise;
        return words.Contains(value, StringComparer.Ordinal)
            ? value
            : throw new InvalidOperationException($"Marketplace:{key} is '{value}'; it may be {string.Join(" or ", words)}.");
    }

    private static int Number(IConfigurationSection section, string key, int otherwise, int from, int to)
    {
        if (section[key] is not { } text) return otherwise;
        return int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var value) && value >= from && value <= to
            ? value
            : throw new InvalidOperationException($"Marketplace:{key} is '{text}'; it is a whole number from {from} to {to}.");
    }
}

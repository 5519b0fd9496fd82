using Marketplace.Bench.Host;
using Marketplace.Tests.Running;

namespace Marketplace.Load.Stage;

/// <summary>A host from this repository's build, on one core, with its defaults, the demo's firms, and apps installed by each; and what
/// can be played on it.</summary>
internal sealed class Theatre : IAsyncDisposable
{
    private const int Apps = 30, AppSeed = 20_261_127;
    private static readonly string[] Auto = ["mkt_dev_sme", "mkt_dev_sme2"], All = [.. Auto, "mkt_dev_hardware"], Owners = ["hongyan-owner", "qiaotou-owner", "lanling-owner"];
    private readonly RunningHost host;
    private readonly Dictionary<string, ReadOnlyMemory<byte>[]> plays = new(StringComparer.Ordinal);

    private Theatre(RunningHost host) => this.host = host;

    /// <summary>Where the host listens.</summary>
    public int Port => host.Address.Port;

    /// <summary>The host's process.</summary>
    public int ProcessId => host.ProcessId;

    /// <summary>Everything the host has printed.</summary>
    public string Printed => host.Printed;

    /// <summary>Names of what can be played.</summary>
    public IEnumerable<string> Names => plays.Keys;

    /// <summary>Opens on <c>sqlite</c> or <c>postgres</c>; <c>LOAD_PLACES</c> sets the host's places.</summary>
    public static async Task<Theatre> Open(string engine)
    {
        var place = (await HostPlace.Fresh(engine)).Under(Cores.Server).Without("Marketplace__Places");
        if (Environment.GetEnvironmentVariable("LOAD_PLACES") is { Length: > 0 } places) place.With("Marketplace__Places", places);
        if (engine == "postgres") await Cores.Follow(Environment.GetEnvironmentVariable("MARKETPLACE_TEST_POSTGRES")!);
        var theatre = new Theatre(await RunningHost.Start(place: place));
        await theatre.Furnish();
        return theatre;
    }

    /// <summary>A play, as a source of requests.</summary>
    public Func<Random, ReadOnlyMemory<byte>> Play(string name)
    {
        var requests = plays[name];
        return dice => requests[dice.Next(requests.Length)];
    }

    /// <summary>Calls and reads of one firm alone.</summary>
    public static Func<Random, ReadOnlyMemory<byte>> Of(string token) => Of([token]);

    /// <summary>Calls of these firms.</summary>
    public static Func<Random, ReadOnlyMemory<byte>> Of(string[] tokens)
    {
        ReadOnlyMemory<byte>[] requests = [.. tokens.Select(EchoOf)];
        return dice => requests[dice.Next(requests.Length)];
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private async Task Furnish()
    {
        foreach (var token in All.Skip(1)) await Install(token, "demo/echo");
        await Install("mkt_dev_sme2", "auto/tag-to-parameter");
        string[] apps = [.. SmallApp.Names(Apps, AppSeed)];
        using var isv = new Talk(host.Address, "mkt_dev_isv");
        using var desk = new Talk(host.Address, "mkt_dev_operator");
        foreach (var app in apps)
        {
            Must(await isv.Bytes("/api/v1/releases", SmallApp.Pack(app), "application/zip"));
            Must(await desk.Post($"/api/v1/reviews/{app}/1.0.0/decision", new { decision = "list" }));
            foreach (var token in Auto) await Install(token, app);
        }
        var notes = (from token in Auto from app in apps select Requests.Post($"/api/v1/installs/{app}/records/note", token, """{"code":"a"}""")).ToArray();
        plays["read"] = [.. Auto.Select(token => Requests.Get("/api/v1/installs/auto/tag-to-parameter/records/variant?limit=10", token))];
        plays["write"] = notes;
        plays["write-hot"] = notes[..1];
        plays["echo"] = [.. All.Select(EchoOf)];
        plays["echo-hot"] = plays["echo"][..1];
        plays["onScan"] = [.. from token in Auto from n in Enumerable.Range(1, 5) select ScanOf(token, n)];
        plays["onScan-hot"] = plays["onScan"][..1];
        plays["page"] = await Task.WhenAll(Owners.Select(async owner => Requests.Page("/shop", await SignIn(owner))));
        // A working day: six reads, two calls, a scan and a page of ten.
        plays["mix"] = [.. Repeat(plays["read"], 18), .. Repeat(plays["echo"], 6), .. Repeat(plays["onScan"][..1].Append(plays["onScan"][5]), 3), .. Repeat(plays["page"], 3)];
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Repeat(IEnumerable<ReadOnlyMemory<byte>> requests, int count)
    {
        var all = requests.ToList();
        return Enumerable.Range(0, count).Select(n => all[n % all.Count]);
    }

    private static ReadOnlyMemory<byte> EchoOf(string token) =>
        Requests.Post("/api/v1/installs/demo/echo/functions/echo", token, """{"n":7,"text":"扫码","list":[1,2,3]}""");

    private static ReadOnlyMemory<byte> ScanOf(string token, int machine) =>
        Requests.Post("/api/v1/installs/auto/tag-to-parameter/functions/onScan", token, $$"""{"code":"DEMO-GREEN","machine":"M-0{{machine}}"}""");

    private async Task Install(string token, string app)
    {
        using var firm = new Talk(host.Address, token);
        Must(await firm.Post("/api/v1/installs", new { app, grants = "all" }));
    }

    private async Task<string> SignIn(string person)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        using var answer = await client.GetAsync(new Uri(host.Address, $"/sign-in?as={person}"));
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(static c => c.StartsWith("marketplace=", StringComparison.Ordinal));
        return cookie[..cookie.IndexOf(';')];
    }

    private static void Must(Reply reply)
    {
        if (reply.Status is not (200 or 201)) throw new InvalidOperationException(reply.ToString());
    }
}

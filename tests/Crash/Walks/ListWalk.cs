using Marketplace.Bench.Host;
using Marketplace.Tests.Crash.Checking;
using Marketplace.Tests.Running;

namespace Marketplace.Tests.Crash.Walks;

/// <summary>A listing goes from one version to the next by the operator's word.</summary>
internal sealed class ListWalk(int seed) : Walk
{
    private readonly IEnumerator<string> names = SmallApp.Names(1_000, seed).GetEnumerator();

    public override string Name => "list";

    public override async Task<Command> Prepare(Uri host)
    {
        names.MoveNext();
        var app = names.Current;
        using var isv = new Talk(host, "mkt_dev_isv");
        using var desk = new Talk(host, "mkt_dev_operator");
        Must(await isv.Bytes("/api/v1/releases", SmallApp.Pack(app), "application/zip"));
        Must(await desk.Post($"/api/v1/reviews/{app}/1.0.0/decision", new { decision = "list" }));
        Must(await isv.Bytes("/api/v1/releases", SmallApp.Pack(app, "1.1.0"), "application/zip"));
        return new Command(app, "mkt_dev_operator", $"/api/v1/reviews/{app}/1.1.0/decision", """{"decision":"list"}"""u8.ToArray(), "application/json", 0);
    }

    public override async Task<List<string>> Judge(Uri host, Command command, Reply repeated)
    {
        // The first time may have happened: then the version is listed already, and saying so is the right answer to a repetition.
        if (repeated.Status != 200 && repeated.Code != "conflict.state") return [repeated.ToString()];
        using var firm = new Talk(host, "mkt_dev_sme");
        using var desk = new Talk(host, "mkt_dev_operator");
        var wrong = new List<string>();
        if (!await Soon.Is(async () => await Shown(firm, command.Key) is ["1.1.0"])) wrong.Add($"the shop shows {string.Join(", ", await Shown(firm, command.Key))}");
        if (!await Soon.Is(async () => await Waits(desk, command.Key) == 0)) wrong.Add("a version still waits at the desk");
        return wrong;
    }

    private static async Task<List<string>> Shown(Talk firm, string app) =>
        [.. (await firm.Get($"/api/v1/apps?limit=200&q={Uri.EscapeDataString(app)}")).Json.GetProperty("apps").EnumerateArray()
            .Where(a => a.GetProperty("app").GetString() == app).Select(a => a.GetProperty("version").GetString()!)];

    private static async Task<int> Waits(Talk desk, string app) =>
        (await desk.Get("/api/v1/reviews")).Json.GetProperty("reviews").EnumerateArray().Count(r => r.GetProperty("app").GetString() == app);

    private static void Must(Reply reply)
    {
        if (reply.Status is not (200 or 201)) throw new InvalidOperationException(reply.ToString());
    }
}

using Marketplace.Bench.Host;
using Marketplace.Tests.Crash.Checking;
using Marketplace.Tests.Running;

namespace Marketplace.Tests.Crash.Walks;

/// <summary>The first release of an app: bytes, checks, facts, and its place at the desk.</summary>
internal sealed class PublishWalk(int seed) : Walk
{
    private readonly IEnumerator<string> names = SmallApp.Names(1_000, seed).GetEnumerator();

    public override string Name => "publish";

    public override Task<Command> Prepare(Uri host)
    {
        names.MoveNext();
        return Task.FromResult(new Command(names.Current, "mkt_dev_isv", "/api/v1/releases", SmallApp.Pack(names.Current), "application/zip", 0));
    }

    public override async Task<List<string>> Judge(Uri host, Command command, Reply repeated)
    {
        if (repeated.Status is not (200 or 201)) return [repeated.ToString()];
        using var isv = new Talk(host, "mkt_dev_isv");
        using var desk = new Talk(host, "mkt_dev_operator");
        var wrong = new List<string>();
        var release = await isv.Get($"/api/v1/releases/{command.Key}/1.0.0");
        if (release.Status != 200 || release.Json.GetProperty("digest").GetString() != repeated.Json.GetProperty("digest").GetString()) wrong.Add($"published as {repeated}, shown as {release}");
        if (!await Soon.Is(async () => await Waiting(desk, command.Key) == 1)) wrong.Add($"it waits at the desk {await Waiting(desk, command.Key)} times");
        return wrong;
    }

    private static async Task<int> Waiting(Talk desk, string app) =>
        (await desk.Get("/api/v1/reviews")).Json.GetProperty("reviews").EnumerateArray().Count(r => r.GetProperty("app").GetString() == app);
}

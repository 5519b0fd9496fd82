using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Calls;

/// <summary>Calls of a running host, recorded there, replayed there, and in a process that knows nothing of it.</summary>
public sealed class RecordingTests(SharedHosts hosts, ITestOutputHelper output)
{
    /// <summary>A firm whose installs other tests leave alone, and one with a leader and a worker.</summary>
    private const string Firm = "mkt_dev_sme2", Staffed = "mkt_dev_sme";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static bool Nightly => Environment.GetEnvironmentVariable("NIGHTLY") == "1";

    private static int Each => Nightly ? 20 : 1;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Every_function_of_every_app_is_replayed_to_the_byte_here_and_elsewhere(string engine)
    {
        // A host of its own: the firm takes every app of the shop here, and other tests need one that has not.
        await using var host = await RunningHost.Start(engine);
        using var firm = new Talk(host.Address, Firm);
        var folder = Directory.CreateTempSubdirectory("recordings-").FullName;
        try
        {
            // By day PostgreSQL keeps the recordings of one app: how a call is run again does not hang on the store.
            foreach (var app in Apps().Where(app => Nightly || engine == "sqlite" || Path.GetFileName(app) == "tag-to-parameter"))
            {
                await Expect201(firm, Path.GetRelativePath(Path.Combine(Root, "apps"), app));
                var calls = await Calls(firm, app);
                var files = new List<string>();
                foreach (var (invocation, result) in calls)
                {
                    var recording = await firm.Get($"/api/v1/invocations/{invocation}/recording");
                    Assert.True(recording.Status == 200, recording.ToString());
                    Assert.Contains("attachment", recording.Header("Content-Disposition"), StringComparison.Ordinal);
                    await File.WriteAllBytesAsync(Path.Combine(folder, invocation + ".json"), recording.Bytes, Cancel);
                    files.Add(Path.Combine(folder, invocation + ".json"));
                    var replay = Expect.Ok(await firm.Post($"/api/v1/invocations/{invocation}/replay"));
                    Assert.True(replay.GetProperty("verdict").GetString() == "same" && replay.GetProperty("exact").GetBoolean(), replay.ToString());
                    Assert.Equal(replay.GetProperty("recorded").GetProperty("cost").GetProperty("total").GetInt64(), replay.GetProperty("replayed").GetProperty("cost").GetProperty("total").GetInt64());
                    if (result is not null) Assert.Equal(result, replay.GetProperty("replayed").GetProperty("result").GetRawText());
                }
                var (exit, said) = await Mkt(["replay", .. files, "--folder", app, "--json"]);
                Assert.True(exit == 0, said);
                output.WriteLine($"{engine}: {app}: {calls.Count} calls, {calls.Count(static c => c.Result is not null)} of them completed, all the same in a fresh process");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_replay_writes_nothing_and_bills_nobody()
    {
        var (app, firm) = (await ProbeApp.Installed(hosts, "replayed", "sqlite"), await hosts.As(Firm));
        var called = Expect.Ok(await firm.Call(app.Id, "add", new { code = "r", count = 7 }));
        var before = await Told(firm, app.Id);
        for (var times = 0; times < 3; times++)
        {
            var replay = Expect.Ok(await firm.Post($"/api/v1/invocations/{called.GetProperty("invocation").GetString()}/replay"));
            Assert.Equal(called.GetProperty("result").GetRawText(), replay.GetProperty("replayed").GetProperty("result").GetRawText());
        }
        await app.Listed(hosts, version: "1.1.0");
        var newer = Expect.Ok(await firm.Post($"/api/v1/invocations/{called.GetProperty("invocation").GetString()}/replay?version=1.1.0"));
        Assert.Equal(("1.0.0", "1.1.0", "same", false), (newer.GetProperty("recordedVersion").GetString(), newer.GetProperty("version").GetString(), newer.GetProperty("verdict").GetString(), newer.GetProperty("exact").GetBoolean()));
        Assert.Equal(before, await Told(firm, app.Id));
    }

    [Fact]
    public async Task It_is_the_owners_and_a_publisher_needs_the_firms_approval()
    {
        var firm = await hosts.As(Staffed);
        await Expect201(firm, "demo/echo");
        var invocation = Expect.Ok(await firm.Call("demo/echo", "echo", new { name = "someone" })).GetProperty("invocation").GetString();
        var path = $"/api/v1/invocations/{invocation}";
        Expect.Refused(await (await hosts.As("mkt_dev_isv")).Get(path + "/recording"), 403, "recording.approval");
        Expect.Refused(await (await hosts.As("mkt_dev_isv")).Post(path + "/replay"), 403, "recording.approval");
        Expect.Refused(await (await hosts.As("mkt_dev_leader")).Get(path + "/recording"), 403, "role.missing");
        Expect.Refused(await (await hosts.As("mkt_dev_worker")).Post(path + "/replay"), 403, "role.missing");
        Expect.Refused(await (await hosts.As(Firm)).Get(path + "/recording"), 404, "notFound");
        Expect.Refused(await firm.Get("/api/v1/invocations/0000000000aaaaaaaaaaaaaaaa/recording"), 404, "notFound");
        Expect.Refused(await firm.Post(path + "/replay?version=77.0.0"), 404, "notFound");
        Expect.Refused(await firm.Post(path + "/replay?version=a/b"), 404, "notFound");
        var whole = JsonElement.Parse((await firm.Get(path + "/recording")).Bytes);
        var masked = JsonElement.Parse((await firm.Get(path + "/recording?redact=true")).Bytes);
        Assert.Equal((true, false), (whole.GetProperty("exact").GetBoolean(), masked.GetProperty("exact").GetBoolean()));
        Assert.Equal("***", masked.GetProperty("call").GetProperty("user").GetString());
    }

    /// <summary>All that the firm sees of an app: what it used, its calls, its records.</summary>
    private static async Task<string> Told(Talk firm, string app)
    {
        var usage = Expect.Ok(await firm.Get("/api/v1/usage")).GetProperty("apps").EnumerateArray().Single(a => a.GetProperty("app").GetString() == app).GetRawText();
        return $"{usage}\n{(await firm.Get($"/api/v1/installs/{app}/invocations")).Text}\n{(await firm.Get($"/api/v1/installs/{app}/records/note")).Text}";
    }

    /// <summary>Calls each function with inputs of its specs; those that ran have an invocation.</summary>
    private static async Task<List<(string Invocation, string? Result)>> Calls(Talk firm, string folder)
    {
        var app = Path.GetRelativePath(Path.Combine(Root, "apps"), folder).Replace(Path.DirectorySeparatorChar, '/');
        List<(string, string?)> ran = [];
        foreach (var function in Inputs(folder).GroupBy(static one => one.Function).OrderBy(static one => one.Key, StringComparer.Ordinal))
            foreach (var (_, input) in function.DistinctBy(static one => one.Input).Take(Each))
            {
                var reply = await firm.Send("POST", $"/api/v1/installs/{app}/functions/{function.Key}", new ByteArrayContent(Encoding.UTF8.GetBytes(input)) { Headers = { ContentType = new("application/json") } },
                    ("Second-Signature", "HY-002:0000"));
                Assert.True(reply.Status < 500, reply.ToString());
                if (reply.Json.TryGetProperty("invocation", out var invocation) && invocation.GetString() is { Length: > 0 } id)
                    ran.Add((id, reply.Status == 200 ? reply.Result.GetRawText() : null));
            }
        Assert.NotEmpty(ran);
        return ran;
    }

    private static IEnumerable<(string Function, string Input)> Inputs(string folder)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "specs"), "*.spec.json").Order(StringComparer.Ordinal))
        {
            var root = JsonElement.Parse(File.ReadAllBytes(file));
            IEnumerable<JsonElement> specs = root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : [root];
            var steps = specs.SelectMany(static spec => spec.TryGetProperty("steps", out var many) ? [.. many.EnumerateArray()] : (IEnumerable<JsonElement>)[spec]);
            foreach (var call in steps.Select(static s => s.GetProperty("call")))
                yield return (call.GetProperty("function").GetString()!, call.TryGetProperty("input", out var input) ? input.GetRawText() : "null");
        }
    }

    private static async Task Expect201(Talk firm, string app)
    {
        var reply = await firm.Post("/api/v1/installs", new { app = app.Replace(Path.DirectorySeparatorChar, '/'), grants = "all" });
        Assert.True(reply.Status is 200 or 201, reply.ToString());
    }

    private static IEnumerable<string> Apps() => Directory.GetFiles(Path.Combine(Root, "apps"), "app.json", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 })
        .Select(static file => Path.GetDirectoryName(file)!).Order(StringComparer.Ordinal);

    private static async Task<(int Exit, string Said)> Mkt(string[] args)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Root, "sdk", "tool", "bin", here.Parent!.Name, here.Name, "mkt.dll"), .. args])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (said, error) = (process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, await said + await error);
    }

    private static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Marketplace.sln"))) return at.FullName;
        throw new DirectoryNotFoundException("The tests run inside the repository.");
    }
}

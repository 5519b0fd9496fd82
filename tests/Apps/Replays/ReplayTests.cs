using System.Text;
using System.Text.Json;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Invocations.Recordings;
using Marketplace.Domain.Publishing;
using Marketplace.Sandbox;

namespace Marketplace.Tests.Apps.Replays;

/// <summary>Any call of any function of any app comes out of its recording as it went in: the same bytes, the same quantities, here and in
/// a process of its own.</summary>
public sealed class ReplayTests(ITestOutputHelper output)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static int Most => Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 400 : 24;

    public static TheoryData<string> Apps => Packages.FirstParty();

    [Theory, MemberData(nameof(Apps))]
    public async Task Gives_the_same_result_and_bill_here_and_in_a_fresh_process(string folder)
    {
        var package = Packages.Read(folder);
        var drawn = await Drawn(package, seed);
        Assert.Equal(package.Manifest.Functions.Keys.Order(), drawn.Select(static one => one.Call.Function).Distinct().Order());
        using var kernel = new Kernel();
        foreach (var recording in drawn) Same(await Replay.Run(Stored(recording), package, kernel, null, Cancel));
        output.WriteLine($"seed {seed}: {package.Manifest.Id}: {drawn.Count} calls of {package.Manifest.Functions.Count} functions replayed, "
            + $"{drawn.Count(static one => one.End.Verdict == Verdict.Completed)} completed, {drawn.Sum(static one => one.Answers.Count)} answers, {drawn.Sum(static one => one.End.Effects.Count)} effects");
        using var mkt = new Mkt.Mkt();
        var files = drawn.Select((one, i) => File(mkt.Folder, one, i)).ToArray();
        var ending = (await mkt.Run(["replay", .. files, "--folder", Path.Combine(Places.Root, folder), "--json"])).Must(0).Json();
        Assert.Equal(drawn.Count, ending.GetProperty("replays").EnumerateArray().Count(static one => one.GetProperty("verdict").GetString() == "same" && one.GetProperty("exact").GetBoolean()));
    }

    /// <summary>Replays that are nearly right, each kept to be caught.</summary>
    private static readonly Dictionary<string, Func<Recording, ICallRunner, (Recording, ICallRunner)>> wrong = new(StringComparer.Ordinal)
    {
        ["the clock is today's"] = static (one, kernel) => (one with { Call = one.Call with { Now = one.Call.Now.AddDays(40) } }, kernel),
        ["an answer is out of order"] = static (one, kernel) => (one with { Answers = Turned(one.Answers) }, kernel),
        ["an answer is missing"] = static (one, kernel) => (one with { Answers = [.. one.Answers.Take(one.Answers.Count - 1)] }, kernel),
        ["host calls are not counted"] = static (one, kernel) => (one, new Miscounting(kernel, static meter => meter with { Reads = 0 })),
        ["rows are not counted"] = static (one, kernel) => (one, new Miscounting(kernel, static meter => meter with { Rows = 0 })),
        ["the input was written anew"] = static (one, kernel) => (one with { Call = one.Call with { Input = [.. one.Call.Input, (byte)' '] } }, kernel),
        ["the grants are today's"] = static (one, kernel) => (one with { Call = one.Call with { Grants = [] } }, kernel),
        ["another person asks"] = static (one, kernel) => (one with { Call = one.Call with { User = "nobody" } }, kernel),
    };

    private static readonly int seed = Environment.TickCount;

    private static readonly Lazy<Task<List<Recording>>> shared = new(static () => Drawn(Packages.Read("apps/auto/tag-to-parameter"), seed, 120));

    public static TheoryData<string> Wrong => [.. wrong.Keys];

    [Theory, MemberData(nameof(Wrong))]
    public async Task A_wrong_replay_is_caught(string name)
    {
        var package = Packages.Read("apps/auto/tag-to-parameter");
        using var kernel = new Kernel();
        var (caught, drawn) = (0, await shared.Value);
        foreach (var recording in drawn)
        {
            var (tampered, runner) = wrong[name](recording, kernel);
            if ((await Replay.Run(tampered, package, runner, null, Cancel)).Verdict != ReplayReport.Same) caught++;
        }
        output.WriteLine($"seed {seed}: {name}: caught in {caught} of {drawn.Count}");
        Assert.True(caught > 0, $"{name} was not caught from seed {seed}");
    }

    [Fact]
    public async Task Chance_is_replayed_and_a_new_seed_is_caught()
    {
        using var kernel = new Kernel();
        var package = With(Packages.Read("apps/demo/echo"), "export function echo({ input }, ctx) { return [ctx.random(), Math.random(), ctx.now(), new Date().toISOString(), input]; }");
        var recording = Assert.Single((await Draws.Of(package, kernel, new Random(5), 1)).Take(1));
        Same(await Replay.Run(Stored(recording), package, kernel, null, Cancel));
        Assert.Equal(ReplayReport.Different, (await Replay.Run(recording with { Call = recording.Call with { Seed = recording.Call.Seed + 1 } }, package, kernel, null, Cancel)).Verdict);
    }

    [Fact]
    public async Task Another_version_is_told_where_it_differs_and_what_it_asks_more()
    {
        var package = Packages.Read("apps/auto/tag-to-parameter");
        using var kernel = new Kernel();
        foreach (var recording in (await Drawn(package, 7)).Where(static one => one.End.Verdict == Verdict.Completed && one.Answers.Count > 0).Take(5))
        {
            var handler = recording.Call.Handler;
            var alike = await Replay.Run(recording, Around(package, $"export async function {handler}(a, ctx) {{ return await old.{handler}(a, ctx); }}"), kernel, null, Cancel);
            Assert.True(alike is { Verdict: ReplayReport.Different, Exact: false, NotHeld.Count: 0 } && alike.Differences.All(static d => d.Part == "cost"), Say(alike));
            var more = await Replay.Run(recording, Around(package, $"export async function {handler}(a, ctx) {{ await ctx.records.machine.count({{ where: {{ code: 'never' }} }}); return await old.{handler}(a, ctx); }}"), kernel, null, Cancel);
            Assert.True(more.Verdict == ReplayReport.AsksMore && more.NotHeld[0] is { Op: "records.count" } asked && asked.Arguments.Contains("never", StringComparison.Ordinal), Say(more));
            var other = await Replay.Run(recording, Around(package, $"export async function {handler}(a, ctx) {{ return {{ ...(await old.{handler}(a, ctx)), extra: 1 }}; }}"), kernel, null, Cancel);
            Assert.Contains(new ReplayDifference("result", "/extra", "", "1"), other.Differences);
            Assert.Equal(ReplayReport.Gone, (await Replay.Run(recording with { Call = recording.Call with { Function = "away" } }, Around(package, ""), kernel, null, Cancel)).Verdict);
        }
    }

    [Fact]
    public async Task A_masked_recording_holds_no_personal_value_and_says_that_it_is_inexact()
    {
        var package = Packages.Read("apps/auto/piecework");
        var personal = Redaction.Personal(package.Manifest);
        Assert.NotEmpty(personal);
        using var kernel = new Kernel();
        var (values, drawn) = (0, await Drawn(package, 11));
        foreach (var recording in drawn)
        {
            var masked = RecordingJson.Write(Redaction.Of(recording, personal));
            var text = Encoding.UTF8.GetString(masked);
            Assert.False(RecordingJson.Read(masked)!.Exact);
            foreach (var value in recording.Answers.Where(static a => a.Json.Length > 0).SelectMany(a => Personal(JsonElement.Parse(a.Json), personal)).Where(static v => v.Length > 1).Distinct())
            {
                values++;
                Assert.DoesNotContain(JsonSerializer.Serialize(value), text, StringComparison.Ordinal);
                Assert.DoesNotContain(value, text, StringComparison.Ordinal);
            }
        }
        output.WriteLine($"{values} personal values of {string.Join(", ", personal)} in {drawn.Count} recordings are masked");
        Assert.True(values > 0, "no recording held a personal value");
    }

    [Fact]
    public async Task Mkt_tells_a_difference_and_a_file_that_is_no_recording_by_its_exit_code()
    {
        var package = Packages.Read("apps/auto/tag-to-parameter");
        var recording = (await Drawn(package, 3)).First(static one => one.Answers.Count > 0);
        using var mkt = new Mkt.Mkt();
        var wrongClock = File(mkt.Folder, recording with { Answers = [] });
        Assert.Contains("ASKS MORE", (await mkt.Run("replay", wrongClock, "--folder", Places.TagToParameter)).Must(1).Out, StringComparison.Ordinal);
        var none = Path.Combine(mkt.Folder, "none.json");
        await System.IO.File.WriteAllTextAsync(none, "{}", Cancel);
        Assert.Contains("is no recording", (await mkt.Run("replay", none, "--folder", Places.TagToParameter)).Must(1).Err, StringComparison.Ordinal);
        Assert.Contains("holds no", (await mkt.Run("replay", wrongClock, "--folder", Places.TagToParameter, "--version", "9.9.9")).Must(2).Err, StringComparison.Ordinal);
    }

    private static async Task<List<Recording>> Drawn(Package package, int seed, int most = 0)
    {
        using var kernel = new Kernel();
        return await Draws.Of(package, kernel, new Random(seed), Math.Max(most, Most));
    }

    /// <summary>As it comes back from its file.</summary>
    private static Recording Stored(Recording recording) => RecordingJson.Read(RecordingJson.Write(recording))!;

    private static string File(string folder, Recording recording, int number = 0)
    {
        var path = Path.Combine(folder, $"{number}.recording.json");
        System.IO.File.WriteAllBytes(path, RecordingJson.Write(recording));
        return path;
    }

    private static void Same(ReplayReport report) => Assert.True(report is { Verdict: ReplayReport.Same, Exact: true } && report.Replayed!.Result.AsSpan().SequenceEqual(report.Recorded.Result), Say(report));

    private static string Say(ReplayReport report) =>
        $"{report.App} {report.Function} {report.Verdict}: {string.Join("; ", report.Differences.Select(static d => $"{d.Part} {d.At}: {d.Before} -> {d.After}"))} {string.Join("; ", report.NotHeld)}";

    private static List<RecordedAnswer> Turned(IReadOnlyList<RecordedAnswer> answers) =>
        [.. answers.Select((one, i) => answers[answers.Count - 1 - i] is var other ? one with { Json = other.Json, Rows = other.Rows, Refusal = other.Refusal } : one)];

    private static Package With(Package package, string main) => package with
    {
        Digest = "made-here",
        Script = package.Script with { Digest = "made-here", Modules = new Dictionary<string, string> { ["main.js"] = main } },
    };

    /// <summary>Another version: the app's handlers as they were, one of them inside another.</summary>
    private static Package Around(Package package, string handler)
    {
        var (modules, digest) = (package.Script.Modules.ToDictionary(), $"around-{handler.GetHashCode(StringComparison.Ordinal)}");
        modules["old.js"] = modules["main.js"];
        modules["main.js"] = $"import * as old from './old.js';\n{handler}\n";
        return package with { Digest = digest, Manifest = package.Manifest with { Version = "9.0.0" }, Script = package.Script with { Digest = digest, Modules = modules } };
    }

    private static IEnumerable<string> Personal(JsonElement value, IReadOnlySet<string> names) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(m => names.Contains(m.Name) && m.Value.ValueKind == JsonValueKind.String ? [m.Value.GetString()!] : Personal(m.Value, names)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(item => Personal(item, names)),
        _ => [],
    };

    private sealed class Miscounting(ICallRunner runner, Func<Meter, Meter> wrong) : ICallRunner
    {
        public async Task<Outcome> Run(Script script, Call call, IHostBroker broker, CancellationToken cancel)
        {
            var outcome = await runner.Run(script, call, broker, cancel);
            return outcome with { Meter = wrong(outcome.Meter) };
        }
    }
}

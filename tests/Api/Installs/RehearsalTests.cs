using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Publishing;
using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Installs;

/// <summary>A version is tried on the calls that a firm really made: what would be different is shown, and nothing is done.</summary>
public sealed class RehearsalTests(SharedHosts hosts, ITestOutputHelper output)
{
    private const string Firm = "mkt_dev_sme2";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The limits of the sample characteristic, from its record: a point between two and three sigma is what the changed rule hears and the old one does not.</summary>
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task The_spc_app_with_a_changed_rule_shows_exactly_the_calls_that_it_changes_and_what_each_costs(string engine)
    {
        var (app, firm) = (ProbeApp.Named("spc-rule"), await hosts.As(Firm, engine));
        await Listed(engine, app, Spc(app.Id, "1.0.0", static rules => rules), "1.0.0");
        Expect.Ok(await firm.Post("/api/v1/installs", new { app = app.Id, grants = "all", sampleData = true }), 201);
        var bore = Expect.Ok(await firm.Get($"{app.Path}/records/characteristic?where=" + Uri.EscapeDataString("""{"code":"CC-BORE-52"}"""))).GetProperty("records")[0];
        var limits = Expect.Ok(await firm.Get($"{app.Path}/records/limits/{bore.GetProperty("limits").GetString()}")).GetProperty("figures");
        var (centre, sigma) = (limits.GetProperty("centre").GetDouble(), limits.GetProperty("sigma").GetDouble());
        List<(string Id, bool IsHeard, long Cost)> calls = [];
        foreach (var mean in new[] { 52.009, 52.012, 52.010, 52.007, 52.013, 52.008, 52.011, 52.012 })
        {
            var values = string.Join(' ', new[] { -2, -1, 0, 1, 2 }.Select(step => (mean + step / 1000.0).ToString("0.000", CultureInfo.InvariantCulture)));
            var call = Expect.Ok(await firm.Call(app.Id, "record", new { characteristic = "CC-BORE-52", values }));
            var away = Math.Abs(mean - centre) / sigma;
            calls.Add((call.GetProperty("invocation").GetString()!, away is > 2 and <= 3, call.GetProperty("cost").GetProperty("total").GetInt64()));
        }
        var counted = Expect.Ok(await firm.Call(app.Id, "recordCount", new { characteristic = "P-VIS", inspected = 500, defective = 3 }));
        calls.Add((counted.GetProperty("invocation").GetString()!, false, counted.GetProperty("cost").GetProperty("total").GetInt64()));
        await Recorded(firm, calls[^1].Id);
        await Listed(engine, app, Spc(app.Id, "1.0.1", static rules => rules.Replace("sigmas: sigmas ?? 0", "sigmas: code === 'N1' ? '2' : sigmas ?? 0", StringComparison.Ordinal)), "1.0.1");
        var before = await Told(firm, app.Id);

        // Looking begins nothing, however often.
        for (var look = 0; look < 2; look++) Assert.Equal("rehearsal", Expect.Refused(await firm.Get($"{app.Path}/rehearsal?version=1.0.1"), 404, "notFound").Fact("what"));
        Expect.Ok(await firm.Post($"{app.Path}/rehearsal?version=1.0.1"));
        var seen = await Rests(firm, app, "?version=1.0.1");
        Assert.Equal(before, await Told(firm, app.Id));
        var changed = seen.GetProperty("functions").EnumerateArray().SelectMany(static f => f.GetProperty("calls").EnumerateArray()).ToList();
        output.WriteLine($"{engine}: {calls.Count} calls, {string.Join(", ", changed.Select(static c => $"{c.GetProperty("verdict").GetString()} {c.GetProperty("differences")[0].GetRawText()}"))}; cost {seen.GetProperty("cost").GetRawText()}");
        Assert.Equal(calls.Where(static c => c.IsHeard).Select(static c => c.Id).Order(), changed.Select(static c => c.GetProperty("invocation").GetString()).Order());
        Assert.All(changed, static c => Assert.Equal("changed", c.GetProperty("verdict").GetString()));
        Assert.All(changed, static c => Assert.Contains(c.GetProperty("differences").EnumerateArray(), static d => d.GetProperty("part").GetString() == "result" && d.GetProperty("at").GetString()!.StartsWith("/signals", StringComparison.Ordinal)));
        Assert.Equal((calls.Count - 3, 3, 0, 0, 0), Counts(seen));
        var (cost, paid) = (seen.GetProperty("cost"), calls.Select(static c => c.Cost).Order().ToList());
        Assert.Equal((paid.Sum(), paid[(paid.Count - 1) / 2]), (cost.GetProperty("totalBefore").GetInt64(), cost.GetProperty("medianBefore").GetInt64()));
        Assert.True(cost.GetProperty("totalAfter").GetInt64() > cost.GetProperty("totalBefore").GetInt64(), cost.GetRawText());
        // Kept, with its two versions; once the version is in use there is nothing to rehearse.
        Assert.Equal(("1.0.0", "1.0.1"), (seen.GetProperty("from").GetString(), seen.GetProperty("version").GetString()));
        Expect.Ok(await firm.Post($"{app.Path}/upgrade", new { version = "1.0.1", grants = "all" }));
        Assert.Equal("1.0.1", Expect.Ok(await firm.Get($"{app.Path}/rehearsal")).GetProperty("version").GetString());
        Expect.Pointed(await firm.Get($"{app.Path}/rehearsal?version=1.0.1"), "/version");
    }

    /// <summary>What each function of the probe does on the changed version, and what must therefore be said of its calls.</summary>
    private static readonly Dictionary<string, string> becomes = new(StringComparer.Ordinal)
    {
        ["add"] = "changed", ["total"] = "changed", ["same"] = "newlyRefused", ["ours"] = "newlyFailing", ["deny"] = "same", ["boom"] = "same", ["large"] = "same", ["command"] = "same",
    };

    [Fact]
    public async Task Each_way_in_which_a_call_can_change_has_its_word_and_nothing_is_written_or_billed()
    {
        var (app, firm) = (await ProbeApp.Installed(hosts, "rehearsed"), await hosts.As(Firm));
        Dictionary<string, string> calls = [];
        foreach (var function in becomes.Keys)
        {
            var reply = await firm.Call(app.Id, function, function == "add" ? (object)new { code = "a" } : new { why = "w" });
            calls[reply.Json.GetProperty("invocation").GetString()!] = function;
        }
        await Recorded(firm, calls.Keys.Max(StringComparer.Ordinal)!);
        await Listed("sqlite", app, ProbePackage.Pack(app.Id, "1.0.1", edit: static script => script
            .Replace("ctx.records.note.insert(input) }", "ctx.records.note.insert({ ...input, title: 'new' }) }", StringComparison.Ordinal)
            .Replace("note.count({})", "note.count({ where: { code: 'a' } }) * 100", StringComparison.Ordinal)
            .Replace("function same({ input }) { return input; }", "function same({ input }, ctx) { return ctx.refuse('probe.shut', {}); }", StringComparison.Ordinal)
            .Replace("function ours(_, ctx) { return ctx.user.id; }", "function ours() { throw new Error('new'); }", StringComparison.Ordinal)), "1.0.1");
        var before = await Told(firm, app.Id);
        Expect.Ok(await firm.Post($"{app.Path}/rehearsal"));
        var seen = await Rests(firm, app, "");
        foreach (var function in seen.GetProperty("functions").EnumerateArray())
        {
            var (name, expected) = (function.GetProperty("function").GetString()!, becomes[function.GetProperty("function").GetString()!]);
            Assert.True(function.GetProperty("counts").GetProperty(expected).GetInt32() == 1, function.GetRawText());
            Assert.Equal(name == "total" ? 1 : 0, function.GetProperty("counts").GetProperty("comparedOnToday").GetInt32());
        }
        Assert.Equal(becomes.Count, seen.GetProperty("functions").GetArrayLength());
        // Again, anew: the same is found, and still nothing has happened.
        Expect.Ok(await firm.Post($"{app.Path}/rehearsal?version=1.0.1", key: "again-" + app.Id));
        var again = await Rests(firm, app, "");
        Assert.Equal(seen.GetProperty("counts").GetRawText(), again.GetProperty("counts").GetRawText());
        Assert.True(again.GetProperty("at").GetDateTimeOffset() > seen.GetProperty("at").GetDateTimeOffset());
        Assert.Equal(again.GetProperty("at").GetRawText(), Expect.Ok(await firm.Post($"{app.Path}/rehearsal?version=1.0.1", key: "again-" + app.Id)).GetProperty("at").GetRawText());
        Expect.Refused(await firm.Post($"{app.Path}/rehearsal?version=9.0.0", key: "again-" + app.Id), 422, "operation.mismatch");
        Assert.Equal(before, await Told(firm, app.Id));
        Expect.Refused(await firm.Get($"{app.Path}/rehearsal?version=7.0.0"), 404, "notFound");
    }

    /// <summary>Rehearsals that do something, each kept to be noticed by what the tests above look at.</summary>
    [Theory]
    [InlineData("add")] // one that writes
    [InlineData("total")] // one that bills
    public async Task A_rehearsal_that_does_something_would_be_noticed(string function)
    {
        var (app, firm) = (await ProbeApp.Installed(hosts, "noticed"), await hosts.As(Firm));
        var before = await Told(firm, app.Id);
        Expect.Ok(await firm.Call(app.Id, function, new { code = "wrong" }));
        // The line of a call that only reads joins the next batch.
        for (var look = 0; look < 100 && await Told(firm, app.Id) == before; look++) await Task.Delay(50, Cancel);
        Assert.NotEqual(before, await Told(firm, app.Id));
    }

    private async Task Listed(string engine, ProbeApp app, byte[] package, string version)
    {
        var published = await (await hosts.As("mkt_dev_isv", engine)).Bytes("/api/v1/releases", package, "application/zip");
        Assert.True(published.Status == 201, published.ToString());
        Expect.Ok(await app.Decide(await hosts.As("mkt_dev_operator", engine), version, new { decision = "list" }));
    }

    /// <summary>A recording is written a moment after its call.</summary>
    private static async Task Recorded(Talk firm, string invocation) => Assert.Equal(200, (await firm.Get($"/api/v1/invocations/{invocation}/recording")).Status);

    private static async Task<JsonElement> Rests(Talk firm, ProbeApp app, string query)
    {
        for (var look = 0; look < 600; look++)
        {
            var facts = Expect.Ok(await firm.Get($"{app.Path}/rehearsal{query}"));
            if (facts.GetProperty("state").GetString() != "running") return facts;
            await Task.Delay(50, Cancel);
        }
        throw new TimeoutException("It never came to rest.");
    }

    private static (int, int, int, int, int) Counts(JsonElement seen)
    {
        int Of(string name) => seen.GetProperty("counts").GetProperty(name).GetInt32();
        return (Of("same"), Of("changed"), Of("newlyRefused"), Of("newlyFailing"), Of("untold"));
    }

    /// <summary>All that the firm sees of an app: what it used, its calls, its records, its state.</summary>
    private static async Task<string> Told(Talk firm, string app)
    {
        var told = new StringBuilder();
        foreach (var used in Expect.Ok(await firm.Get("/api/v1/usage")).GetProperty("apps").EnumerateArray().Where(a => a.GetProperty("app").GetString() == app)) told.Append(used.GetRawText());
        told.Append((await firm.Get($"/api/v1/installs/{app}/invocations?limit=200")).Text).Append((await firm.Get($"/api/v1/installs/{app}")).Text);
        foreach (var entity in new[] { "note", "subgroup", "signal", "characteristic", "change" }) if (await firm.Get($"/api/v1/installs/{app}/records/{entity}") is { Status: 200 } rows) told.Append(rows.Text);
        return told.ToString();
    }

    /// <summary>The SPC app of the repository under another name, its rules as they are or changed; without its specs, which would notice.</summary>
    private static byte[] Spc(string id, string version, Func<string, string> rules)
    {
        var folder = Directory.CreateTempSubdirectory("spc-");
        try
        {
            var from = Path.Combine(Root, "apps", "auto", "spc");
            foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories).Where(static f => !f.EndsWith(".spec.json", StringComparison.Ordinal)))
            {
                var to = Path.Combine(folder.FullName, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(file, to);
            }
            var (manifest, lib) = (Path.Combine(folder.FullName, "app.json"), Path.Combine(folder.FullName, "lib", "rules.js"));
            var json = JsonNode.Parse(File.ReadAllText(manifest))!;
            (json["id"], json["version"]) = (id, version);
            File.WriteAllText(manifest, json.ToJsonString());
            var text = File.ReadAllText(lib);
            if (version != "1.0.0") Assert.NotEqual(text, rules(text));
            File.WriteAllText(lib, rules(text));
            var reading = PackageReader.FromFolder(folder.FullName);
            Assert.True(reading.Package is not null, string.Join("; ", reading.Findings.Select(f => $"{f.File}:{f.Line} {f.Message}")));
            return PackageWriter.Pack(reading.Package, null);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Marketplace.sln"))) return at.FullName;
        throw new DirectoryNotFoundException("The tests run inside the repository.");
    }
}

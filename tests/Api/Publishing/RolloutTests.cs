using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Publishing;

/// <summary>A version comes to a share of the installs first, halts by itself when it fails, and goes on when somebody says so.</summary>
public sealed class RolloutTests(SharedHosts hosts)
{
    /// <summary>Two firms of one brain, and their owners' tokens.</summary>
    private const string In = "qiaotou", Out = "hongyan", InToken = "mkt_dev_sme2", OutToken = "mkt_dev_sme";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task It_is_offered_to_its_share_halts_when_it_fails_and_goes_on_to_all(string engine)
    {
        var (isv, desk, first, last) = (await hosts.As("mkt_dev_isv", engine), await hosts.As("mkt_dev_operator", engine), await hosts.As(InToken, engine), await hosts.As(OutToken, engine));
        var app = Enumerable.Range(1, 10_000).Select(n => new ProbeApp($"demo/rolling-{n}r")).First(static a => Place(In, a.Id) is >= 100 and < 1_000 && Place(Out, a.Id) >= 1_000);
        await app.Listed(hosts, engine);
        foreach (var firm in new[] { first, last }) Expect.Ok(await firm.Post("/api/v1/installs", new { app = app.Id, grants = "all" }), 201);
        Expect.Ok(await isv.Bytes("/api/v1/releases", ProbePackage.Pack(app.Id, "1.0.1", edit: static script => script.Replace("return input; }", "throw new Error('new'); }", StringComparison.Ordinal)), "application/zip"), 201);
        Expect.Pointed(await app.Decide(desk, "1.0.1", new { decision = "list", share = 5 }), "/share");
        Assert.Equal(10, Expect.Ok(await app.Decide(desk, "1.0.1", new { decision = "list", share = 10 })).GetProperty("rollout").GetProperty("share").GetInt32());

        // The shelf and who is not in the share see nothing of it.
        Assert.Equal("1.0.0", Expect.Ok(await last.Get($"/api/v1/apps/{app.Id}")).GetProperty("card").GetProperty("version").GetString());
        Assert.Null(Offered(Expect.Ok(await last.Get($"{app.Path}/upgrade"))));
        Expect.Refused(await last.Post($"{app.Path}/upgrade", new { version = "1.0.1", grants = "all" }), 404, "notFound");
        Assert.Equal("1.0.1", Offered(Expect.Ok(await first.Get($"{app.Path}/upgrade"))));
        Expect.Ok(await first.Post($"{app.Path}/upgrade", new { grants = "all" }));

        // Four failures are no reason, nor are many calls that are answered; the others' calls are held against it.
        for (var i = 0; i < 30; i++) Expect.Ok(await last.Call(app.Id, "same", new { i }));
        for (var i = 0; i < 24; i++) Assert.Equal(i < 4 ? 422 : 200, (await first.Call(app.Id, i < 4 ? "same" : "total", new { i })).Status);
        var stand = Expect.Ok(await isv.Get($"{Rollout(app)}?brain=auto"));
        Assert.Equal(("", 24, 4, 1, 1, 2), (Halted(stand), Number(stand, "tally", "calls"), Number(stand, "tally", "failed"), Number(stand, "offered"), Number(stand, "taken"), Number(stand, "installs")));
        Assert.Equal(30, Number(stand, "tally", "otherCalls"));
        for (var i = 0; i < 4; i++) await first.Call(app.Id, "same", new { i });
        stand = Expect.Ok(await desk.Get(Rollout(app)));
        Assert.Equal(("errors", 8), (Halted(stand), Number(stand, "tally", "failed")));
        Expect.Ok(await first.Post($"{app.Path}/rollback"));
        Assert.Null(Offered(Expect.Ok(await first.Get($"{app.Path}/upgrade"))));

        // On again by the publisher, then to all.
        Expect.Refused(await last.Post($"{Rollout(app)}", new { share = 10 }), 403, "namespace.notYours");
        Assert.Equal("", Halted(Expect.Ok(await isv.Post($"{Rollout(app)}?brain=auto", new { share = 10 }))));
        Assert.Equal("1.0.1", Offered(Expect.Ok(await first.Get($"{app.Path}/upgrade"))));
        Expect.Ok(await desk.Post(Rollout(app), new { share = 100 }));
        Assert.Equal("1.0.1", Offered(Expect.Ok(await last.Get($"{app.Path}/upgrade"))));
        Assert.Equal("1.0.1", Expect.Ok(await last.Get($"/api/v1/apps/{app.Id}")).GetProperty("card").GetProperty("version").GetString());
        Assert.Equal("listed", Expect.Refused(await desk.Post(Rollout(app), new { share = 10 }), 409, "conflict.state").Fact("state"));

        // A firm that pins is told of nothing, until it is told again.
        Assert.Null(Offered(Expect.Ok(await last.Put($"{app.Path}/channel", new { channel = "pinned" }))));
        Assert.Null(Offered(Expect.Ok(await last.Get($"{app.Path}/upgrade"))));
        Assert.Equal("1.0.1", Offered(Expect.Ok(await last.Put($"{app.Path}/channel", new { channel = "auto" }))));
        Expect.Pointed(await last.Put($"{app.Path}/channel", new { channel = "weekly" }), "/channel");
    }

    [Fact]
    public async Task The_server_takes_no_number_below_a_published_one_and_a_refused_try_makes_no_patch_of_a_change()
    {
        var (app, isv, desk) = (ProbeApp.Named("numbers"), await hosts.As("mkt_dev_isv"), await hosts.As("mkt_dev_operator"));
        await app.Listed(hosts);
        await app.Listed(hosts, version: "1.2.0");
        var low = Expect.Refused(await isv.Bytes("/api/v1/releases", app.Pack("1.1.0"), "application/zip"), 422, "release.version");
        Assert.Equal(("1.2.0", "1.2.1"), (low.Fact("published"), low.Fact("least")));
        // A function more is MINOR: a patch with it is an error, and so is the patch after that.
        foreach (var version in new[] { "1.2.1", "1.2.2" })
        {
            var tried = Expect.Ok(await isv.Bytes("/api/v1/releases", ProbePackage.Pack(app.Id, version, functions: "\"more\": { \"label\": \"function.add\", \"handler\": \"total\", \"readOnly\": true, \"input\": {} },"), "application/zip"), 201);
            Assert.Contains(tried.GetProperty("findings").EnumerateArray(), static f => f.GetProperty("rule").GetString() == "version.lowStep");
            Expect.Refused(await app.Decide(desk, version, new { decision = "list" }), 422, "review.red");
        }
        await app.Listed(hosts, version: "2.0.0");
        await app.Listed(hosts, version: "1.2.3"); // a fix of the older major
        Expect.Refused(await isv.Bytes("/api/v1/releases", app.Pack("1.3.0"), "application/zip"), 422, "release.version");
    }

    /// <summary>Where a firm's install of an app lies, of 10,000 places.</summary>
    private static ulong Place(string firm, string app) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(app + "\n" + firm))) % 10_000;

    private static string Rollout(ProbeApp app) => $"/api/v1/releases/{app.Id}/1.0.1/rollout";

    private static string? Offered(JsonElement upgrade) => upgrade.GetProperty("offer") is { ValueKind: JsonValueKind.Object } offer ? offer.GetProperty("version").GetString() : null;

    private static string? Halted(JsonElement stand) => stand.GetProperty("rollout").GetProperty("halted").GetString();

    private static int Number(JsonElement stand, params string[] path) => path.Aggregate(stand, static (at, name) => at.GetProperty(name)).GetInt32();
}

using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Probe;

/// <summary>A small app of its own for each test that needs one, packed as <c>mkt</c> packs, published, listed and installed over HTTP.</summary>
internal sealed class ProbeApp(string id)
{
    private static int made;

    /// <summary><c>publisher/app</c>.</summary>
    public string Id => id;

    /// <summary>Where its install's routes begin.</summary>
    public string Path => $"/api/v1/installs/{id}";

    /// <summary>A name that no other test of this run uses. Far apart from each other, or the name check would see look-alikes.</summary>
    public static ProbeApp Named(string word, string publisher = "demo") => new($"{publisher}/{word}-{Interlocked.Increment(ref made)}x{word.Length}");

    /// <summary>Published, listed by the operator of <c>auto</c> and installed for <c>mkt_dev_sme2</c>.</summary>
    public static async Task<ProbeApp> Installed(SharedHosts hosts, string word, string engine = "sqlite", object? order = null)
    {
        var app = Named(word);
        await app.Listed(hosts, engine);
        var installed = await (await hosts.As("mkt_dev_sme2", engine)).Post("/api/v1/installs", order ?? new { app = app.Id, grants = "all" });
        Assert.True(installed.Status == 201, installed.ToString());
        return app;
    }

    /// <summary>Published and listed in <c>auto</c>.</summary>
    public async Task Listed(SharedHosts hosts, string engine = "sqlite", string version = "1.0.0")
    {
        var published = await (await hosts.As("mkt_dev_isv", engine)).Bytes("/api/v1/releases", Pack(version), "application/zip");
        Assert.True(published.Status == 201, published.ToString());
        var listed = await Decide(await hosts.As("mkt_dev_operator", engine), version, new { decision = "list" });
        Assert.True(listed.Status == 200, listed.ToString());
    }

    /// <summary>The operator's word on a version.</summary>
    public Task<Reply> Decide(Talk desk, string version, object decision) => desk.Post($"/api/v1/reviews/{id}/{version}/decision", decision);

    /// <summary>The package. <paramref name="more"/> goes into main.js, so that other words give other bytes.</summary>
    public byte[] Pack(string version = "1.0.0", string more = "", string sectors = "\"auto\"") => ProbePackage.Pack(id, version, more, sectors);
}

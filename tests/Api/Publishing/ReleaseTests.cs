using System.IO.Compression;
using System.Text;
using Marketplace.Tests.Api.Probe;
using Xunit;

namespace Marketplace.Tests.Api.Publishing;

/// <summary>Publishing a package.</summary>
public sealed class ReleaseTests(SharedHosts hosts)
{
    private const string Zip = "application/zip";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_published_package_waits_in_review_under_its_digest(string engine)
    {
        var app = ProbeApp.Named("waits");
        var isv = await hosts.As("mkt_dev_isv", engine);
        var published = await isv.Bytes("/api/v1/releases", app.Pack(), Zip);
        var facts = Expect.Ok(published, 201);
        Assert.Equal($"/api/v1/releases/{app.Id}/1.0.0", published.Header("Location"));
        Assert.Equal("inReview", facts.GetProperty("state").GetString());
        Assert.Matches("^[0-9a-f]{64}$", facts.GetProperty("digest").GetString());
        Assert.Equal("inReview", facts.GetProperty("brains").GetProperty("auto").GetProperty("state").GetString());
        Assert.Contains(facts.GetProperty("findings").EnumerateArray(), f => f.GetProperty("rule").GetString() == "signature.none");
        var read = Expect.Ok(await isv.Get($"/api/v1/releases/{app.Id}/1.0.0"));
        Assert.Equal(facts.GetProperty("digest").GetString(), read.GetProperty("digest").GetString());
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task The_same_bytes_again_are_the_same_release_and_other_bytes_are_refused(string engine)
    {
        var app = ProbeApp.Named("bytes");
        var isv = await hosts.As("mkt_dev_isv", engine);
        var first = Expect.Ok(await isv.Bytes("/api/v1/releases", app.Pack(), Zip), 201);
        var again = await isv.Bytes("/api/v1/releases", app.Pack(), Zip);
        Assert.Equal(200, again.Status);
        Assert.Equal(first.GetProperty("digest").GetString(), again.Json.GetProperty("digest").GetString());
        var changed = await isv.Bytes("/api/v1/releases", app.Pack(more: "// one more word\n"), Zip);
        Assert.Equal(first.GetProperty("digest").GetString(), Expect.Refused(changed, 409, "conflict.releaseBytes").Fact("digest"));
        var kept = Expect.Ok(await isv.Get($"/api/v1/releases/{app.Id}/1.0.0"));
        Assert.Equal(first.GetProperty("digest").GetString(), kept.GetProperty("digest").GetString());
    }

    [Fact]
    public async Task Fifty_publications_of_one_number_make_one_release()
    {
        var app = ProbeApp.Named("race");
        var isv = await hosts.As("mkt_dev_isv");
        var packages = Enumerable.Range(0, 50).Select(n => app.Pack(more: $"// {n % 2}\n")).ToList();
        var replies = await Task.WhenAll(packages.Select(bytes => isv.Bytes("/api/v1/releases", bytes, Zip)));
        var digests = replies.Where(r => r.Status is 200 or 201).Select(r => r.Json.GetProperty("digest").GetString()).Distinct();
        Assert.Single(digests);
        Assert.Equal(1, replies.Count(r => r.Status == 201));
        Assert.Equal(25, replies.Count(r => r.Status == 409 && r.Code == "conflict.releaseBytes"));
    }

    [Fact]
    public async Task A_refused_number_is_not_free_again()
    {
        var app = ProbeApp.Named("spent");
        var isv = await hosts.As("mkt_dev_isv");
        Expect.Ok(await isv.Bytes("/api/v1/releases", app.Pack(), Zip), 201);
        Expect.Ok(await app.Decide(await hosts.As("mkt_dev_operator"), "1.0.0", new { decision = "refuse", rules = new[] { "spec.none" } }));
        Expect.Refused(await isv.Bytes("/api/v1/releases", app.Pack(more: "// mended\n"), Zip), 409, "conflict.releaseBytes");
        Expect.Ok(await isv.Bytes("/api/v1/releases", app.Pack("1.0.1", "// mended\n"), Zip), 201);
    }

    [Fact]
    public async Task Only_who_holds_the_namespace_publishes_into_it()
    {
        var elsewhere = ProbeApp.Named("foreign", "somebody");
        Expect.Refused(await (await hosts.As("mkt_dev_isv")).Bytes("/api/v1/releases", elsewhere.Pack(), Zip), 403, "namespace.notYours");
        var ours = ProbeApp.Named("stolen");
        foreach (var token in new[] { "mkt_dev_sme", "mkt_dev_operator", "mkt_dev_chain" })
            Expect.Refused(await (await hosts.As(token)).Bytes("/api/v1/releases", ours.Pack(), Zip), 403, "namespace.notYours");
    }

    [Fact]
    public async Task What_is_no_package_is_refused_with_its_fault()
    {
        var isv = await hosts.As("mkt_dev_isv");
        Expect.Refused(await isv.Bytes("/api/v1/releases", "{}"u8.ToArray()), 415, "input.contentType");
        Expect.Refused(await isv.Bytes("/api/v1/releases", "no zip at all"u8.ToArray(), Zip), 422, "release.invalid");
        Expect.Refused(await isv.Bytes("/api/v1/releases", [], Zip), 422, "release.invalid");
        Assert.Equal("app.json", Expect.Refused(await isv.Bytes("/api/v1/releases", Zipped(("readme", "x")), Zip), 422, "release.invalid").Fact("file"));
        Expect.Refused(await isv.Bytes("/api/v1/releases", Zipped(("app.json", "{\"id\": ")), Zip), 422, "release.invalid");
        Expect.Refused(await isv.Bytes("/api/v1/releases", Zipped(("app.json", """{"id":"Demo/Loud","version":"1.0.0"}""")), Zip), 422, "release.invalid");
        Expect.Refused(await isv.Bytes("/api/v1/releases", Zipped(("app.json", """{"id":"demo/none","version":"1.0.0+build"}""")), Zip), 422, "release.invalid");
        Expect.Refused(await isv.Bytes("/api/v1/releases", Zipped(("app.json", """{"id":"demo/none","version":"1.0.0"}""")), Zip), 422, "release.invalid");
        var cut = ProbeApp.Named("cut").Pack();
        Expect.Refused(await isv.Bytes("/api/v1/releases", cut[..(cut.Length / 2)], Zip), 422, "release.invalid");
    }

    [Fact]
    public async Task A_package_over_twenty_megabytes_is_too_large()
    {
        var isv = await hosts.As("mkt_dev_isv");
        Expect.Refused(await isv.Bytes("/api/v1/releases", new byte[20 * 1_048_576 + 1], Zip), 413, "release.tooLarge");
    }

    [Fact]
    public async Task An_unknown_release_is_not_there()
    {
        var isv = await hosts.As("mkt_dev_isv");
        Expect.Refused(await isv.Get("/api/v1/releases/demo/echo/9.9.9"), 404, "notFound");
        Expect.Refused(await isv.Get("/api/v1/releases/demo/echo/Not-A-Version"), 404, "notFound");
        Expect.Refused(await isv.Get("/api/v1/releases/Demo/echo/1.0.0"), 404, "notFound");
    }

    private static byte[] Zipped(params (string Path, string Text)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (path, text) in entries)
                using (var entry = zip.CreateEntry(path).Open()) entry.Write(Encoding.UTF8.GetBytes(text));
        return stream.ToArray();
    }
}

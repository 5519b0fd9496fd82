using Marketplace.Tests.Api.Probe;
using Xunit;

namespace Marketplace.Tests.Api.Publishing;

/// <summary>A namespace is claimed, proved, and only then published into.</summary>
public sealed class NamespaceTests(SharedHosts hosts)
{
    private const string Zip = "application/zip";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Is_proved_before_the_first_publication(string engine)
    {
        var (isv, desk) = (await hosts.As("mkt_dev_isv", engine), await hosts.As("mkt_dev_operator", engine));
        var app = ProbeApp.Named("first", "newcomer");
        Expect.Refused(await isv.Bytes("/api/v1/releases", app.Pack(), Zip), 403, "namespace.notYours");
        Expect.Refused(await isv.Get("/api/v1/publishers/newcomer"), 404, "notFound");
        var claim = Expect.Ok(await isv.Post("/api/v1/publishers/newcomer/claim", new { name = "新来软件", evidence = "newcomer.example" }));
        Assert.Equal("claimed", claim.GetProperty("state").GetString());
        Expect.Refused(await isv.Bytes("/api/v1/releases", app.Pack(), Zip), 403, "namespace.notYours");
        Expect.Refused(await isv.Post("/api/v1/publishers/newcomer/prove", new { }), 403, "role.missing");
        Assert.Equal("proved", Expect.Ok(await desk.Post("/api/v1/publishers/newcomer/prove", new { remark = "rang them" })).GetProperty("state").GetString());
        Expect.Ok(await isv.Bytes("/api/v1/releases", app.Pack(), Zip), 201);
        Assert.Equal(1, Expect.Ok(await isv.Get("/api/v1/publishers/newcomer")).GetProperty("releases").GetInt32());
    }

    [Fact]
    public async Task Is_not_taken_from_its_holder_nor_given_to_who_may_not_publish()
    {
        var isv = await hosts.As("mkt_dev_isv");
        Expect.Refused(await (await hosts.As("mkt_dev_sme")).Post("/api/v1/publishers/demo/claim", new { name = "Somebody" }), 403, "role.missing");
        Expect.Refused(await isv.Post("/api/v1/publishers/admin/claim", new { name = "Somebody" }), 403, "namespace.notYours");
        Expect.Refused(await (await hosts.As("mkt_dev_operator")).Post("/api/v1/publishers/nobody-yet/prove", new { }), 404, "notFound");
        Expect.Refused(await isv.Post("/api/v1/publishers/No-Slug/claim", new { name = "Somebody" }), 404, "notFound");
    }

    [Fact]
    public async Task Is_claimed_with_a_name_and_a_credit_code_that_hold()
    {
        var isv = await hosts.As("mkt_dev_isv");
        Expect.Pointed(await isv.Post("/api/v1/publishers/careless/claim", new { name = "x" }), "/name");
        Expect.Pointed(await isv.Post("/api/v1/publishers/careless/claim", new { name = "某某软件", creditCode = "91350100M000100Y44" }), "/creditCode");
        Expect.Pointed(await isv.Post("/api/v1/publishers/careless/claim", new { name = "某某软件", unknown = 1 }), "/unknown");
        Expect.Ok(await isv.Post("/api/v1/publishers/careful/claim", new { name = "某某软件", creditCode = "91350100M000100Y43" }));
    }
}

using Marketplace.Tests.Api.Probe;
using Xunit;

namespace Marketplace.Tests.Api.Shop;

/// <summary>What a firm sees in the shop of its brain.</summary>
public sealed class ShopTests(SharedHosts hosts)
{
    private const string Scanner = "auto/tag-to-parameter";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Shows_the_apps_of_ones_own_brain_and_no_others(string engine)
    {
        var auto = await Apps(await hosts.As("mkt_dev_sme", engine), "");
        Assert.Contains(Scanner, auto);
        var hardware = await Apps(await hosts.As("mkt_dev_hardware", engine), "");
        Assert.Contains("demo/echo", hardware);
        Assert.DoesNotContain(Scanner, hardware);
    }

    [Fact]
    public async Task Describes_an_app_with_what_it_touches_and_costs()
    {
        var app = Expect.Ok(await (await hosts.As("mkt_dev_sme")).Get($"/api/v1/apps/{Scanner}"));
        Assert.Equal("1.0.0", app.GetProperty("card").GetProperty("version").GetString());
        var touch = app.GetProperty("touches").EnumerateArray().Single(t => t.GetProperty("scope").GetString() == "invoke:device.command");
        Assert.All(["zh-CN", "en"], culture => Assert.NotEqual("", touch.GetProperty("purpose").GetProperty(culture).GetString()));
        Assert.Equal(2000, app.GetProperty("card").GetProperty("plans")[0].GetProperty("price").GetInt64());
        Assert.Matches("^[0-9a-f]{64}$", app.GetProperty("digest").GetString());
    }

    [Fact]
    public async Task Knows_nothing_of_an_app_that_only_another_brain_lists()
    {
        var hardware = await hosts.As("mkt_dev_hardware");
        var elsewhere = Expect.Refused(await hardware.Get($"/api/v1/apps/{Scanner}"), 404, "notFound");
        var nowhere = Expect.Refused(await hardware.Get("/api/v1/apps/auto/no-such-app"), 404, "notFound");
        Assert.Equal(nowhere.Json.GetProperty("facts").GetRawText(), elsewhere.Json.GetProperty("facts").GetRawText());
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Turns_pages_without_losing_or_doubling_an_app(string engine)
    {
        foreach (var word in new[] { "page-a", "page-b", "page-c" }) await ProbeApp.Named(word).Listed(hosts, engine);
        var firm = await hosts.As("mkt_dev_sme", engine);
        var (seen, after) = (new List<string>(), "");
        do
        {
            var page = Expect.Ok(await firm.Get($"/api/v1/apps?q=page-&limit=1&after={Uri.EscapeDataString(after)}"));
            seen.AddRange(page.GetProperty("apps").EnumerateArray().Select(a => a.GetProperty("app").GetString()!));
            after = page.GetProperty("next").GetString()!;
        }
        while (after.Length > 0);
        Assert.Equal(3, seen.Count);
        Assert.Equal(seen.Order(StringComparer.Ordinal), seen.Distinct());
    }

    [Fact]
    public async Task Filters_by_sector_category_and_words()
    {
        var firm = await hosts.As("mkt_dev_sme");
        Assert.Contains(Scanner, await Apps(firm, "?sector=auto&category=equipment"));
        Assert.DoesNotContain("demo/echo", await Apps(firm, "?category=equipment"));
        Assert.Equal([Scanner], await Apps(firm, "?q=" + Uri.EscapeDataString("扫码 防错")));
        Assert.Empty(await Apps(firm, "?sector=no-such-sector"));
    }

    [Fact]
    public async Task Shows_the_operators_collections()
    {
        var collections = Expect.Ok(await (await hosts.As("mkt_dev_sme")).Get("/api/v1/collections")).GetProperty("collections");
        Assert.Contains(Scanner, collections[0].GetProperty("apps").EnumerateArray().Select(a => a.GetString()));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=-1")]
    [InlineData("limit=one")]
    public async Task Refuses_a_page_size_that_is_none(string query) =>
        Expect.Pointed(await (await hosts.As("mkt_dev_sme")).Get("/api/v1/apps?" + query), "?limit");

    [Fact]
    public async Task Does_not_open_another_brains_shop_to_a_firm_or_an_operator()
    {
        Expect.Refused(await (await hosts.As("mkt_dev_sme")).Get("/api/v1/apps?brain=hardware"), 404, "notFound");
        Expect.Refused(await (await hosts.As("mkt_dev_operator")).Get("/api/v1/apps?brain=hardware"), 404, "notFound");
        Expect.Pointed(await (await hosts.As("mkt_dev_isv")).Get("/api/v1/apps"), "?brain");
        Expect.Ok(await (await hosts.As("mkt_dev_isv")).Get("/api/v1/apps?brain=hardware"));
    }

    private static async Task<List<string>> Apps(Running.Talk firm, string query)
    {
        var page = Expect.Ok(await firm.Get("/api/v1/apps" + query));
        return [.. page.GetProperty("apps").EnumerateArray().Select(a => a.GetProperty("app").GetString()!)];
    }
}

using System.Text.Json;
using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Records;

/// <summary>Queries over records by the address line.</summary>
public sealed class QueryTests(SharedHosts hosts)
{
    private const string Firm = "mkt_dev_sme2";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Finds_orders_selects_and_turns_pages_without_losing_or_doubling_a_record(string engine)
    {
        var app = await ProbeApp.Installed(hosts, "query", engine);
        var firm = await hosts.As(Firm, engine);
        for (var n = 0; n < 25; n++)
            Expect.Ok(await firm.Call(app.Id, "add", new { code = $"c{n:D2}", count = n % 5 }));
        Assert.Equal(5, Count(await firm.Get(Query(app, """{"count":3}"""))));
        Assert.Equal(10, Count(await firm.Get(Query(app, """{"count":{"gte":1,"lte":2}}"""))));
        Assert.Equal(15, Count(await firm.Get(Query(app, """{"or":[{"count":{"in":[0,1]}},{"not":{"count":{"ne":4}}}]}"""))));
        Assert.Equal(10, Count(await firm.Get(Query(app, """{"code":{"startsWith":"c1"}}"""))));
        Assert.Equal(25, Count(await firm.Get(Query(app, """{"title":{"isNull":true}}"""))));
        var (seen, after) = (new List<(int, string)>(), "");
        do
        {
            var page = Expect.Ok(await firm.Get($"{app.Path}/records/note?orderBy=-count,code&limit=4&select=code,count&after={after}"));
            foreach (var record in page.GetProperty("records").EnumerateArray())
                seen.Add((record.GetProperty("count").GetInt32(), record.GetProperty("code").GetString()!));
            after = page.GetProperty("next").GetString()!;
        }
        while (after.Length > 0);
        Assert.Equal(25, seen.Count);
        Assert.Equal(seen.OrderByDescending(s => s.Item1).ThenBy(s => s.Item2, StringComparer.Ordinal), seen);
        Assert.Equal(25, seen.Distinct().Count());
    }

    [Theory]
    [InlineData("where={\"nosuch\":1}", "/where/nosuch")]
    [InlineData("where={\"count\":\"one\"}", "/where/count")]
    [InlineData("where={\"count\":{\"like\":1}}", "/where/count/like")]
    [InlineData("where={\"and\":[{\"count\":1},{\"nosuch\":1}]}", "/where/and/1/nosuch")]
    [InlineData("where=[1]", "/where")]
    [InlineData("where={", "?where")]
    [InlineData("orderBy=nosuch", "/orderBy/0")]
    [InlineData("orderBy=count,-nosuch", "/orderBy/1")]
    [InlineData("orderBy=data", "/orderBy/0")]
    [InlineData("select=code,nosuch", "/select/1")]
    [InlineData("after=nonsense", "/after")]
    [InlineData("limit=0", "?limit")]
    [InlineData("limit=many", "?limit")]
    [InlineData("limit=1001", "?limit")]
    [InlineData("whre={}", "?whre")]
    public async Task What_cannot_be_asked_is_refused_at_its_place(string query, string pointer)
    {
        var reply = await (await hosts.As("mkt_dev_sme")).Get($"/api/v1/installs/auto/tag-to-parameter/records/download?{Mapped(query)}");
        Expect.Pointed(reply, pointer.Replace("count", "changeover").Replace("code", "machineCode"), "query.invalid");
    }

    [Fact]
    public async Task A_cursor_of_another_order_is_refused()
    {
        var firm = await hosts.As("mkt_dev_sme");
        const string tags = "/api/v1/installs/auto/tag-to-parameter/records/tag";
        var next = Expect.Ok(await firm.Get($"{tags}?limit=2&orderBy=scheme,lot")).GetProperty("next").GetString();
        Expect.Pointed(await firm.Get($"{tags}?limit=2&after={next}"), "/after", "query.invalid");
    }

    private static string Mapped(string query)
    {
        var parts = query.Replace("count", "changeover").Replace("code", "machineCode").Replace("=data", "=setpoints").Split('=', 2);
        return $"{parts[0]}={Uri.EscapeDataString(parts[1])}";
    }

    private static string Query(ProbeApp app, string where) => $"{app.Path}/records/note?where={Uri.EscapeDataString(where)}";

    private static int Count(Reply reply)
    {
        var page = Expect.Ok(reply);
        Assert.Equal(page.GetProperty("records").GetArrayLength(), page.GetProperty("count").GetInt32());
        return page.GetProperty("count").GetInt32();
    }
}

using System.Text;
using Xunit;

namespace Marketplace.Tests.Api.Edge;

/// <summary>What the edge says to requests that no route wants as they are.</summary>
public sealed class RequestTests(SharedHosts hosts)
{
    private const string Echo = "/api/v1/installs/demo/echo/functions/echo";

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data")]
    [InlineData("application/json; charset=utf-16")]
    public async Task A_body_of_another_kind_is_415(string type)
    {
        var firm = await hosts.As("mkt_dev_sme");
        Expect.Refused(await firm.Bytes(Echo, "1"u8.ToArray(), type), 415, "input.contentType");
        Expect.Refused(await firm.Bytes("/api/v1/installs", "{}"u8.ToArray(), type), 415, "input.contentType");
        Expect.Refused(await firm.Send("POST", Echo, null), 415, "input.contentType");
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/cloudevents+json")]
    public async Task Json_by_its_other_names_is_json(string type) =>
        Assert.Equal(1, Expect.Ok(await (await hosts.As("mkt_dev_sme")).Bytes(Echo, "1"u8.ToArray(), type)).GetProperty("result").GetInt32());

    [Fact]
    public async Task A_body_over_its_limit_is_413_told_or_not()
    {
        var firm = await hosts.As("mkt_dev_sme");
        var large = Encoding.UTF8.GetBytes($"\"{new string('x', 1_048_576)}\"");
        Assert.Equal("1048576", Expect.Refused(await firm.Bytes(Echo, large), 413, "body.tooLarge").Fact("limit"));
        using var untold = new StreamContent(new Untold(large)) { Headers = { { "Content-Type", "application/json" } } };
        Expect.Refused(await firm.Send("POST", Echo, untold), 413, "body.tooLarge");
        var command = Encoding.UTF8.GetBytes($$"""{"app":"{{new string('x', 70_000)}}"}""");
        Expect.Refused(await firm.Bytes("/api/v1/installs", command), 413, "body.tooLarge");
    }

    [Fact]
    public async Task A_body_too_deep_or_too_full_is_400()
    {
        var firm = await hosts.As("mkt_dev_sme");
        Expect.Ok(await firm.Bytes(Echo, Encoding.UTF8.GetBytes(new string('[', 60) + new string(']', 60))));
        Expect.Refused(await firm.Bytes(Echo, Encoding.UTF8.GetBytes(new string('[', 65) + new string(']', 65))), 400, "input.malformed");
        Expect.Refused(await firm.Bytes(Echo, Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat("1", 100_001)) + "]")), 400, "input.malformed");
        Expect.Refused(await firm.Bytes(Echo, [0x22, 0xFF, 0xFE, 0x22]), 400, "input.malformed");
    }

    [Fact]
    public async Task An_unknown_route_is_404_and_a_known_one_under_another_method_is_405()
    {
        var firm = await hosts.As("mkt_dev_sme");
        Expect.Refused(await firm.Get("/api/v1/no-such-thing"), 404, "notFound");
        Expect.Refused(await firm.Get("/api/v2/apps"), 404, "notFound");
        Assert.Equal("GET", Expect.Refused(await firm.Post("/api/v1/apps", new { }), 405, "method.notAllowed").Header("Allow"));
        Assert.Equal("GET, POST", Expect.Refused(await firm.Put("/api/v1/installs", new { }), 405, "method.notAllowed").Header("Allow"));
        Assert.Equal("DELETE, GET, PATCH", Expect.Refused(await firm.Post("/api/v1/installs/demo/echo/records/x/y", new { }), 405, "method.notAllowed").Header("Allow"));
    }

    [Fact]
    public async Task Every_answer_forbids_sniffing_framing_and_foreign_scripts()
    {
        var firm = await hosts.As("mkt_dev_sme");
        foreach (var path in new[] { "/api/v1/apps", "/api/v1/apps/demo/none", "/openapi/v1.json", "/docs", "/health/live", "/" })
        {
            var reply = await firm.Get(path);
            Assert.Equal("nosniff", reply.Header("X-Content-Type-Options"));
            Assert.Contains("frame-ancestors 'none'", reply.Header("Content-Security-Policy"));
            Assert.Equal("", reply.Header("Server"));
        }
    }

    [Fact]
    public async Task A_devices_route_registers_lists_and_takes_readings()
    {
        var (firm, worker) = (await hosts.As("mkt_dev_sme2"), await hosts.As("mkt_dev_worker"));
        var device = Expect.Ok(await firm.Post("/api/v1/devices", new { code = "T-77", name = "量具" }), 201);
        Assert.Equal("qiaotou.t-77", device.GetProperty("id").GetString());
        Assert.StartsWith("mkd_", device.GetProperty("token").GetString(), StringComparison.Ordinal);
        Expect.Refused(await worker.Post("/api/v1/devices", new { code = "T-78", name = "x" }), 403, "role.missing");
        var readings = new { series = "temperature", readings = new[] { new { seq = 1, at = "2026-11-23T08:00:00Z", value = 20.5 }, new { seq = 2, at = "2026-11-23T08:00:01Z", value = 20.75 } } };
        var taken = await firm.Post("/api/v1/devices/T-77/readings", readings);
        Assert.True(taken.Status == 200, taken.ToString());
        Assert.True((await firm.Post("/api/v1/devices/T-77/readings", readings)).Status == 200);
        Assert.Contains("T-77", (await firm.Get("/api/v1/devices")).Text);
        Assert.DoesNotContain("T-77", (await (await hosts.As("mkt_dev_sme")).Get("/api/v1/devices")).Text);
        Assert.True((await firm.Post("/api/v1/devices/NONE-1/readings", readings)).Status is 404 or 422);
    }

    /// <summary>Bytes that do not tell their length beforehand.</summary>
    private sealed class Untold(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}

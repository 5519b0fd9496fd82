using System.Text.Json;
using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Calls;

/// <summary>An Idempotency-Key makes one effect of however many requests.</summary>
public sealed class OperationTests(SharedHosts hosts)
{
    private const string Firm = "mkt_dev_sme2";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Fifty_calls_at_once_under_one_key_are_one_call(string engine)
    {
        var app = await ProbeApp.Installed(hosts, "fifty", engine);
        var firm = await hosts.As(Firm, engine);
        var key = Guid.NewGuid().ToString();
        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => firm.Call(app.Id, "add", new { code = "one" }, key)));
        Assert.All(replies, reply => Expect.Ok(reply));
        Assert.Single(replies.Select(r => r.Text).Distinct());
        Assert.Equal(1, (await firm.Get($"{app.Path}/records/note")).Json.GetProperty("count").GetInt32());
        Assert.Single((await firm.Get($"{app.Path}/invocations")).Json.GetProperty("invocations").EnumerateArray());
        var later = await firm.Call(app.Id, "add", new { code = "one" }, key);
        Assert.Equal((replies[0].Text, "true"), (later.Text, later.Header("Marketplace-Replayed")));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Fifty_installs_and_fifty_inserts_at_once_under_one_key_are_one_each(string engine)
    {
        var app = ProbeApp.Named("fifties");
        await app.Listed(hosts, engine);
        var firm = await hosts.As(Firm, engine);
        var (first, second) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        var installs = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => firm.Post("/api/v1/installs", new { app = app.Id, grants = "all" }, first)));
        Assert.All(installs, reply => Assert.True(reply.Status is 200 or 201, reply.ToString()));
        Assert.Single(installs.Select(r => r.Text).Distinct());
        Assert.Equal(1, installs.Count(r => r.Status == 201));
        var inserts = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => firm.Post($"{app.Path}/records/stamp", new { code = "one" }, second)));
        Assert.All(inserts, reply => Expect.Ok(reply, 201));
        Assert.Single(inserts.Select(r => r.Text).Distinct());
        Assert.Equal(1, (await firm.Get($"{app.Path}/records/stamp")).Json.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task The_same_key_for_something_else_is_a_mismatch_whatever_it_was_used_for()
    {
        var app = await ProbeApp.Installed(hosts, "mismatch");
        var firm = await hosts.As(Firm);
        var key = Guid.NewGuid().ToString();
        Expect.Ok(await firm.Call(app.Id, "same", 1, key));
        Assert.Equal(key, Expect.Refused(await firm.Call(app.Id, "same", 2, key), 422, "operation.mismatch").Fact("operation"));
        Expect.Refused(await firm.Call(app.Id, "deny", 1, key), 422, "operation.mismatch");
        Expect.Refused(await firm.Post("/api/v1/installs", new { app = app.Id, grants = "all" }, key), 422, "operation.mismatch");
        Expect.Refused(await firm.Post($"{app.Path}/records/note", new { code = "x" }, key), 422, "operation.mismatch");
        Expect.Refused(await firm.Post($"{app.Path}/suspend", key: key), 422, "operation.mismatch");
        Expect.Refused(await firm.Put($"{app.Path}/cap", new { monthlyCap = 5 }, key), 422, "operation.mismatch");
    }

    [Fact]
    public async Task Another_firms_key_is_another_key()
    {
        var key = Guid.NewGuid().ToString();
        var mine = Expect.Ok(await (await hosts.As("mkt_dev_sme")).Call("demo/echo", "echo", 1, key));
        var app = await ProbeApp.Installed(hosts, "keys-of-firms");
        var theirs = Expect.Ok(await (await hosts.As(Firm)).Call(app.Id, "same", 2, key));
        Assert.NotEqual(mine.GetProperty("invocation").GetString(), theirs.GetProperty("invocation").GetString());
    }

    [Fact]
    public async Task A_refusal_of_the_app_is_kept_and_one_that_may_turn_is_not()
    {
        var app = await ProbeApp.Installed(hosts, "kept");
        var firm = await hosts.As(Firm);
        var (denied, capped) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        var first = Expect.Refused(await firm.Call(app.Id, "deny", new { why = "no" }, denied), 422, "probe.denied");
        var again = Expect.Refused(await firm.Call(app.Id, "deny", new { why = "no" }, denied), 422, "probe.denied");
        Assert.Equal(first.Json.GetProperty("invocation").GetString(), again.Json.GetProperty("invocation").GetString());
        Assert.Single((await firm.Get($"{app.Path}/invocations")).Json.GetProperty("invocations").EnumerateArray());
        Expect.Ok(await firm.Put($"{app.Path}/cap", new { monthlyCap = 1 }));
        Expect.Refused(await firm.Call(app.Id, "same", 1, capped), 402, "cap.reached");
        Expect.Ok(await firm.Put($"{app.Path}/cap", new { monthlyCap = 900_000_000 }));
        Expect.Ok(await firm.Call(app.Id, "same", 1, capped));
    }

    [Fact]
    public async Task A_read_only_call_repeated_under_its_key_is_the_same_call()
    {
        var app = await ProbeApp.Installed(hosts, "looks");
        var firm = await hosts.As(Firm);
        for (var n = 0; n < 20; n++)
        {
            var key = Guid.NewGuid().ToString();
            var first = Expect.Ok(await firm.Call(app.Id, "total", new { }, key));
            var again = Expect.Ok(await firm.Call(app.Id, "total", new { }, key));
            Assert.Equal(first.GetProperty("invocation").GetString(), again.GetProperty("invocation").GetString());
        }
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task An_operation_tells_how_it_ended_to_its_own_firm_only(string engine)
    {
        var app = await ProbeApp.Installed(hosts, "tells", engine);
        var firm = await hosts.As(Firm, engine);
        var (good, bad, minted) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString(), await firm.Call(app.Id, "same", 1));
        Expect.Ok(await firm.Call(app.Id, "add", new { code = "a" }, good));
        Expect.Refused(await firm.Call(app.Id, "deny", new { why = "no" }, bad), 422, "probe.denied");
        var told = Expect.Ok(await firm.Get($"/api/v1/operations/{good}"));
        Assert.Equal(("completed", good), (told.GetProperty("state").GetString(), told.GetProperty("key").GetString()));
        var refused = Expect.Ok(await firm.Get($"/api/v1/operations/{bad}"));
        Assert.Equal(("refused", "probe.denied"), (refused.GetProperty("state").GetString(), refused.GetProperty("code").GetString()));
        Expect.Ok(await firm.Get($"/api/v1/operations/{minted.Header("Idempotency-Key")}"));
        Expect.Refused(await firm.Get("/api/v1/operations/no-such-key"), 404, "notFound");
        Expect.Refused(await (await hosts.As("mkt_dev_sme", engine)).Get($"/api/v1/operations/{good}"), 404, "notFound");
        var record = Guid.NewGuid().ToString();
        Expect.Ok(await firm.Post($"{app.Path}/records/note", new { code = "b" }, record), 201);
        Assert.Equal("completed", Expect.Ok(await firm.Get($"/api/v1/operations/{record}")).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("two words")]
    [InlineData("a\tb")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        var firm = await hosts.As("mkt_dev_sme");
        var reply = await firm.Send("POST", "/api/v1/installs/demo/echo/functions/echo", JsonContent(), ("Idempotency-Key", key));
        Assert.True(reply.Status == 400, reply.ToString());
    }

    [Fact]
    public async Task A_key_is_one_and_at_most_two_hundred_long()
    {
        var firm = await hosts.As("mkt_dev_sme");
        const string echo = "/api/v1/installs/demo/echo/functions/echo";
        Expect.Ok(await firm.Send("POST", echo, JsonContent(), ("Idempotency-Key", Guid.NewGuid().ToString("n") + new string('k', 168))));
        Expect.Pointed(await firm.Send("POST", echo, JsonContent(), ("Idempotency-Key", new string('k', 201))), "#Idempotency-Key");
        Expect.Pointed(await firm.Send("POST", echo, JsonContent(), ("Idempotency-Key", "a"), ("Idempotency-Key", "b")), "#Idempotency-Key");
    }

    private static ByteArrayContent JsonContent() => new("1"u8.ToArray()) { Headers = { { "Content-Type", "application/json" } } };
}

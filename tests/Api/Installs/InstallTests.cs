using System.Text.Json;
using Marketplace.Tests.Api.Probe;
using Xunit;

namespace Marketplace.Tests.Api.Installs;

/// <summary>Installing, pausing, capping and leaving an app.</summary>
public sealed class InstallTests(SharedHosts hosts)
{
    private const string Firm = "mkt_dev_sme2";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task The_first_time_is_201_and_a_repeat_is_200_with_the_same_receipt(string engine)
    {
        var app = ProbeApp.Named("receipt");
        await app.Listed(hosts, engine);
        var firm = await hosts.As(Firm, engine);
        var (key, order) = (Guid.NewGuid().ToString(), new { app = app.Id, version = "1.0.0", grants = "all", monthlyCap = 5_000_000, sampleData = false });
        var first = await firm.Post("/api/v1/installs", order, key);
        var receipt = Expect.Ok(first, 201);
        Assert.Equal(key, first.Header("Idempotency-Key"));
        Assert.Equal(app.Path, first.Header("Location"));
        Assert.Equal((5_000_000, "active", false), (receipt.GetProperty("monthlyCap").GetInt64(), receipt.GetProperty("state").GetString(), receipt.GetProperty("sampleData").GetBoolean()));
        Assert.Equal(2, receipt.GetProperty("grants").GetArrayLength());
        foreach (var repeat in new[] { await firm.Post("/api/v1/installs", order, key), await firm.Post("/api/v1/installs", order) })
        {
            Assert.Equal(first.Text, repeat.Text);
            Assert.Equal(200, repeat.Status);
        }
        var facts = Expect.Ok(await firm.Get(app.Path));
        Assert.Equal(receipt.GetProperty("install").GetString(), facts.GetProperty("install").GetString());
        var list = Expect.Ok(await firm.Get("/api/v1/installs")).GetProperty("installs").EnumerateArray();
        Assert.Single(list, i => i.GetProperty("app").GetString() == app.Id);
    }

    [Fact]
    public async Task Grants_are_all_or_a_list_that_holds_what_the_app_needs()
    {
        var app = ProbeApp.Named("grants");
        await app.Listed(hosts);
        var firm = await hosts.As(Firm);
        var missing = await firm.Post("/api/v1/installs", new { app = app.Id, grants = new[] { "invoke:device.command" } });
        Assert.Equal("subscribe:device.topic", Expect.Refused(missing, 403, "grant.missing").Fact("scope"));
        Expect.Refused(await firm.Post("/api/v1/installs", new { app = app.Id }), 403, "grant.missing");
        Expect.Pointed(await firm.Post("/api/v1/installs", new { app = app.Id, grants = new[] { "subscribe:device.topic", "spend:finance.factoring" } }), "/grants");
        Expect.Pointed(await firm.Post("/api/v1/installs", new { app = app.Id, grants = "some" }), "/grants");
        Expect.Pointed(await firm.Post("/api/v1/installs", new { app = app.Id, grants = new object[] { "subscribe:device.topic", 5 } }), "/grants/1");
        Expect.Refused(await firm.Get(app.Path), 404, "notFound");
        var some = Expect.Ok(await firm.Post("/api/v1/installs", new { app = app.Id, grants = new[] { "subscribe:device.topic" } }), 201);
        Assert.Equal(["subscribe:device.topic"], some.GetProperty("grants").EnumerateArray().Select(g => g.GetString()));
        Assert.Equal("invoke:device.command", Expect.Refused(await firm.Call(app.Id, "command", new { a = 1 }), 403, "grant.missing").Fact("scope"));
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_at_its_place()
    {
        var firm = await hosts.As(Firm);
        Expect.Pointed(await firm.Post("/api/v1/installs", new { app = "No/Such", grants = "all" }), "/app");
        Expect.Pointed(await firm.Post("/api/v1/installs", new { app = "demo/echo", grants = "all", monthlyCap = -1 }), "/monthlyCap");
        Expect.Pointed(await firm.Post("/api/v1/installs", new { app = "demo/echo", grants = "all", monthlyCap = 1_000_000_000_001 }), "/monthlyCap");
        Expect.Pointed(await firm.Post("/api/v1/installs", new { app = "demo/echo", grants = "all", monthlyCap = 1.5 }), "/monthlyCap");
        Expect.Pointed(await firm.Post("/api/v1/installs", new { app = 5, grants = "all" }), "/app");
        Expect.Pointed(await firm.Post("/api/v1/installs", new { grants = "all" }), "");
        Expect.Pointed(await firm.Post("/api/v1/installs", "{\"app\":\"demo/echo\",\"app\":\"demo/echo\"}"), "/app");
        Expect.Pointed(await firm.Post("/api/v1/installs", "[]"), "");
        Expect.Refused(await firm.Post("/api/v1/installs", "{\"app\":"), 400, "input.malformed");
        Expect.Refused(await firm.Post("/api/v1/installs", new { app = "demo/no-such-app", grants = "all" }), 404, "notFound");
        Expect.Refused(await firm.Post("/api/v1/installs", new { app = "demo/echo", version = "9.9.9", grants = "all" }), 404, "notFound");
    }

    [Fact]
    public async Task Only_the_owner_installs_and_only_firms_have_installs()
    {
        foreach (var token in new[] { "mkt_dev_leader", "mkt_dev_worker" })
            Expect.Refused(await (await hosts.As(token)).Post("/api/v1/installs", new { app = "demo/echo", grants = "all" }), 403, "role.missing");
        foreach (var token in new[] { "mkt_dev_isv", "mkt_dev_operator", "mkt_dev_analyst" })
            Expect.Refused(await (await hosts.As(token)).Get("/api/v1/installs"), 403, "role.missing");
    }

    [Fact]
    public async Task Another_firms_install_looks_like_none()
    {
        var app = await ProbeApp.Installed(hosts, "theirs");
        foreach (var token in new[] { "mkt_dev_sme", "mkt_dev_hardware" })
        {
            var stranger = await hosts.As(token);
            Assert.Equal("notFound", (await stranger.Get(app.Path)).Code);
            var theirs = await stranger.Call(app.Id, "same", 1);
            var none = await stranger.Call("demo/no-such-app", "same", 1);
            Assert.Equal((none.Status, none.Code, none.Json.GetProperty("facts").GetRawText()), (theirs.Status, theirs.Code, theirs.Json.GetProperty("facts").GetRawText()));
            Expect.Refused(await stranger.Get($"{app.Path}/records/note"), 404, "notFound");
            Expect.Refused(await stranger.Post($"{app.Path}/suspend"), 404, "notFound");
            Expect.Refused(await stranger.Put($"{app.Path}/cap", new { monthlyCap = 1 }), 404, "notFound");
        }
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Pauses_goes_on_and_leaves_with_the_state_named_at_every_wrong_step(string engine)
    {
        var app = await ProbeApp.Installed(hosts, "leaves", engine);
        var (firm, leader) = (await hosts.As(Firm, engine), await hosts.As("mkt_dev_leader", engine));
        Expect.Ok(await firm.Call(app.Id, "add", new { code = "kept" }));
        Assert.Equal("active", Expect.Refused(await firm.Post($"{app.Path}/resume"), 409, "conflict.state").Fact("state"));
        var paused = Expect.Ok(await firm.Post($"{app.Path}/suspend"));
        Assert.Equal(("suspended", "firm"), (paused.GetProperty("state").GetString(), paused.GetProperty("reason").GetString()));
        Assert.Equal("suspended", Expect.Refused(await firm.Call(app.Id, "same", 1), 409, "conflict.state").Fact("state"));
        Assert.Equal("suspended", Expect.Refused(await firm.Post($"{app.Path}/records/note", new { code = "x" }), 409, "conflict.state").Fact("state"));
        Assert.Equal("suspended", Expect.Refused(await firm.Post($"{app.Path}/suspend"), 409, "conflict.state").Fact("state"));
        Expect.Refused(await leader.Post("/api/v1/installs/demo/echo/suspend"), 403, "role.missing");
        Assert.Equal("active", Expect.Ok(await firm.Post($"{app.Path}/resume")).GetProperty("state").GetString());
        Expect.Ok(await firm.Call(app.Id, "same", 1));
        var key = Guid.NewGuid().ToString();
        var gone = await firm.Post($"{app.Path}/uninstall", key: key);
        Assert.Equal("uninstalled", Expect.Ok(gone).GetProperty("state").GetString());
        Assert.Equal(gone.Text, (await firm.Post($"{app.Path}/uninstall", key: key)).Text);
        Expect.Refused(await firm.Call(app.Id, "same", 1), 404, "notFound");
        Expect.Refused(await firm.Get($"{app.Path}/records/note"), 404, "notFound");
        Assert.Equal("uninstalled", Expect.Refused(await firm.Post($"{app.Path}/uninstall"), 409, "conflict.state").Fact("state"));
        Expect.Ok(await firm.Post("/api/v1/installs", new { app = app.Id, grants = "all" }), 201);
        Assert.Equal(1, Expect.Ok(await firm.Call(app.Id, "total", new { })).GetProperty("result").GetInt32());
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_reached_cap_pauses_and_a_raised_one_lets_go_on(string engine)
    {
        var app = await ProbeApp.Installed(hosts, "capped", engine);
        var firm = await hosts.As(Firm, engine);
        var cost = Expect.Cost(Expect.Ok(await firm.Call(app.Id, "same", 1)).GetProperty("cost"));
        Assert.Equal(cost * 3, Expect.Ok(await firm.Put($"{app.Path}/cap", new { monthlyCap = cost * 3 })).GetProperty("monthlyCap").GetInt64());
        Expect.Ok(await firm.Call(app.Id, "same", 1));
        Expect.Ok(await firm.Call(app.Id, "same", 1));
        var over = Expect.Refused(await firm.Call(app.Id, "same", 1), 402, "cap.reached");
        Assert.Equal((cost * 3).ToString(System.Globalization.CultureInfo.InvariantCulture), over.Fact("cap"));
        Assert.Equal(cost * 3, Expect.Ok(await firm.Get(app.Path)).GetProperty("spentThisMonth").GetInt64());
        Expect.Ok(await firm.Put($"{app.Path}/cap", new { monthlyCap = cost * 100 }));
        Expect.Ok(await firm.Call(app.Id, "same", 1));
        Expect.Pointed(await firm.Put($"{app.Path}/cap", new { monthlyCap = -5 }), "/monthlyCap");
        Expect.Pointed(await firm.Put($"{app.Path}/cap", new { monthlyCap = "5" }), "/monthlyCap");
        Expect.Refused(await (await hosts.As("mkt_dev_worker", engine)).Put("/api/v1/installs/demo/echo/cap", new { monthlyCap = 1 }), 403, "role.missing");
    }

    [Fact]
    public async Task No_call_among_many_at_once_passes_the_cap()
    {
        var app = await ProbeApp.Installed(hosts, "crowd");
        var firm = await hosts.As(Firm);
        var cost = Expect.Cost(Expect.Ok(await firm.Call(app.Id, "same", 1)).GetProperty("cost"));
        Expect.Ok(await firm.Put($"{app.Path}/cap", new { monthlyCap = cost * 11 }));
        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => firm.Call(app.Id, "same", 1)));
        Assert.Equal((10, 30), (replies.Count(r => r.Status == 200), replies.Count(r => r is { Status: 402, Code: "cap.reached" })));
        Assert.Equal(cost * 11, Expect.Ok(await firm.Get(app.Path)).GetProperty("spentThisMonth").GetInt64());
    }

    [Fact]
    public async Task Terms_change_while_calls_run_and_no_call_is_refused_for_it()
    {
        var app = await ProbeApp.Installed(hosts, "moving");
        var firm = await hosts.As(Firm);
        var calls = Task.WhenAll(Enumerable.Range(0, 120).Select(n => firm.Call(app.Id, "add", new { code = $"n{n}" })));
        var caps = new List<Running.Reply>();
        for (var n = 0; n < 10; n++) caps.Add(await firm.Put($"{app.Path}/cap", new { monthlyCap = 900_000_000 + n }));
        Assert.All(caps, cap => Expect.Ok(cap));
        Assert.All(await calls, call => Expect.Ok(call));
        Assert.Equal(120, (await firm.Call(app.Id, "total", new { })).Result.GetInt32());
    }

    [Fact]
    public async Task Sample_records_come_with_the_demo_seed_unless_the_firm_says_no()
    {
        var firm = await hosts.As(Firm);
        var receipt = Expect.Ok(await firm.Post("/api/v1/installs", new { app = "auto/tag-to-parameter", grants = "all" }), 201);
        Assert.True(receipt.GetProperty("sampleData").GetBoolean());
        var tags = Expect.Ok(await firm.Get("/api/v1/installs/auto/tag-to-parameter/records/tag?limit=1000"));
        Assert.True(tags.GetProperty("count").GetInt32() >= 300);
        Assert.Equal(JsonValueKind.Array, tags.GetProperty("records").ValueKind);
    }
}

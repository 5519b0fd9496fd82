using System.Globalization;
using System.Text.Json;
using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Calls;

/// <summary>Calling a function: what it answers, what it costs, what it leaves.</summary>
public sealed class CallTests(SharedHosts hosts)
{
    private const string Firm = "mkt_dev_sme2";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Answers_with_result_invocation_and_a_cost_that_the_log_and_the_usage_repeat(string engine)
    {
        var app = await ProbeApp.Installed(hosts, "answers", engine);
        var firm = await hosts.As(Firm, engine);
        var reply = await firm.Call(app.Id, "add", new { code = "a", count = 7 });
        var body = Expect.Ok(reply);
        Assert.Equal(["result", "invocation", "cost"], body.EnumerateObject().Select(m => m.Name));
        var cost = Expect.Cost(body.GetProperty("cost"));
        Assert.True(cost > 2000 && body.GetProperty("cost").GetProperty("publisher").GetInt64() == 2000, reply.ToString());
        Assert.Equal(cost.ToString(CultureInfo.InvariantCulture), reply.Header("Marketplace-Cost"));
        Assert.NotEqual("", reply.Header("Idempotency-Key"));
        Assert.NotEqual("", reply.Header("RateLimit-Policy"));
        var line = Assert.Single(await Log(firm, app, "add"));
        Assert.Equal(body.GetProperty("invocation").GetString(), line.GetProperty("invocation").GetString());
        Assert.Equal(("completed", "", "qiaotou-owner", cost), Line(line));
        Assert.Equal(7, line.GetProperty("input").GetProperty("count").GetInt32());
        Assert.True(line.GetProperty("meter").GetProperty("statements").GetInt64() > 0);
        var usage = Expect.Ok(await firm.Get("/api/v1/usage")).GetProperty("apps").EnumerateArray().Single(a => a.GetProperty("app").GetString() == app.Id);
        Assert.Equal((1, cost), (usage.GetProperty("calls").GetInt64(), usage.GetProperty("total").GetInt64()));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_dry_run_shows_the_answer_and_leaves_nothing(string engine)
    {
        var app = await ProbeApp.Installed(hosts, "dry", engine);
        var firm = await hosts.As(Firm, engine);
        var key = Guid.NewGuid().ToString();
        var dry = await firm.Post($"{app.Path}/functions/add?dryRun=true", new { code = "dry" }, key);
        Assert.True(Expect.Ok(dry).GetProperty("dryRun").GetBoolean());
        Assert.True(Expect.Cost(dry.Json.GetProperty("cost")) > 0);
        Assert.Equal(0, Expect.Ok(await firm.Get($"{app.Path}/records/note")).GetProperty("count").GetInt32());
        Assert.Empty(await Log(firm, app, "add"));
        Assert.Equal(0, Expect.Ok(await firm.Get(app.Path)).GetProperty("spentThisMonth").GetInt64());
        Expect.Refused(await firm.Get($"/api/v1/operations/{key}"), 404, "notFound");
        Expect.Ok(await firm.Call(app.Id, "add", new { code = "dry" }, key));
        Expect.Pointed(await firm.Post($"{app.Path}/functions/add?dryRun=perhaps", new { code = "dry" }), "?dryRun");
    }

    [Fact]
    public async Task A_refusal_of_the_app_is_422_with_its_cost_and_one_line_in_the_log()
    {
        var app = await ProbeApp.Installed(hosts, "denies");
        var firm = await hosts.As(Firm);
        var reply = await firm.Call(app.Id, "deny", new { why = "because" });
        Assert.Equal("because", Expect.Refused(reply, 422, "probe.denied").Fact("why"));
        var cost = Expect.Cost(reply.Json.GetProperty("cost"));
        Assert.Equal(cost.ToString(CultureInfo.InvariantCulture), reply.Header("Marketplace-Cost"));
        var line = Assert.Single(await Log(firm, app, ""));
        Assert.Equal(reply.Json.GetProperty("invocation").GetString(), line.GetProperty("invocation").GetString());
        Assert.Equal(("refused", "probe.denied", "qiaotou-owner", cost), Line(line));
    }

    [Theory]
    [InlineData("boom", "app.threw", "failed")]
    [InlineData("large", "limit.result", "failed")]
    [InlineData("sly", "effect.readOnly", "refused")]
    public async Task What_a_rule_or_a_limit_stops_is_422_billed_and_logged(string function, string code, string outcome)
    {
        var app = await ProbeApp.Installed(hosts, "stops-" + function);
        var firm = await hosts.As(Firm);
        var reply = Expect.Refused(await firm.Call(app.Id, function, new { }, Guid.NewGuid().ToString()), 422, code);
        Assert.True(Expect.Cost(reply.Json.GetProperty("cost")) > 0);
        var line = Assert.Single(await Log(firm, app, function));
        Assert.Equal((outcome, code), (line.GetProperty("outcome").GetString(), line.GetProperty("code").GetString()));
        Assert.Equal(0, Expect.Ok(await firm.Get($"{app.Path}/records/note")).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_call_that_never_ends_is_stopped_and_the_next_one_is_served()
    {
        var app = await ProbeApp.Installed(hosts, "spins");
        var firm = await hosts.As(Firm);
        var reply = await firm.Call(app.Id, "spin", new { });
        Assert.True(reply is { Status: 422, Code: "limit.statements" or "limit.cpu" }, reply.ToString());
        Expect.Ok(await firm.Call(app.Id, "same", 1));
    }

    [Fact]
    public async Task An_input_that_the_schema_does_not_take_is_400_at_its_place_and_leaves_no_line()
    {
        var app = await ProbeApp.Installed(hosts, "schema");
        var firm = await hosts.As(Firm);
        Expect.Pointed(await firm.Call(app.Id, "add", new { code = 5 }), "/code");
        Expect.Pointed(await firm.Call(app.Id, "add", new { code = "" }), "/code");
        Expect.Pointed(await firm.Call(app.Id, "add", new { code = "x", more = 1 }), "/more");
        Expect.Pointed(await firm.Call(app.Id, "add", new { }), "/code");
        Expect.Pointed(await firm.Call(app.Id, "add", "[]"), "");
        Expect.Refused(await firm.Call(app.Id, "add", "{\"code\": \"a\""), 400, "input.malformed");
        Expect.Refused(await firm.Call(app.Id, "add", ""), 400, "input.malformed");
        Assert.Empty(await Log(firm, app, "add"));
    }

    [Fact]
    public async Task A_function_that_is_not_there_is_404_and_one_for_others_is_403()
    {
        var app = await ProbeApp.Installed(hosts, "roles");
        var firm = await hosts.As(Firm);
        Assert.Equal("none", Expect.Refused(await firm.Call(app.Id, "none", new { }), 404, "function.unknown").Fact("function"));
        Expect.Ok(await firm.Call(app.Id, "ours", new { }));
        var worker = await hosts.As("mkt_dev_worker");
        Expect.Refused(await worker.Call("auto/tag-to-parameter", "approveRecipe", new { recipe = "x" }), 403, "role.missing");
        Expect.Refused(await worker.Call("auto/tag-to-parameter", "checkReadback", new { job = "x" }), 403, "role.missing");
    }

    [Fact]
    public async Task A_second_signature_is_another_persons_and_of_the_right_role()
    {
        var app = await ProbeApp.Installed(hosts, "signs");
        var firm = await hosts.As(Firm);
        Task<Reply> Sign(string signature) => firm.Post($"{app.Path}/functions/signed", new { }, "", ("Second-Signature", signature));
        Expect.Refused(await firm.Call(app.Id, "signed", new { }), 403, "signature.missing");
        Expect.Refused(await Sign("QT-001:1001"), 403, "signature.self");
        Expect.Refused(await Sign("QT-101:3003"), 403, "signature.invalid");
        Expect.Refused(await Sign("QT-002:9999"), 403, "signature.invalid");
        Expect.Refused(await Sign("HY-002:2002"), 403, "signature.invalid");
        Expect.Refused(await Sign("nonsense"), 403, "signature.invalid");
        Assert.Equal("qiaotou-leader", Expect.Ok(await Sign("QT-002:2002")).GetProperty("result").GetProperty("second").GetString());
    }

    [Fact]
    public async Task The_log_turns_its_pages_from_the_newest_to_the_oldest()
    {
        var app = await ProbeApp.Installed(hosts, "log-pages");
        var firm = await hosts.As(Firm);
        for (var n = 0; n < 5; n++) Expect.Ok(await firm.Call(app.Id, "same", n));
        var (seen, after) = (new List<int>(), "");
        do
        {
            var page = Expect.Ok(await firm.Get($"{app.Path}/invocations?limit=2&after={after}"));
            seen.AddRange(page.GetProperty("invocations").EnumerateArray().Select(l => l.GetProperty("input").GetInt32()));
            after = page.GetProperty("next").GetString()!;
        }
        while (after.Length > 0);
        Assert.Equal([4, 3, 2, 1, 0], seen);
        Expect.Pointed(await firm.Get($"{app.Path}/invocations?limit=0"), "?limit");
        Expect.Refused(await firm.Get("/api/v1/installs/demo/no-such-app/invocations"), 404, "notFound");
    }

    private static (string?, string?, string?, long) Line(JsonElement line) => (line.GetProperty("outcome").GetString(), line.GetProperty("code").GetString(),
        line.GetProperty("actor").GetString(), line.GetProperty("cost").GetProperty("total").GetInt64());

    private static async Task<List<JsonElement>> Log(Talk firm, ProbeApp app, string function) =>
        [.. Expect.Ok(await firm.Get($"{app.Path}/invocations?function={function}")).GetProperty("invocations").EnumerateArray()];
}

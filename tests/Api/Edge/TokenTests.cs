using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Edge;

/// <summary>Who may speak at all.</summary>
public sealed class TokenTests(SharedHosts hosts)
{
    private static readonly string[] everyone =
    [
        "mkt_dev_sme", "mkt_dev_leader", "mkt_dev_worker", "mkt_dev_worker2", "mkt_dev_sme2", "mkt_dev_hardware", "mkt_dev_isv", "mkt_dev_operator", "mkt_dev_operator2",
        "mkt_dev_chain", "mkt_dev_carrier", "mkt_dev_driver", "mkt_dev_funder", "mkt_dev_lender", "mkt_dev_setter", "mkt_dev_forklift", "mkt_dev_analyst",
    ];

    [Fact]
    public async Task Every_demo_person_has_a_token_that_works()
    {
        foreach (var token in everyone) Expect.Ok(await (await hosts.As(token)).Get("/api/v1/apps?brain=" + (token is "mkt_dev_hardware" or "mkt_dev_operator2" ? "hardware" : "auto")));
    }

    [Theory]
    [InlineData("", "Bearer realm=\"marketplace\"")]
    [InlineData("mkt_dev_nobody", "Bearer realm=\"marketplace\", error=\"invalid_token\"")]
    [InlineData("short", "Bearer realm=\"marketplace\", error=\"invalid_token\"")]
    public async Task Nobody_and_an_unknown_token_are_401_and_told_how(string token, string how)
    {
        var stranger = await hosts.As(token);
        var reply = Expect.Refused(await stranger.Get("/api/v1/installs"), 401, "auth.required");
        Assert.Equal(how, reply.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task A_token_of_another_kind_is_no_token()
    {
        var stranger = await hosts.As("");
        foreach (var header in new[] { "Basic bWt0X2Rldl9zbWU6", "mkt_dev_sme", "Bearer", "Bearer " + new string('x', 600) })
            Expect.Refused(await stranger.Get("/api/v1/installs", ("Authorization", header)), 401, "auth.required");
    }

    [Theory]
    [InlineData("Production", "empty")]
    [InlineData("Production", "demo")]
    [InlineData("Development", "empty")]
    public async Task Development_tokens_are_unknown_without_both_development_and_the_demo(string environment, string seed)
    {
        var place = (await HostPlace.Fresh("sqlite")).With("ASPNETCORE_ENVIRONMENT", environment).With("Marketplace__Seed", seed);
        await using var host = await RunningHost.Start(place: place);
        foreach (var token in everyone)
        {
            using var talk = new Talk(host.Address, token);
            Expect.Refused(await talk.Get("/api/v1/installs"), 401, "auth.required");
        }
        using var flood = new Talk(host.Address, "mkt_dev_sme");
        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => flood.Get("/api/v1/installs")));
        var refused = replies.Where(r => r.Status == 429).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, reply => Assert.Equal("1", Expect.Refused(reply, 429, "rate.limited").Header("Retry-After")));
        Assert.All(replies.Except(refused), reply => Expect.Refused(reply, 401, "auth.required"));
    }

    [Fact]
    public async Task A_refusal_speaks_the_callers_language()
    {
        var firm = await hosts.As("mkt_dev_sme");
        var chinese = Expect.Refused(await firm.Get("/api/v1/apps/demo/none"), 404, "notFound");
        var english = Expect.Refused(await firm.Get("/api/v1/apps/demo/none", ("Accept-Language", "fr, en;q=0.8, zh;q=0.5")), 404, "notFound");
        Assert.Equal(("zh-CN", "en"), (chinese.Header("Content-Language"), english.Header("Content-Language")));
        Assert.Contains(chinese.Json.GetProperty("detail").GetString()!, c => c > 0x2E80);
        Assert.DoesNotContain(english.Json.GetProperty("detail").GetString()!, c => c > 0x2E80);
    }
}

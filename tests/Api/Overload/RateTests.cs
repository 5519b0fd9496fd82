using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Overload;

/// <summary>A firm that calls more often than it may is refused for itself alone.</summary>
public sealed class RateTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_firm_over_its_rate_is_429_with_Retry_After_and_another_is_served()
    {
        var place = (await HostPlace.Seeded("sqlite")).With("Marketplace__CallsPerSecond", "2");
        await using var host = await RunningHost.Start(place: place);
        using Talk one = new(host.Address, "mkt_dev_sme"), other = new(host.Address, "mkt_dev_sme2");
        var keys = Enumerable.Range(0, 100).Select(static n => $"rate-{n}").ToList();
        var answers = await Task.WhenAll(keys.Select(async key => (key, reply: await one.Call("demo/echo", "echo", new { key }, key))));
        var refused = answers.Where(static a => a.reply.Status != 200).ToList();
        output.WriteLine($"{refused.Count} of {answers.Length} refused at two a second");
        Assert.NotEmpty(refused);
        Assert.All(refused, static a =>
        {
            Assert.Contains(Expect.Refused(a.reply, 429, "rate.limited").Header("Retry-After"), new[] { "1", "2", "3" });
            Assert.Contains("r=0", a.reply.Header("RateLimit"), StringComparison.Ordinal);
        });
        Expect.Ok(await other.Get("/api/v1/installs"));
        // Refused calls were not begun: the same key runs later.
        var again = refused[^1].key;
        for (var tries = 0; tries < 100; tries++)
        {
            var reply = await one.Call("demo/echo", "echo", new { key = again }, again);
            if (reply.Status == 429)
            {
                await Task.Delay(300, TestContext.Current.CancellationToken);
                continue;
            }
            Expect.Ok(reply);
            Assert.Equal("", reply.Header("Marketplace-Replayed"));
            return;
        }
        Assert.Fail("the firm was never served again");
    }
}

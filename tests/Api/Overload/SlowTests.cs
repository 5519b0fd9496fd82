using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Overload;

/// <summary>Those who send slowly hold up themselves.</summary>
[Collection(CrowdedTests.Name)]
public sealed class SlowTests(CrowdedHost host, ITestOutputHelper output)
{
    private const int Many = 200;

    [Fact]
    public async Task Heads_that_never_end_are_cut_off_and_nobody_else_notices()
    {
        using var firm = new Talk(host.Address, "mkt_dev_sme");
        var slow = await Task.WhenAll(Enumerable.Range(0, Many).Select(n => SlowRequest.Begin(host.Address, $"GET /api/v1/installs HTTP/1.1\r\nHost: localhost\r\nX-{n}: ")));
        Expect.Ok(await firm.Get("/api/v1/installs"));
        Expect.Ok(await firm.Call("demo/echo", "echo", new { }));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var ends = await Task.WhenAll(slow.Select(request => request.Answer(patience.Token)));
        Assert.All(ends, static end => Assert.True(end.Status is 0 or 408, end.ToString()));
        output.WriteLine($"{Many} heads that never end: {ends.Count(static end => end.Status == 408)} were told 408");
        foreach (var request in slow) request.Dispose();
    }

    [Fact]
    public async Task Bodies_that_do_not_come_hold_no_place()
    {
        using Talk firm = new(host.Address, "mkt_dev_sme"), other = new(host.Address, "mkt_dev_sme2");
        Expect.Ok(await firm.Call("demo/echo", "echo", new { }));
        var slow = await Task.WhenAll(Enumerable.Range(0, Many).Select(async n =>
        {
            var request = await SlowRequest.Begin(host.Address, SlowRequest.Head("demo/echo", "echo", "mkt_dev_sme", $"slow-{Guid.NewGuid()}", 100));
            await request.Send("[");
            return request;
        }));
        // Far more than there are places, and the firm's own next call is served.
        Expect.Ok(await firm.Call("demo/echo", "echo", new { }));
        Expect.Ok(await other.Get("/api/v1/installs"));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var ends = await Task.WhenAll(slow.Select(request => request.Answer(patience.Token)));
        // They end in one moment: cut off, or turned away where more of them end at once than the door lets in. None is ever carried out.
        Assert.All(ends, static end => Assert.True(end.Status is 0 or 400 or 408 || (end.Status, end.Code) == (503, "host.busy"), end.ToString()));
        output.WriteLine($"{Many} bodies that do not come: ended with {string.Join(", ", ends.CountBy(static end => end.Status))}");
        foreach (var request in slow) request.Dispose();
    }
}

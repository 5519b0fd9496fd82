using System.Net;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Crash;

/// <summary>A host that was killed comes back on what it left.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task A_killed_host_starts_again()
    {
        await using var host = await RunningHost.Start();
        await host.Kill();
        await host.Start();
        using var client = new HttpClient { BaseAddress = host.Address };
        using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}

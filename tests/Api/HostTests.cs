using System.Net;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api;

/// <summary>The host starts on both engines and says so.</summary>
public sealed class HostTests
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Becomes_ready_on_an_empty_store(string engine)
    {
        await using var host = await RunningHost.Start(engine, await HostPlace.Fresh(engine));
        using var client = new HttpClient { BaseAddress = host.Address };
        using var nobody = await client.GetAsync(new Uri("/api/v1/installs", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
    }
}

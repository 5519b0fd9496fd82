using System.Net;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Operations;

/// <summary>Orleans' dashboard is there for an operator's session and for nobody else, and shows nothing of a firm.</summary>
public sealed class SiloBoardTests(SharedHosts hosts)
{
    private static readonly string[] Open = ["", "index.html", "index.min.js", "index.css", "version", "DashboardCounters", "ClusterStats", "GrainTypes", "TopGrainMethods"];
    private static readonly string[] Closed = ["GrainState?grainId=tenant%2Fhongyan&grainType=tenant", "grainstate", "Trace", "trace"];

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task An_operator_sees_the_silo_and_nobody_else_does(string engine)
    {
        var host = await hosts.On(engine);
        using var @operator = await SignedIn(host, "operator-auto");
        foreach (var path in Open) Assert.Equal((path, HttpStatusCode.OK), (path, await Status(@operator, path)));
        foreach (var path in Closed) Assert.Equal((path, HttpStatusCode.NotFound), (path, await Status(@operator, path)));
        Assert.Contains("Marketplace", await @operator.GetStringAsync(new Uri(host.Address, "/operator/silo/GrainTypes"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        foreach (var person in (string[])["", "hongyan-owner", "isv-zhixing"])
        {
            using var other = await SignedIn(host, person);
            foreach (var path in (string[])[.. Open, .. Closed]) Assert.Equal((person, path, HttpStatusCode.NotFound), (person, path, await Status(other, path)));
        }
        foreach (var token in (string[])["mkt_dev_sme", "mkt_dev_operator"])
            Assert.Equal(404, (await (await hosts.As(token, engine)).Get("/operator/silo/DashboardCounters")).Status);
    }

    private static async Task<HttpStatusCode> Status(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri($"/operator/silo/{path}", UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static async Task<HttpClient> SignedIn(RunningHost host, string person)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = host.Address };
        if (person.Length == 0) return client;
        using var answer = await client.GetAsync(new Uri($"/sign-in?as={person}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains(answer.Headers, static header => header.Key == "Set-Cookie");
        return client;
    }
}

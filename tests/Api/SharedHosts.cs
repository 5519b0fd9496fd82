using System.Collections.Concurrent;
using Marketplace.Tests.Running;
using Xunit;

[assembly: AssemblyFixture(typeof(Marketplace.Tests.Api.SharedHosts))]

namespace Marketplace.Tests.Api;

/// <summary>One host with the demo seed for each engine that a test asks for, started at the first asking, shared by the whole lane.</summary>
public sealed class SharedHosts : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<RunningHost>>> hosts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string, string), Talk> talks = new();

    /// <summary>A caller of the shared host by its development token; an empty one says nothing of itself.</summary>
    public async Task<Talk> As(string token, string engine = "sqlite")
    {
        var host = await On(engine);
        return talks.GetOrAdd((engine, token), key => new Talk(host.Address, key.Item2));
    }

    /// <summary>The host itself.</summary>
    public Task<RunningHost> On(string engine = "sqlite") =>
        hosts.GetOrAdd(engine, static name => new Lazy<Task<RunningHost>>(() => RunningHost.Start(name))).Value;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var talk in talks.Values) talk.Dispose();
        foreach (var host in hosts.Values) await (await host.Value).DisposeAsync();
    }
}

using System.Security.Cryptography;
using Marketplace.Tests.Crash;
using Marketplace.Tests.Crash.Driving;
using Marketplace.Tests.Running;
using Xunit;

[assembly: AssemblyFixture(typeof(Marketplace.Tests.Silos.Fleet))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Marketplace.Tests.Silos;

/// <summary>Several hosts on one PostgreSQL database, each with ports and a data folder of its own, started at one moment on the empty
/// store. All tests share them, one after the other; who takes one down brings it up again.</summary>
public sealed class Fleet : IAsyncLifetime
{
    private readonly List<RunningHost> hosts = [];
    private readonly List<FleetApp> apps = [];
    private HostPlace first = null!;

    /// <summary>How many hosts: three in the night.</summary>
    public static int Size => Seeds.Nightly ? 3 : 2;

    /// <summary>One of the hosts.</summary>
    public RunningHost this[int host] => hosts[host % hosts.Count];

    /// <summary>All of them.</summary>
    public IReadOnlyList<RunningHost> Hosts => hosts;

    /// <summary>What the load asked and was told, over all tests.</summary>
    internal Journal Journal { get; private set; } = null!;

    /// <summary>The connection string of the store.</summary>
    public string Store => first["Marketplace__ConnectionString"];

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        first = await HostPlace.Fresh("postgres");
        var key = Path.Combine(first.Data, "master.key");
        await File.WriteAllTextAsync(key, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        first.With("Marketplace__MasterKey", key).With("Marketplace__Drain", "2");
        Journal = new Journal(Path.Combine(first.Data, "fleet.journal"));
        for (var host = 0; host < Size; host++) hosts.Add(RunningHost.Launched(host == 0 ? first : first.Beside()));
        await Task.WhenAll(hosts.Select(static host => host.Until("/health/ready")));
    }

    /// <summary>So many small apps for the load, installed once and used by every load.</summary>
    internal async Task<IReadOnlyList<FleetApp>> Apps(int count)
    {
        while (apps.Count < count) apps.Add(await FleetApp.Installed(this[apps.Count]));
        return apps[..count];
    }

    /// <summary>A further place on the same store.</summary>
    public HostPlace Beside() => first.Beside();

    /// <summary>What the hosts printed, for a test that fails.</summary>
    public string Printed => string.Join("\n\n", hosts.Select((host, n) => $"-- host {n}\n{string.Join('\n', host.Printed.Split('\n').TakeLast(60))}"));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Journal?.Dispose();
        foreach (var host in Enumerable.Reverse(hosts)) await host.DisposeAsync();
    }
}

using Marketplace.Grains;
using Marketplace.Storage;
using Orleans.Configuration;

namespace Marketplace.Host.Composition;

/// <summary>The silo in this process: one with SQLite, one of many with PostgreSQL.</summary>
internal static class Silo
{
    /// <summary>Adds the silo, its storage and its grains.</summary>
    public static WebApplicationBuilder AddSilo(this WebApplicationBuilder builder, HostSettings settings, Database store)
    {
        builder.Host.UseOrleans(silo =>
        {
            if (!store.IsShared)
                silo.UseLocalhostClustering(settings.SiloPort, settings.GatewayPort, serviceId: "marketplace", clusterId: "embedded");
            else
                silo.ConfigureEndpoints(settings.SiloPort, settings.GatewayPort).Configure<ClusterMembershipOptions>(Members);
            silo.AddMarketplaceStorage(store, GrainsSetup.Shapes());
            silo.AddMarketplaceGrains(
                new GrainOptions { SampleData = settings.Seed == "demo", Shared = store.IsShared },
                new RunnerSetup(RunnerPath(), settings.Data, settings.Runners));
        });
        return builder;
    }

    /// <summary>A silo that crashed is out within seconds: found by three probes of two seconds when others live, and by a sign of life
    /// that is 15 s old when none does. With the defaults a cluster that crashed as a whole lets its next silo wait for 90 s. A silo that was
    /// frozen reads within five seconds that it was voted out, and ends; with the defaults it goes on by itself for up to a minute.</summary>
    private static void Members(ClusterMembershipOptions members)
    {
        members.ProbeTimeout = TimeSpan.FromSeconds(2);
        members.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        members.TableRefreshTimeout = TimeSpan.FromSeconds(5);
    }

    private static string RunnerPath() => Path.Combine(AppContext.BaseDirectory, "Marketplace.Runner.dll");
}

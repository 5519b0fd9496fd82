using Marketplace.Grains;
using Marketplace.Grains.Egress;
using Marketplace.Storage;
using Marketplace.Storage.Documents;
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
                silo.UseLocalhostClustering(settings.SiloPort, settings.GatewayPort, serviceId: DocumentService.Of(settings.Store), clusterId: "embedded");
            else
                silo.ConfigureEndpoints(settings.SiloPort, settings.GatewayPort).Configure<ClusterMembershipOptions>(Members)
                    .Configure<ClusterOptions>(cluster => cluster.ServiceId = DocumentService.Of(settings.Store));
            silo.Configure<SiloMessagingOptions>(Queues);
            silo.AddMarketplaceStorage(store, GrainsSetup.Shapes());
            silo.Services.AddSingleton(new EgressSetup(settings.EgressInside));
            silo.AddMarketplaceGrains(
                new GrainOptions { SampleData = settings.Seed == "demo", Shared = store.IsShared, ProRata = settings.ProRata, Calendar = settings.Calendar, Readings = settings.Readings },
                new RunnerSetup(RunnerPath(), settings.Data, settings.Runners));
            silo.AddSiloBoard();
        });
        return builder;
    }

    /// <summary>A silo that crashed is out within seconds: found by three probes of two seconds when others live, and by a sign of life
    /// that is 15 s old when none does. With the defaults a cluster that crashed as a whole lets its next silo wait for 90 s. A silo that was
    /// frozen reads within five seconds that it was voted out, and ends; with the defaults it goes on by itself for up to a minute.</summary>
    private static void Members(ClusterMembershipOptions members)
    {
        members.ProbeTimeout = TimeSpan.FromSeconds(2);
        // Three of these is also how long a last word over an open connection counts as a sign of life: by default 24 s for one that is frozen.
        members.MaxProbeTimeout = TimeSpan.FromSeconds(3);
        members.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        members.TableRefreshTimeout = TimeSpan.FromSeconds(5);
    }

    /// <summary>The door bounds what comes in from outside; this bounds what may stand before one grain, whoever sent it. By default Orleans
    /// has no limit here. A call beyond it is refused before it runs, and the caller hears <c>unavailable</c>.</summary>
    private static void Queues(SiloMessagingOptions messages)
    {
        messages.MaxEnqueuedRequestsHardLimit = 1_000;
        messages.MaxEnqueuedRequestsHardLimit_StatelessWorker = 1_000;
    }

    private static string RunnerPath() => Path.Combine(AppContext.BaseDirectory, "Marketplace.Runner.dll");
}

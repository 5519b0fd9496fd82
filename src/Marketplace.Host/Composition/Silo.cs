using Marketplace.Grains;
using Marketplace.Storage;

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
                silo.ConfigureEndpoints(settings.SiloPort, settings.GatewayPort);
            silo.AddMarketplaceStorage(store, GrainsSetup.Shapes());
            silo.AddMarketplaceGrains(
                new GrainOptions { SampleData = settings.Seed == "demo" },
                new RunnerSetup(RunnerPath(), settings.Data, settings.Runners));
        });
        return builder;
    }

    private static string RunnerPath() => Path.Combine(AppContext.BaseDirectory, "Marketplace.Runner.dll");
}

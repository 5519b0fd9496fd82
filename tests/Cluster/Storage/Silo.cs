using System.Net;
using System.Text.Json.Serialization;
using Marketplace.Storage;
using Marketplace.Storage.Documents;
using Marketplace.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Storage;

namespace Marketplace.Tests.Cluster.Storage;

public sealed record Note
{
    public string Text { get; init; } = "";
    public int Number { get; init; }
}

public sealed record Other
{
    public string Text { get; init; } = "";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Note))]
[JsonSerializable(typeof(Other))]
internal sealed partial class NoteJson : JsonSerializerContext;

/// <summary>A whole silo over a store, for what only Orleans' own storage code can show.</summary>
internal sealed class Silo : IAsyncDisposable
{
    private readonly IHost host;

    private Silo(IHost host) => this.host = host;

    public IGrainStorage Documents => host.Services.GetRequiredKeyedService<IGrainStorage>(StorageHosting.Documents);

    public IServiceProvider Services => host.Services;

    public static async Task<Silo> Start(Database database, string cluster = "test", DocumentShapes? shapes = null)
    {
        var (silo, gateway) = (Ports.Free(), Ports.Free());
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(orleans =>
        {
            if (database.IsShared) orleans.ConfigureEndpoints(IPAddress.Loopback, silo, gateway);
            else orleans.UseLocalhostClustering(silo, gateway);
            orleans.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster, "marketplace"));
            orleans.AddMarketplaceStorage(database, shapes ?? Shapes());
        });
        var host = builder.Build();
        await host.StartAsync(Xunit.TestContext.Current.CancellationToken);
        return new Silo(host);
    }

    public static DocumentShapes Shapes() => Marketplace.Grains.GrainsSetup.Shapes()
        .Add("note", 2, NoteJson.Default.Note, (version, body) => new Note { Text = body.GetProperty("old").GetString()!, Number = version })
        .Add("other", 1, NoteJson.Default.Other);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}

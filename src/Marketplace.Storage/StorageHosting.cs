using Marketplace.Storage.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Marketplace.Storage;

/// <summary>How a silo comes to its storage.</summary>
public static class StorageHosting
{
    /// <summary>The name under which grains ask for their documents: <c>[PersistentState("listing", StorageHosting.Documents)]</c>.</summary>
    public const string Documents = "documents";

    /// <summary>Adds document storage over our own schema and, on PostgreSQL, the cluster's membership. On SQLite the silo is alone:
    /// there is nothing that could tell it of another.</summary>
    public static ISiloBuilder AddMarketplaceStorage(this ISiloBuilder builder, Database database, DocumentShapes shapes)
    {
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton(shapes);
        builder.Services.Replace(ServiceDescriptor.Singleton<IPersistentStateFactory, TypedStateFactory>());
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, StateNames>();
        builder.AddAdoNetGrainStorage(Documents, (AdoNetGrainStorageOptions options) =>
        {
            options.Invariant = database.Invariant;
            options.DataSource = database.DataSource;
            options.GrainStorageSerializer = new DocumentSerializer(shapes);
        });
        if (database.IsShared)
            builder.UseAdoNetClustering((AdoNetClusteringSiloOptions options) =>
            {
                options.Invariant = database.Invariant;
                options.DataSource = database.DataSource;
            });
        return builder;
    }
}

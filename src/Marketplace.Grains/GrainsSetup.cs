using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Resources;
using Marketplace.Grains.Billing;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Imports;
using Marketplace.Grains.Installs;
using Marketplace.Grains.Invocations;
using Marketplace.Grains.Invocations.Recordings;
using Marketplace.Grains.Jobs;
using Marketplace.Grains.Logistics;
using Marketplace.Grains.Ledger;
using Marketplace.Grains.Publishing;
using Marketplace.Grains.Records;
using Marketplace.Grains.Resources;
using Marketplace.Grains.Solving;
using Marketplace.Grains.Talent;
using Marketplace.Grains.Upgrades;
using Marketplace.Sandbox.Runners;
using Marketplace.Storage.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Marketplace.Grains.Egress;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;

namespace Marketplace.Grains;

/// <summary>How the grains reach runner processes.</summary>
/// <param name="Path">The runner's assembly.</param>
/// <param name="DataFolder">Where sockets may lie.</param>
/// <param name="Count">Runners that take calls, beside the standby.</param>
public sealed record RunnerSetup(string Path, string DataFolder, int Count);

/// <summary>Puts the grains and what they stand on into a silo.</summary>
public static class GrainsSetup
{
    /// <summary>Every document the grains store, by its state name.</summary>
    public static DocumentShapes Shapes() => new DocumentShapes()
        .Add("brain", 1, GrainJson.Default.BrainState, key: static state => Keys.Brain(state.Facts?.Brain ?? ""))
        .Add("tenant", 2, GrainJson.Default.TenantState, static (_, body) => body.Deserialize(GrainJson.Default.TenantState)!, key: static state => Keys.Tenant(state.Facts?.Tenant ?? ""))
        .Add("publisher", 1, GrainJson.Default.PublisherState)
        .Add("release", 1, GrainJson.Default.ReleaseState, key: static state => Keys.Release(state.App, state.Version))
        .Add("listing", 2, GrainJson.Default.ListingState, static (_, body) => body.Deserialize(GrainJson.Default.ListingState)!, key: static state => Keys.Listing(state.Brain, state.App))
        .Add("collection", 1, GrainJson.Default.CollectionState);

    /// <summary>Adds every grain's services; the storage, <see cref="IRecordingKeys"/> and <see cref="IAppSecrets"/> must have been added before.</summary>
    public static ISiloBuilder AddMarketplaceGrains(this ISiloBuilder silo, GrainOptions options, RunnerSetup runners)
    {
        silo.AddIncomingGrainCallFilter<TraceFilter>().AddIncomingGrainCallFilter<TenantFilter>().AddOutgoingGrainCallFilter<TraceFilter>();
        if (options.Shared) silo.AddOutgoingGrainCallFilter<LostSiloFilter>();
        silo.Services
            .AddSingleton(options)
            .AddSingleton<Random, CryptoRandom>()
            .AddSingleton<ReleaseLibrary>()
            .AddSingleton<ReleaseGate>()
            .AddSingleton<ListingProjector>()
            .AddSingleton<Debts>()
            .AddSingleton<RolloutWatch>()
            .AddSingleton<InstallHabits>()
            .AddSingleton<Spending>()
            .AddSingleton<InstallLanes>()
            .AddSingleton<InFlight>()
            .AddSingleton<InvocationLog>()
            .AddSingleton<RecordingSeal>()
            .AddSingleton<RecordingShelf>()
            .AddSingleton<CallWriter>()
            .AddSingleton<CallMint>()
            .AddSingleton<AppCalls>()
            .AddSingleton<CallWorld>()
            .AddSingleton(static services => new EgressGateway(services.GetService<EgressSetup>() ?? EgressSetup.None, services.GetRequiredService<IAppSecrets>()))
            .AddSingleton<CallRun>()
            .AddSingleton<Keeping>()
            .AddSingleton<RecordPlaces>()
            .AddSingleton<RecordWriter>()
            .AddSingleton<Teller>()
            .AddSingleton<WholeRun>()
            .AddSingleton<ResourceShelves>()
            .AddSingleton<ResourceDesk>()
            .AddSingleton<SharedAnswers>()
            .AddBilling()
            .AddSingleton<ImportPreview>()
            .AddSingleton<ImportRun>()
            .AddSingleton<Converter>()
            .AddSingleton<UpgradeFlip>()
            .AddSingleton<UpgradeRun>()
            .AddSingleton<Shadows>()
            .AddSingleton<RehearsalRun>()
            .AddSingleton<Following>()
            .AddSingleton<Turns>()
            .AddSingleton<Purging>()
            .AddSingleton<Clockwork>()
            .AddSingleton<BoardRounds>()
            .AddSingleton<PhotoShelf>()
            .AddSingleton<ShiftBoard>()
            .AddSingleton<HookSeal>()
            .AddSingleton<Housework>()
            .AddSingleton<Deliveries>()
            .AddSingleton(static services => new SolverProcess(new SolverOptions(), services.GetRequiredService<TimeProvider>()))
            .AddSingleton(services => new RunnerPool(
                new RunnerPoolOptions { RunnerPath = runners.Path, DataFolder = runners.DataFolder, Runners = runners.Count },
                services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<RunnerPool>>()))
            .AddSingleton<ICallRunner>(services => services.GetRequiredService<RunnerPool>())
            .AddHostedService<RunnerStart>()
            .AddHostedService(static services => services.GetRequiredService<Keeping>())
            .AddHostedService(static services => services.GetRequiredService<BoardRounds>())
            .AddHostedService(static services => services.GetRequiredService<RecordingShelf>())
            .AddHostedService<Sweeper>()
            .AddHostedService<BacklogMeter>();
        foreach (var service in SharedServices.All) silo.Services.AddSingleton(service);
        return silo;
    }
}

/// <summary>Starts the runners before the first call, and ends them when the silo has left: until then other silos' calls may still be here.</summary>
internal sealed class RunnerStart(RunnerPool pool) : IHostedLifecycleService
{
    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => pool.Start(cancellationToken);

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task StoppedAsync(CancellationToken cancellationToken) => await pool.DisposeAsync();
}

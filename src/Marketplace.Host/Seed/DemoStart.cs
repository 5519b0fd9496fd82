using Marketplace.Domain;

namespace Marketplace.Host.Seed;

/// <summary>Ends the start: seeds what is missing, says that the host is ready, prints one link for each person, starts the machines.</summary>
internal sealed class DemoStart(
    HostSettings settings, Readiness readiness, Demo demo, IHostApplicationLifetime life, ILogger<DemoStart> log)
    : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        var started = new TaskCompletionSource();
        await using var _ = life.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(stop);
        try
        {
            if (settings.Seed == "demo") await demo.Seed.Plant(stop);
            readiness.Ready();
            if (!settings.Demo) return;
            demo.PrintLinks();
            await demo.Machines.Run(stop);
        }
        catch (Exception broken) when (broken is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            log.SeedFailed(broken);
            Environment.ExitCode = 1;
            life.StopApplication();
        }
    }
}

/// <summary>Who is offered a link: people whose first page stands.</summary>
internal static class DemoLinks
{
    private static readonly IReadOnlyList<string> Built =
        [Roles.Owner, Roles.Leader, Roles.Worker, Roles.Isv, Roles.Operator, Roles.Chain, Roles.Carrier, Roles.Driver, Roles.Funder, Roles.Analyst];

    /// <summary>True when one of the person's roles has a page.</summary>
    public static bool HasPage(Contracts.Accounts.PersonFacts person) => person.Roles.Any(Built.Contains);
}

/// <summary>What the start logs.</summary>
internal static partial class SeedLog
{
    [LoggerMessage(9001, LogLevel.Critical, "The demo seed failed; the host stops")]
    public static partial void SeedFailed(this ILogger log, Exception broken);

    [LoggerMessage(9002, LogLevel.Warning, "The machine simulator ended with code {Code}; it is started again")]
    public static partial void MachinesEnded(this ILogger log, int code);

    [LoggerMessage(9003, LogLevel.Warning, "The machine simulator could not be started; it is tried again")]
    public static partial void MachinesNotStarted(this ILogger log, Exception broken);
}

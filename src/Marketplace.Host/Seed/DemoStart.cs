using Marketplace.Domain;

namespace Marketplace.Host.Seed;

/// <summary>Ends the start: seeds what is missing, says that the host is ready, prints one link for each person, starts the machines.</summary>
internal sealed class DemoStart(
    HostSettings settings, Readiness readiness, DemoSeed seed, DemoMachines machines, IHostApplicationLifetime life, IServiceProvider services)
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
            if (settings.Seed == "demo") await seed.Plant(stop);
            readiness.Ready();
            if (!settings.Demo) return;
            Print();
            await machines.Run(stop);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            services.GetRequiredService<ILogger<DemoStart>>().SeedFailed(broken);
            Environment.ExitCode = 1;
            life.StopApplication();
        }
    }

    private void Print()
    {
        var url = services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features
            .Get<Microsoft.AspNetCore.Hosting.Server.Features.IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost:5080";
        Console.WriteLine();
        Console.WriteLine($"  Ready: {url}   (API: {url}/docs)");
        Console.WriteLine();
        foreach (var entry in DemoPeople.All.Where(e => DemoLinks.HasPage(e.Person)))
            Console.WriteLine($"  {entry.Person.Name["zh-CN"]} / {entry.Person.Name["en"]}\n    {url}/sign-in?as={entry.Person.Person}");
        Console.WriteLine();
    }
}

/// <summary>Who is offered a link: people whose first page stands.</summary>
internal static class DemoLinks
{
    private static readonly IReadOnlyList<string> Built =
        [Roles.Owner, Roles.Leader, Roles.Worker, Roles.Isv, Roles.Operator, Roles.Chain, Roles.Carrier, Roles.Funder, Roles.Analyst];

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
}

using System.Diagnostics;
using Marketplace.Tests.Crash.Checking;
using Marketplace.Tests.Crash.Driving;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Crash;

/// <summary>SIGKILL of PostgreSQL's postmaster under a working host: callers hear 503 and ask again under their keys; when the database is
/// back, the same host goes on, and everything it ever acknowledged is there once.</summary>
public sealed class PostmasterKillTests
{
    [Fact]
    public async Task A_database_that_dies_and_comes_back_has_lost_and_doubled_nothing()
    {
        var dice = Seeds.Dice("postmaster kills");
        var kills = Seeds.Kills(nightly: 25, change: 2);
        await using var postgres = await OwnPostgres.Start();
        await using var host = await RunningHost.Start(place: HostPlace.On(postgres.Connection));
        using var journal = new Journal(Path.Combine(host.Data, "driver.journal"));
        for (var kill = 1; kill <= kills; kill++)
        {
            using var end = new CancellationTokenSource();
            var driving = new Driver(host.Address, journal).RunThrough(end.Token);
            // The first time, while a host that has just become ready still registers its machines.
            await Task.Delay(kill == 1 ? dice.Next(0, 250) : dice.Next(100, 1_500), TestContext.Current.CancellationToken);
            await postgres.Kill();
            await Task.Delay(dice.Next(0, 1_000), TestContext.Current.CancellationToken);
            await postgres.Launch();
            var since = Stopwatch.GetTimestamp();
            await end.CancelAsync();
            await HostKept(host, driving.WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken));
            var back = Stopwatch.GetElapsedTime(since);
            var history = journal.Read();
            Seeds.Say($"postmaster kill {kill}: {history.Intents.Count} sent, all answered {back.TotalSeconds:F1} s after the database was back");
            Assert.Equal(history.Intents.Count, history.Acks.Count);
            var wrong = Checker.Judge(history, await Seen.Read(host.Address, history));
            Assert.True(wrong.Count == 0, $"{string.Join('\n', wrong.Take(20))}\n{wrong.Count} in all\n{host.Printed}");
        }
        Assert.True(journal.Read().Acks.Count > kills * 5, "The driver got hardly anything done: a kill proves nothing.");
    }
    /// <summary>A host that its database takes along says why.</summary>
    private static async Task HostKept(RunningHost host, Task driving)
    {
        try
        {
            await driving;
        }
        catch (Exception gone) when (gone is HttpRequestException or TimeoutException)
        {
            Assert.Fail($"The host answers no more ({gone.Message}; exit code {await host.ExitCode(TimeSpan.FromSeconds(1))}):\n{host.Printed}");
        }
    }
}

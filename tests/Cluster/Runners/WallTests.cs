using System.Net.Sockets;
using Marketplace.Domain.Invocations;
using Marketplace.Sandbox.Runners;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Marketplace.Tests.Cluster.Runners;

/// <summary>What a runner process has of the world: four settings, one socket, nothing else.</summary>
[Collection("runners")]
public sealed class WallTests
{
    [Fact]
    public async Task Has_the_environment_that_was_agreed()
    {
        await using var pools = await Pools.Start();
        foreach (var id in Children.Runners())
            Assert.Equal(["DOTNET_EnableDiagnostics", "DOTNET_GCHeapHardLimit", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "DOTNET_gcServer"],
                Children.Environment(id).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Opens_no_socket_of_the_internet()
    {
        await using var pools = await Pools.Start();
        await pools.Pool.Run(Pools.Script("return await ctx.records.tag.count();"), Pools.Call("t"), new Counting(TimeSpan.Zero), TestContext.Current.CancellationToken);
        // A standby that has just begun has not opened its own yet.
        await Pools.Until(() => Children.Runners().All(id => Children.Sockets(id).Count > 0));
        var internet = Children.InternetSockets();
        foreach (var id in Children.Runners())
        {
            Assert.DoesNotContain(Children.Sockets(id), internet.Contains);
            Assert.Single(Children.Sockets(id));
        }
    }

    [Fact]
    public async Task Turns_a_stranger_away_from_its_socket()
    {
        var folder = Directory.CreateTempSubdirectory("stranger");
        await using var pool = new RunnerPool(new RunnerPoolOptions { RunnerPath = Path.Combine(AppContext.BaseDirectory, "Marketplace.Runner.dll"), DataFolder = folder.FullName },
            TimeProvider.System, NullLogger<RunnerPool>.Instance);
        var starting = pool.Start(TestContext.Current.CancellationToken);
        string? path = null;
        while ((path = Directory.GetFiles(folder.FullName, "*.sock", SearchOption.AllDirectories).FirstOrDefault()) is null) await Task.Delay(1, TestContext.Current.CancellationToken);
        using var stranger = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await stranger.ConnectAsync(new UnixDomainSocketEndPoint(path), TestContext.Current.CancellationToken);
        await starting;
        var outcome = await pool.Run(Pools.Script("return 1;"), Pools.Call("t"), new Counting(TimeSpan.Zero), TestContext.Current.CancellationToken);
        Assert.Equal(Verdict.Completed, outcome.Verdict);
        Assert.Equal(0, await stranger.ReceiveAsync(new byte[16], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Keeps_its_sockets_to_one_user()
    {
        Assert.False(OperatingSystem.IsWindows());
        await using var pools = await Pools.Start();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(Path.Combine(pools.Folder, "run")));
    }
}

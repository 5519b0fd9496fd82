using System.Globalization;
using System.Text;
using Marketplace.Domain.Invocations;
using Marketplace.Sandbox.Runners;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Marketplace.Tests.Cluster.Runners;

/// <summary>A pool of real runner processes for one test. Tests that use it count this process's runners: one collection, one at a time.</summary>
internal sealed class Pools : IAsyncDisposable
{
    private static int numbers;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pool");

    private Pools(RunnerPoolOptions options) => Pool = new RunnerPool(options with { DataFolder = folder.FullName }, TimeProvider.System, NullLogger<RunnerPool>.Instance);

    public RunnerPool Pool { get; }

    /// <summary>The data folder of the pool.</summary>
    public string Folder => folder.FullName;

    /// <summary>Starts runners and waits for the standby too.</summary>
    public static async Task<Pools> Start(int runners = 1, TimeSpan? silence = null)
    {
        var made = new Pools(new RunnerPoolOptions
        {
            RunnerPath = Path.Combine(AppContext.BaseDirectory, "Marketplace.Runner.dll"), DataFolder = "", Runners = runners,
            Silence = silence ?? TimeSpan.FromSeconds(3),
        });
        await made.Pool.Start(CancellationToken.None);
        await Until(() => Children.Runners().Count == runners + 1);
        return made;
    }

    public static async Task Until(Func<bool> holds)
    {
        for (var i = 0; i < 600 && !holds(); i++) await Task.Delay(50);
        Assert.True(holds(), "it did not come to pass in 30 seconds");
    }

    public static Script Script(string body, string name = "") => new()
    {
        Digest = name.Length > 0 ? name : $"script-{Interlocked.Increment(ref numbers)}", Entities = ["tag"],
        Modules = new Dictionary<string, string> { ["main.js"] = $"export async function f({{ input }}, ctx) {{ {body} }}" },
    };

    public static Call Call(string tenant, string input = "{}") => new()
    {
        Invocation = string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref numbers):D26}"), Tenant = tenant, App = "demo/test",
        Function = "f", Handler = "f", Input = Encoding.UTF8.GetBytes(input), Now = DateTimeOffset.UnixEpoch, Seed = 1, User = "li",
    };

    public async ValueTask DisposeAsync()
    {
        await Pool.DisposeAsync();
        folder.Delete(recursive: true);
    }
}

/// <summary>Answers reads with a fresh number each, after a while: an answer that was given twice for one question shows.</summary>
internal sealed class Counting(TimeSpan after) : IHostBroker
{
    private int asked;

    public int Asked => asked;

    public async ValueTask<HostAnswer> Ask(HostQuestion question, CancellationToken cancel)
    {
        var number = Interlocked.Increment(ref asked);
        if (after > TimeSpan.Zero) await Task.Delay(after, cancel);
        return HostAnswer.Of(Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)), 1);
    }
}

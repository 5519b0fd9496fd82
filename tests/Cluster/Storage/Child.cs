using System.Diagnostics;
using Marketplace.Storage;
using Marketplace.Storage.Postgres;
using Marketplace.Storage.Schema;
using Marketplace.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>A process of its own that changes a store, so that it can be killed while it does.</summary>
internal sealed class Child : IAsyncDisposable
{
    private readonly Process process;

    private Child(Process process) => this.process = process;

    /// <summary>Starts a child and waits until it is about to begin.</summary>
    public static async Task<Child> Start(params string[] words)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // Under the dotnet command the test's assembly is the first word.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(Child).Assembly.Location);
        start.ArgumentList.Add("child");
        foreach (var word in words) start.ArgumentList.Add(word);
        var child = new Child(Process.Start(start)!);
        Assert.Equal("ready", await child.process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        return child;
    }

    public Task Go() => process.StandardInput.WriteLineAsync("go");

    public async Task<int> End()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    /// <summary>SIGKILL.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await Kill();
        process.Dispose();
    }

    /// <summary>The child's side: <c>steps ENGINE WHERE NUMBER [TAIL]</c> applies the schema's steps up to a number, the last one with a
    /// tail behind it that takes its time.</summary>
    public static async Task<int> Run(string[] words)
    {
        var (engine, where, number) = (words[1], words[2], int.Parse(words[3], System.Globalization.CultureInfo.InvariantCulture));
        List<SchemaSteps.SchemaStep> steps = [.. SchemaSteps.Embedded(engine).Where(step => step.Number <= number)];
        if (words.Length > 4) steps[^1] = steps[^1] with { Sql = steps[^1].Sql + "\n" + words[4] };
        await using var store = Open(engine, where);
        await Console.Out.WriteLineAsync("ready");
        if (await Console.In.ReadLineAsync() is null) return 2;
        await SchemaSteps.Apply(store, steps, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        return 0;
    }

    /// <summary>An engine without its schema.</summary>
    public static Engine Open(string engine, string where) => engine == StoreOptions.Sqlite ? SqliteEngine.Open(where) : PostgresEngine.Open(where);

    /// <summary>Where the engine of these options is.</summary>
    public static string Where(StoreOptions options) => options.Engine == StoreOptions.Sqlite ? options.File : options.ConnectionString;
}

using System.Diagnostics;
using System.Text.Json;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api;

/// <summary>The built <c>mkt</c> against a real host: sign in, publish, follow, and what happens to a number that is used.</summary>
public sealed class MktPublishTests
{
    [Fact]
    public async Task Publishes_once_and_refuses_other_bytes_under_a_used_version()
    {
        await using var host = await RunningHost.Start();
        var folder = Directory.CreateTempSubdirectory("mkt-").FullName;
        try
        {
            await Follow(host, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Follow(RunningHost host, string folder)
    {
        var (server, app) = (host.Address.ToString().TrimEnd('/'), Path.Combine(folder, "demo", "hello"));
        Assert.Equal(0, (await Mkt(folder, "new", "demo/hello")).Exit);
        Assert.Equal(3, (await Mkt(app, "publish")).Exit);

        var stranger = await Mkt(app, "login", "--server", server, "--token", "nobody");
        Assert.Equal(3, stranger.Exit);
        Assert.Contains("does not know this token", stranger.Err, StringComparison.Ordinal);
        Assert.Equal(0, (await Mkt(app, "login", "--server", server, "--token", "mkt_dev_isv")).Exit);
        Assert.Contains(server, (await Mkt(app, "whoami")).Out, StringComparison.Ordinal);
        Assert.Equal(4, (await Mkt(app, "status")).Exit); // not handed over yet

        var first = Release(await Mkt(app, "publish", "--json"), 0);
        Assert.Equal("inReview", first.GetProperty("state").GetString());
        Assert.Equal(Digest(await Mkt(app, "check", "--json")), first.GetProperty("digest").GetString());
        var again = Release(await Mkt(app, "publish", "--json"), 0); // the same bytes twice are one act, whatever the signature
        Assert.Equal(first.GetProperty("digest").GetString(), again.GetProperty("digest").GetString());
        Assert.Contains("demo/hello 0.1.0: inReview", (await Mkt(app, "status")).Out, StringComparison.Ordinal);

        File.AppendAllText(Path.Combine(app, "main.js"), "// changed\n");
        var changed = await Mkt(app, "publish");
        Assert.Equal(4, changed.Exit);
        Assert.Contains("conflict.releaseBytes: Version 0.1.0 was already published with other bytes. Raise the version number.", changed.Err, StringComparison.Ordinal);
        Assert.Equal(first.GetProperty("digest").GetString(), Release(await Mkt(app, "status", "demo/hello@0.1.0", "--json"), 0).GetProperty("digest").GetString());
        var manifest = Path.Combine(app, "app.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"0.1.0\"", "\"0.1.1\"", StringComparison.Ordinal));
        Assert.NotEqual(first.GetProperty("digest").GetString(), Release(await Mkt(app, "publish", "--json"), 0).GetProperty("digest").GetString());

        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("demo/hello", "acme/hello", StringComparison.Ordinal));
        var foreign = await Mkt(app, "publish");
        Assert.Equal(4, foreign.Exit);
        Assert.Contains("namespace.notYours", foreign.Err, StringComparison.Ordinal);
        Assert.Equal(0, (await Mkt(app, "logout")).Exit);
        Assert.Equal(3, (await Mkt(app, "publish")).Exit);
    }

    private static JsonElement Release((int Exit, string Out, string Err) ending, int exit)
    {
        Assert.True(ending.Exit == exit, $"exit {ending.Exit}\n{ending.Out}\n{ending.Err}");
        return JsonElement.Parse(ending.Out).GetProperty("release");
    }

    private static string? Digest((int Exit, string Out, string Err) check) => JsonElement.Parse(check.Out).GetProperty("digest").GetString();

    private static async Task<(int Exit, string Out, string Err)> Mkt(string folder, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Program(), .. args])
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["XDG_CONFIG_HOME"] = Config(folder);
        start.Environment["LC_ALL"] = "en_US.UTF-8";
        start.Environment.Remove("MKT_SERVER");
        start.Environment.Remove("MKT_TOKEN");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var cancel = TestContext.Current.CancellationToken;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, await output, await error);
    }

    // One author for the whole journey, whichever folder a command runs in.
    private static string Config(string folder)
    {
        var at = folder;
        while (!Path.GetFileName(at).StartsWith("mkt-", StringComparison.Ordinal)) at = Path.GetDirectoryName(at)!;
        return Path.Combine(at, ".config");
    }

    private static string Program()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var root = here;
        while (!File.Exists(Path.Combine(root.FullName, "Marketplace.sln"))) root = root.Parent!;
        return Path.Combine(root.FullName, "sdk", "tool", "bin", here.Parent!.Name, here.Name, "mkt.dll");
    }
}

using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Marketplace.Tests.Apps.Mkt;

/// <summary>What one command printed and how it ended.</summary>
internal sealed record Ending(int Exit, string Out, string Err)
{
    public string All => $"exit {Exit}\n{Out}\n{Err}";

    /// <summary>The one object of <c>--json</c>; anything beside it is a failure.</summary>
    public JsonElement Json() => JsonElement.Parse(Out);

    public Ending Must(int exit)
    {
        Assert.True(Exit == exit, $"expected exit {exit}: {All}");
        return this;
    }
}

/// <summary>The built command <c>mkt</c>, run as an author runs it: a process of its own, in a folder of its own, without an account.</summary>
internal sealed class Mkt : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Where the author works.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("mkt-").FullName;

    /// <summary>Runs a command to its end.</summary>
    public Task<Ending> Run(params string[] args) => RunIn(Folder, args);

    public async Task<Ending> RunIn(string folder, params string[] args)
    {
        using var process = Start(folder, args);
        process.StandardInput.Close();
        return await End(process);
    }

    /// <summary>Starts a command and leaves its streams to the caller.</summary>
    public Process Start(string folder, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Program(), .. args])
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["XDG_CONFIG_HOME"] = Path.Combine(Folder, ".config");
        start.Environment["LC_ALL"] = "en_US.UTF-8";
        start.Environment.Remove("MKT_SERVER");
        start.Environment.Remove("MKT_TOKEN");
        return Process.Start(start) ?? throw new InvalidOperationException("mkt does not start.");
    }

    /// <summary>Waits for a started command; one that does not end in a minute is ended, and fails the test.</summary>
    public static async Task<Ending> End(Process process)
    {
        using var patience = new CancellationTokenSource(Patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return new(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>A fresh app in the author's folder; its path.</summary>
    public async Task<string> New(string id, string template = "hello")
    {
        (await Run("new", id, "--template", template)).Must(0);
        return Path.Combine(Folder, id);
    }

    /// <summary>A template's files as they stand in the repository, where a test is not about <c>mkt new</c>.</summary>
    public string Lay(string template)
    {
        var (from, to) = (Path.Combine(Places.Root, "sdk", "templates", template), Path.Combine(Folder, template));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return to;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Program()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Places.Root, "sdk", "tool", "bin", here.Parent!.Name, here.Name, "mkt.dll");
    }
}

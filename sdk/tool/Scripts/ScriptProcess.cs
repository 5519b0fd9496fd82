using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Marketplace.Tool.Verbs;

namespace Marketplace.Tool.Scripts;

/// <summary>One child process that evaluates scripts. Its heap is capped and its environment empty, like a runner's.</summary>
internal sealed class ScriptProcess : IDisposable
{
    private readonly Process _process;

    private ScriptProcess(Process process) => _process = process;

    /// <summary>False once it has died or was given up.</summary>
    public bool Alive { get; private set; } = true;

    /// <summary>A child that is ready, or null.</summary>
    public static async Task<ScriptProcess?> Start(CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(ScriptProcess).Assembly.Location);
        start.ArgumentList.Add(ScriptChildVerb.Name);
        var keep = new[] { "DOTNET_ROOT", "PATH", "HOME", "TMPDIR" }.ToDictionary(n => n, Environment.GetEnvironmentVariable);
        start.Environment.Clear();
        foreach (var (name, value) in keep.Where(k => k.Value is not null)) start.Environment[name] = value;
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x20000000";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        try
        {
            var child = new ScriptProcess(Process.Start(start)!);
            child._process.ErrorDataReceived += static (_, _) => { }; // a dying runtime may print pages; nobody reads them
            child._process.BeginErrorReadLine();
            if (await child._process.StandardOutput.ReadLineAsync(cancel) == "ready") return child;
            child.Dispose();
            return null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The verdict on one file. A child that says nothing in time, or dies, is the verdict too.</summary>
    public async Task<JsonObject> Ask(string path, TimeSpan longest, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(longest);
        try
        {
            await _process.StandardInput.WriteLineAsync(path.AsMemory(), patience.Token);
            await _process.StandardInput.FlushAsync(patience.Token);
            if (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line && JsonNode.Parse(line) is JsonObject answer) return answer;
            Alive = false;
            return ScriptRun.Died("the process died");
        }
        catch (Exception e) when (e is IOException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            Alive = false;
            return ScriptRun.Died(e is IOException ? "the process died" : $"no answer within {longest.TotalSeconds} s");
        }
    }

    public void Dispose()
    {
        Alive = false;
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}

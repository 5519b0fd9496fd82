using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Tool.Verbs;

namespace Marketplace.Tool.Scripts;

/// <summary>One child process that evaluates scripts. Its heap is capped and its environment bare, like a runner's.</summary>
internal sealed class ScriptProcess : IDisposable
{
    private static readonly string[] Kept = ["DOTNET_ROOT", "PATH", "HOME", "TMPDIR", "DOTNET_CLI_HOME"];
    private static readonly TimeSpan ToStart = TimeSpan.FromSeconds(60);

    // The budgets end a script after 50 ms of CPU time. These are for what no budget reaches, as the watchdog is in production:
    // CPU time, because a busy machine must not judge honest scripts, and wall time for a child that waits for ever.
    private static readonly TimeSpan MostCpu = TimeSpan.FromSeconds(1.5), MostWall = TimeSpan.FromSeconds(10), Look = TimeSpan.FromMilliseconds(50);
    private readonly Process _process;

    private ScriptProcess(Process process) => _process = process;

    /// <summary>False once it has died or was given up.</summary>
    public bool Alive { get; private set; } = true;

    /// <summary>A child that is ready, or null.</summary>
    public static async Task<ScriptProcess?> Start(CancellationToken cancel)
    {
        ScriptProcess? child = null;
        try
        {
            child = new ScriptProcess(Process.Start(Command())!);
            child._process.ErrorDataReceived += static (_, _) => { }; // a dying runtime may print pages; nobody reads them
            child._process.BeginErrorReadLine();
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(ToStart);
            if (await child._process.StandardOutput.ReadLineAsync(patience.Token) == "ready") return child;
        }
        catch (Exception e) when (e is Win32Exception || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            child?.Dispose();
            return null;
        }
        child.Dispose();
        return null;
    }

    /// <summary>The verdict on one file, or null when the child had died before it was asked. A child that says nothing in time, or
    /// dies meanwhile, is the verdict too.</summary>
    public async Task<JsonObject?> Ask(string path, CancellationToken cancel)
    {
        try
        {
            if (_process.HasExited) return Gone(null);
            await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(path).AsMemory(), cancel);
            await _process.StandardInput.FlushAsync(cancel);
            var (since, spent) = (Stopwatch.GetTimestamp(), _process.TotalProcessorTime);
            var answer = _process.StandardOutput.ReadLineAsync(cancel).AsTask();
            while (await Task.WhenAny(answer, Task.Delay(Look, cancel)) != answer && !_process.HasExited)
            {
                cancel.ThrowIfCancellationRequested();
                _process.Refresh();
                if (_process.TotalProcessorTime - spent > MostCpu) return Gone("It went on past every budget; the process was ended.");
                if (Stopwatch.GetElapsedTime(since) > MostWall) return Gone($"No answer within {MostWall.TotalSeconds} s; the process was ended.");
            }
            return await answer is { } line ? JsonNode.Parse(line)!.AsObject() : Gone("The process died.");
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            return Gone("The process died."); // between two looks at it
        }
    }

    private JsonObject? Gone(string? message)
    {
        Alive = false;
        return message is null ? null : ScriptVerdict.Died(message);
    }

    public void Dispose()
    {
        Alive = false;
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static ProcessStartInfo Command()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(ScriptProcess).Assembly.Location);
        start.ArgumentList.Add(ScriptChildVerb.Name);
        var kept = Kept.ToDictionary(n => n, Environment.GetEnvironmentVariable);
        start.Environment.Clear();
        foreach (var (name, value) in kept.Where(k => k.Value is not null)) start.Environment[name] = value;
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x20000000";
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        return start;
    }
}

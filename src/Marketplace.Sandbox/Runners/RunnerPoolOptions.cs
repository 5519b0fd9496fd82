using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Marketplace.Sandbox.Runners;

/// <summary>How many runners, and how they are started.</summary>
public sealed record RunnerPoolOptions
{
    private const int LongestSocketPath = 90;

    /// <summary>The runner's assembly, <c>Marketplace.Runner.dll</c>.</summary>
    public required string RunnerPath { get; init; }
    /// <summary>Sockets lie under it when its path is short enough, else in a private temporary folder.</summary>
    public required string DataFolder { get; init; }
    /// <summary>Runners that take calls; one more waits warm.</summary>
    public int Runners { get; init; } = 1;
    /// <summary>Kernel threads in each runner.</summary>
    public int Threads { get; init; } = 2;
    /// <summary>Calls on one runner at once, parked ones included.</summary>
    public int InFlight { get; init; } = 32;
    /// <summary>Ceiling of a runner's managed heap.</summary>
    public long HeapBytes { get; init; } = 768L * 1024 * 1024;
    /// <summary>How long a runner may say nothing before it is killed. It beats five times a second.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(5);
    /// <summary>How long a start may take.</summary>
    public TimeSpan StartsWithin { get; init; } = TimeSpan.FromSeconds(30);

    internal string SocketFolder()
    {
        var folder = Path.Combine(DataFolder, "run");
        if (Path.GetFullPath(folder).Length > LongestSocketPath)
            folder = Path.Combine(Path.GetTempPath(), $"marketplace-{Environment.ProcessId}");
        if (OperatingSystem.IsWindows()) return Directory.CreateDirectory(folder).FullName;
        return Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
    }

    internal ProcessStartInfo Command(string socket)
    {
        var runtime = RuntimeEnvironment.GetRuntimeDirectory();
        var dotnet = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        var start = new ProcessStartInfo(File.Exists(dotnet) ? dotnet : "dotnet")
        {
            UseShellExecute = false, WorkingDirectory = Path.GetTempPath(),
            ArgumentList = { RunnerPath, Path.GetFullPath(socket), Threads.ToString(CultureInfo.InvariantCulture) },
        };
        start.Environment.Clear();
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapBytes.ToString("X", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        return start;
    }
}

/// <summary>What the pool has seen.</summary>
/// <param name="Calls">Calls that ended.</param>
/// <param name="Deaths">Runner processes that ended under the pool.</param>
/// <param name="Kills">Those of them that the watchdog killed.</param>
/// <param name="Retries">Calls that ran again after a death.</param>
/// <param name="InFlight">Calls on a runner now.</param>
/// <param name="Waiting">Calls that wait for a place.</param>
/// <param name="Quarantined">Releases that no runner takes any more.</param>
public sealed record RunnerPoolStats(long Calls, long Deaths, long Kills, long Retries, int InFlight, int Waiting, int Quarantined);

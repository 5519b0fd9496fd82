using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Marketplace.Grains.Solving;

/// <summary>How solver processes are started and bounded.</summary>
public sealed record SolverOptions
{
    /// <summary>The solver's assembly.</summary>
    public string Path { get; init; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Marketplace.Solver.dll");

    /// <summary>Solvers at work at once; further requests wait. Each has one thread.</summary>
    public int AtOnce { get; init; } = 1;

    /// <summary>Managed memory of a solver at most, in bytes.</summary>
    public long HeapBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>How long after its box a solver is ended.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Characters of one answer at most; a solver that says more is ended.</summary>
    public int LongestAnswer { get; init; } = 32 * 1024 * 1024;

    /// <summary>The command: nothing of the host's environment, neither secrets nor settings, goes along.</summary>
    internal ProcessStartInfo Command()
    {
        var root = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var dotnet = System.IO.Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        var start = new ProcessStartInfo(File.Exists(dotnet) ? dotnet : "dotnet")
        {
            UseShellExecute = false, WorkingDirectory = System.IO.Path.GetTempPath(), ArgumentList = { Path },
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapBytes.ToString("X", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        return start;
    }
}

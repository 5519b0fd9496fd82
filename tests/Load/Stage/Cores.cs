using System.Diagnostics;
using System.Globalization;

namespace Marketplace.Load.Stage;

/// <summary>The server has one core and the generator another, so that neither takes the other's time.</summary>
internal static class Cores
{
    /// <summary>The command that puts the server on its core.</summary>
    public static readonly string[] Server = ["taskset", "-c", "0"];

    private const string Mine = "1";

    /// <summary>Runs this program again on its own core; null when it is there already. Completions run where they are found: one thread
    /// less between the socket and the clock.</summary>
    public static async Task<int?> Again(string[] args)
    {
        if (Allowed(Environment.ProcessId) == Mine) return null;
        var start = new ProcessStartInfo("taskset", ["-c", Mine, Environment.ProcessPath!, .. IsHost ? [typeof(Cores).Assembly.Location] : Array.Empty<string>(), .. args]);
        start.Environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1";
        using var again = Process.Start(start) ?? throw new InvalidOperationException("taskset did not start.");
        void End() { if (!again.HasExited) again.Kill(); }
        using var told = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, _ => End());
        await again.WaitForExitAsync();
        return again.ExitCode;
    }

    /// <summary>The cores that a process may use, as the kernel writes them.</summary>
    public static string Allowed(int process) =>
        File.ReadLines($"/proc/{process}/status").First(static line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal)).Split('\t')[1];

    /// <summary>Puts a running PostgreSQL on the server's core too; what it starts from now on follows.</summary>
    public static async Task Follow(string connection)
    {
        var folder = new Npgsql.NpgsqlConnectionStringBuilder(connection).Host!;
        var pid = (await File.ReadAllLinesAsync(Path.Combine(folder, "db", "postmaster.pid")))[0];
        foreach (var process in new[] { int.Parse(pid, CultureInfo.InvariantCulture) }.Concat(Children(int.Parse(pid, CultureInfo.InvariantCulture))))
        {
            using var moved = Process.Start(new ProcessStartInfo("taskset", ["-a", "-c", "-p", "0", process.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true });
            if (moved is not null) await moved.WaitForExitAsync();
        }
    }

    /// <summary>Processes that this one started and that still run.</summary>
    public static IReadOnlyList<int> Children(int process) =>
        [.. Directory.GetDirectories($"/proc/{process}/task").Select(static thread => Path.Combine(thread, "children")).Where(File.Exists)
            .SelectMany(static file => File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(static pid => int.Parse(pid, CultureInfo.InvariantCulture))];

    private static bool IsHost => Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet";
}

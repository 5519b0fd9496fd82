using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Marketplace.Tests.Cluster.Runners;

/// <summary>Runner processes of this test process, as the operating system sees them.</summary>
internal static class Children
{
    /// <summary>Process ids of every living runner that this process has started.</summary>
    public static IReadOnlyList<int> Runners() =>
        [.. Directory.GetDirectories("/proc").Select(Path.GetFileName).Select(n => int.TryParse(n, out var id) ? id : 0).Where(id => id > 0 && IsOurs(id))];

    /// <summary>Sends a signal and waits until it has been sent.</summary>
    public static async Task Signal(string signal, int id)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", ["-" + signal, id.ToString(CultureInfo.InvariantCulture)]))!;
        await kill.WaitForExitAsync();
    }

    /// <summary>The environment a process was started with.</summary>
    public static IReadOnlyDictionary<string, string> Environment(int id) =>
        File.ReadAllText($"/proc/{id}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]);

    /// <summary>Inode numbers of a process's open sockets. A file it closes while it is looked at is none.</summary>
    public static IReadOnlyList<string> Sockets(int id) =>
        [.. Directory.GetFiles($"/proc/{id}/fd").Select(Target).Where(n => n.StartsWith("socket:", StringComparison.Ordinal)).Select(n => n["socket:[".Length..^1])];

    /// <summary>Inode numbers of every socket of the internet protocols on the machine.</summary>
    public static IReadOnlySet<string> InternetSockets() =>
        new[] { "tcp", "tcp6", "udp", "udp6", "raw", "raw6" }.Select(n => "/proc/net/" + n).Where(File.Exists)
            .SelectMany(f => File.ReadLines(f).Skip(1)).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[9]).ToHashSet();

    private static string Target(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, false)?.Name ?? "";
        }
        catch (IOException)
        {
            return ""; // it was closed while it was looked at
        }
    }

    private static bool IsOurs(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var parts = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return parts[0] != "Z" && parts[1] == System.Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
                && File.ReadAllText($"/proc/{id}/cmdline").Contains("Marketplace.Runner.dll", StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false; // it ended while it was looked at
        }
    }
}

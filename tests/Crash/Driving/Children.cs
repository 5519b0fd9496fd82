using System.Diagnostics;
using System.Globalization;

namespace Marketplace.Tests.Crash.Driving;

/// <summary>The child processes of a host, as /proc tells.</summary>
internal static class Children
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runner processes, the longest running first: that one takes the calls, the others stand by.</summary>
    public static List<int> Runners(int host) => [.. Of(host).Where(child => child.Command.Contains("Marketplace.Runner", StringComparison.Ordinal)).OrderBy(c => c.Started).Select(c => c.Id)];

    /// <summary>All of them.</summary>
    public static List<int> All(int host) => [.. Of(host).Select(c => c.Id)];

    /// <summary>Waits until a standby has warmed up: it has worked for its start and works no more.</summary>
    public static async Task StandbyIsWarm(int host)
    {
        var since = Stopwatch.GetTimestamp();
        for (var quiet = 0; quiet < 5;)
        {
            if (Stopwatch.GetElapsedTime(since) > Patience) throw new TimeoutException("No standby becomes warm.");
            var before = Work(host);
            await Task.Delay(100);
            var after = Work(host);
            quiet = before.Count > 0 && before.SequenceEqual(after) && after.All(ticks => ticks > 10) ? quiet + 1 : 0;
        }
    }

    /// <summary>Waits until none of these processes runs any more.</summary>
    public static async Task Gone(IReadOnlyList<int> ids)
    {
        var since = Stopwatch.GetTimestamp();
        while (ids.Any(id => Stat(id) is { State: not 'Z' }))
        {
            if (Stopwatch.GetElapsedTime(since) > Patience) throw new TimeoutException($"Children outlive their host: {string.Join(", ", ids.Where(id => Stat(id) is not null))}");
            await Task.Delay(20);
        }
    }

    /// <summary>Clock ticks of work that each runner but the oldest has done, a beat now and then left out.</summary>
    private static List<long> Work(int host) => [.. Runners(host).Skip(1).Select(id => (Stat(id)?.Ticks ?? 0) / 4)];

    private static IEnumerable<(int Id, string Command, long Started)> Of(int host)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)) continue;
            if (Stat(id) is { Parent: var parent, State: not 'Z', Started: var started } && parent == host) yield return (id, Command(id), started);
        }
    }

    private static string Command(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>State, parent and start of a process, or null. The name before them may hold blanks, so what follows its bracket is read.</summary>
    private static (char State, int Parent, long Started, long Ticks)? Stat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            var parts = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (parts[0][0], int.Parse(parts[1], CultureInfo.InvariantCulture), Number(19), Number(11) + Number(12));

            long Number(int place) => long.Parse(parts[place], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}

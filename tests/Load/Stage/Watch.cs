using System.Globalization;

namespace Marketplace.Load.Stage;

/// <summary>Looks at the server once a second: resident memory of the host and its runners, processor time, and how much of the machine
/// somebody else used.</summary>
internal sealed class Watch : IAsyncDisposable
{
    private const double TicksPerSecond = 100;
    private readonly int host;
    private readonly CancellationTokenSource stop = new();
    private readonly Task looking;
    private readonly (long Busy, long Steal, long Host, long Children, long Mine) began;
    private readonly long since = System.Diagnostics.Stopwatch.GetTimestamp();
    private long most, mostChildren;

    public Watch(int host)
    {
        this.host = host;
        began = Used();
        looking = Look();
    }

    /// <summary>Resident memory now, host and runners, in MB.</summary>
    public (long Host, long Runners) Memory => (Resident(host), Cores.Children(host).Sum(Resident));

    /// <summary>A line of what was seen.</summary>
    public string Seen()
    {
        var now = Used();
        var seconds = System.Diagnostics.Stopwatch.GetElapsedTime(since).TotalSeconds;
        var ours = now.Host - began.Host + now.Children - began.Children + now.Mine - began.Mine;
        double Share(long ticks) => 100 * ticks / TicksPerSecond / seconds;
        return FormattableString.Invariant($"memory at most: host {Math.Max(most, Memory.Host)} MB, runners {Math.Max(mostChildren, Memory.Runners)} MB; ")
            + FormattableString.Invariant($"processor: host {Share(now.Host - began.Host):F0} %, runners {Share(now.Children - began.Children):F0} %, generator {Share(now.Mine - began.Mine):F0} %, ")
            + FormattableString.Invariant($"others {Math.Max(0, Share(now.Busy - began.Busy - ours)):F0} %, stolen {Share(now.Steal - began.Steal):F0} %; load {File.ReadAllText("/proc/loadavg")[..14]}");
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await looking;
        stop.Dispose();
    }

    private async Task Look()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (!stop.IsCancellationRequested)
        {
            var (now, runners) = Memory;
            (most, mostChildren) = (Math.Max(most, now), Math.Max(mostChildren, runners));
            await Task.WhenAny(timer.WaitForNextTickAsync(CancellationToken.None).AsTask(), Task.Delay(Timeout.Infinite, stop.Token));
        }
    }

    private (long Busy, long Steal, long Host, long Children, long Mine) Used()
    {
        var cpu = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..].Select(static n => long.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return (cpu[0] + cpu[1] + cpu[2] + cpu[5] + cpu[6], cpu[7], Ticks(host), Cores.Children(host).Sum(Ticks), Ticks(Environment.ProcessId));
    }

    private static long Ticks(int process)
    {
        if (!File.Exists($"/proc/{process}/stat")) return 0;
        var after = File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].Split(' ');
        return long.Parse(after[11], CultureInfo.InvariantCulture) + long.Parse(after[12], CultureInfo.InvariantCulture);
    }

    private static long Resident(int process)
    {
        if (!File.Exists($"/proc/{process}/status")) return 0;
        var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(static l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}

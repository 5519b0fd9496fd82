using System.Collections.Concurrent;
using System.Diagnostics;

namespace Marketplace.Tests.Running;

/// <summary>The host as people run it: its own process, its own data folder, free ports. Linked into every lane that needs one.
/// What it printed is kept, and shown when it does not become ready.</summary>
public sealed class RunningHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly ConcurrentQueue<string> printed = new();
    private readonly HostPlace place;
    private readonly bool isLent;
    private Process? process;

    private RunningHost(HostPlace place, bool isLent = false) => (this.place, this.isLent) = (place, isLent);

    /// <summary>Where it listens, without a trailing slash.</summary>
    public Uri Address => new($"http://localhost:{place.HttpPort}");

    /// <summary>Port of its device gateway, on loopback.</summary>
    public int MqttPort => place.MqttPort;

    /// <summary>Its data folder.</summary>
    public string Data => place.Data;

    /// <summary>Where it lives; what runs there beside it is an operator's command.</summary>
    public HostPlace Place => place;

    /// <summary>Its process, while it runs.</summary>
    public int ProcessId => process!.Id;

    /// <summary>Everything it has printed so far.</summary>
    public string Printed => string.Join('\n', printed);

    /// <summary>Starts a host where the demo is planted already, or on a place that is given.</summary>
    public static async Task<RunningHost> Start(string engine = "sqlite", HostPlace? place = null)
    {
        var host = new RunningHost(place ?? await HostPlace.Seeded(engine));
        await host.Start();
        return host;
    }

    /// <summary>A host that is not started yet, at a place that is its own from now on.</summary>
    public static RunningHost At(HostPlace place) => new(place);

    /// <summary>A host that is not started yet, at a place that outlives it.</summary>
    public static RunningHost Lent(HostPlace place) => new(place, isLent: true);

    /// <summary>Starts it again after <see cref="Kill"/>; the same data, the same ports.</summary>
    public async Task Start()
    {
        Launch();
        await Until("/health/ready");
    }

    /// <summary>A host that was launched and may not answer yet.</summary>
    public static async Task<RunningHost> Launched(string engine)
    {
        var host = new RunningHost(await HostPlace.Fresh(engine));
        host.Launch();
        return host;
    }

    /// <summary>A host at a given place that was launched and may not answer yet.</summary>
    public static RunningHost Launched(HostPlace place)
    {
        var host = new RunningHost(place);
        host.Launch();
        return host;
    }

    /// <summary>Waits until a path is answered with success.</summary>
    public async Task Until(string path)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var last = "";
        var since = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(since) < Patience && !process!.HasExited)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(Address, path));
                if (answer.IsSuccessStatusCode) return;
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException)
            {
                if (notYet.Message != last) printed.Enqueue($"not yet: {last = notYet.Message}");
            }
            await Task.Delay(50);
        }
        throw new InvalidOperationException($"The host did not come to {path} ({(process!.HasExited ? $"it ended with {process.ExitCode}" : "it still runs")}):\n{Printed}");
    }

    /// <summary>Launches the process and waits for nothing.</summary>
    public void Launch()
    {
        process = Process.Start(place.Command()) ?? throw new InvalidOperationException("The host did not start.");
        process.OutputDataReceived += (_, line) => printed.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => printed.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>SIGKILL, as a power cut would: nothing of the host gets to say goodbye.</summary>
    public async Task Kill()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>Sends a signal, such as <c>TERM</c>, <c>STOP</c> or <c>CONT</c>.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        if (kill.ExitCode != 0) throw new InvalidOperationException($"The host took no {name}.");
    }

    /// <summary>The code with which the process ended within the time, or null when it still runs.</summary>
    public async Task<int?> ExitCode(TimeSpan patience)
    {
        using var time = new CancellationTokenSource(patience);
        try
        {
            await process!.WaitForExitAsync(time.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
        process?.Dispose();
        if (!isLent) await place.DisposeAsync();
    }
}

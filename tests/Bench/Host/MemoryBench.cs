using System.Diagnostics;
using Marketplace.Tests.Running;

namespace Marketplace.Bench.Host;

/// <summary>Memory of the host and its runners with few installs and with a thousand, each of which has been called: five hundred apps,
/// published, listed and installed over HTTP by two firms.</summary>
internal static class MemoryBench
{
    private const int Apps = 500;
    private static readonly string[] Firms = ["mkt_dev_sme", "mkt_dev_sme2"];

    public static async Task<int> Run(string engine)
    {
        const int seed = 20_261_127;
        await using var host = await RunningHost.Start(engine);
        using var isv = new Talk(host.Address, "mkt_dev_isv");
        using var desk = new Talk(host.Address, "mkt_dev_operator");
        var firms = Firms.Select(token => new Talk(host.Address, token)).ToList();
        foreach (var (place, id) in SmallApp.Names(Apps, seed).Index())
        {
            Must(await isv.Bytes("/api/v1/releases", SmallApp.Pack(id), "application/zip"));
            Must(await desk.Post($"/api/v1/reviews/{id}/1.0.0/decision", new { decision = "list" }));
            foreach (var firm in firms)
            {
                Must(await firm.Post("/api/v1/installs", new { app = id, grants = "all" }));
                Must(await firm.Post($"/api/v1/installs/{id}/functions/add", new { }));
                if (place == 0 && firm == firms[0]) await Say(host, engine, "1 install of this kind (beside the seed's 6)");
            }
            if ((place + 1) % 100 == 0) await Say(host, engine, $"{(place + 1) * firms.Count} installs");
        }
        foreach (var firm in firms) firm.Dispose();
        await host.Kill();
        var began = Stopwatch.GetTimestamp();
        await host.Start();
        await Say(host, engine, FormattableString.Invariant($"{Apps * Firms.Length} installs, after a restart that was ready in {Stopwatch.GetElapsedTime(began).TotalSeconds:F2} s, none called yet"));
        return 0;
    }

    private static void Must(Reply reply)
    {
        if (reply.Status is not (200 or 201)) throw new InvalidOperationException(reply.ToString());
    }

    /// <summary>Prints what memory the host and its runners have.</summary>
    public static async Task Say(RunningHost host, string engine, string state)
    {
        await Task.Delay(TimeSpan.FromSeconds(3)); // the work that the last call left behind
        var runners = Process.GetProcessesByName("dotnet").Where(p => Parent(p.Id) == host.ProcessId).Select(p => HostBench.Resident(p.Id)).Order();
        Console.WriteLine($"{engine}: {state}: host {HostBench.Resident(host.ProcessId)} MB, its children {string.Join(" + ", runners)} MB");
    }

    private static int Parent(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(static l => l.StartsWith("PPid:", StringComparison.Ordinal));
        return int.Parse(line[5..], System.Globalization.CultureInfo.InvariantCulture);
    }
}

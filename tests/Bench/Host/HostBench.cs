using System.Diagnostics;
using System.Globalization;
using Marketplace.Tests.Running;

namespace Marketplace.Bench.Host;

/// <summary>The whole way over HTTP, with the host in a process of its own: time to ready, scans, echoes, memory.</summary>
internal static class HostBench
{
    private const string Scan = "/api/v1/installs/auto/tag-to-parameter/functions/onScan";
    private const string Echo = "/api/v1/installs/demo/echo/functions/echo";
    private static readonly int[] Widths = [1, 16, 64];

    public static async Task<int> Run(string engine, TimeSpan each)
    {
        var began = Stopwatch.GetTimestamp();
        await using var host = await RunningHost.Start(engine);
        Say($"{engine}: time to ready, empty store and whole seed {Stopwatch.GetElapsedTime(began).TotalSeconds:F2} s");
        await host.Kill();
        began = Stopwatch.GetTimestamp();
        await host.Start();
        Say($"{engine}: time to ready, seeded store {Stopwatch.GetElapsedTime(began).TotalSeconds:F2} s");
        var clients = new Clients(host.Address, "mkt_dev_sme");
        var cold = 0;
        for (var i = 0; i < 300; i++)
        {
            if (await clients.Try(Scan, ScanBody(i)) is not null) cold++;
            if (await clients.Try(Echo, EchoBody(i)) is not null) cold++;
        }
        Say($"{engine}: refused among the first 600 calls {cold}");
        foreach (var width in Widths) Say(await clients.Measure($"{engine} onScan, one install", Scan, width, each, ScanBody));
        foreach (var width in Widths) Say(await clients.Measure($"{engine} echo, one install", Echo, width, each, EchoBody));
        Say($"{engine}: memory of the host {Resident(host.ProcessId)} MB");
        return 0;
    }

    private static string ScanBody(int number) => $$"""{"code":"DEMO-GREEN","machine":"M-0{{number % 5 + 1}}"}""";

    private static string EchoBody(int number) => $$"""{"n":{{number}},"text":"扫码","list":[1,2,3]}""";

    /// <summary>Resident memory of a process, in MB.</summary>
    public static long Resident(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(static l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private static void Say(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));

    private static void Say(string line) => Console.WriteLine(line);
}

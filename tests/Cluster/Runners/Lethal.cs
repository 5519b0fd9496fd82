namespace Marketplace.Tests.Cluster.Runners;

/// <summary>A script that holds its thread in one step which no limit of the engine interrupts: only the watchdog ends it.</summary>
internal static class Lethal
{
    public const string Body = "const s = 'x'.repeat(2e6) + 'a', t = 'x'.repeat(2e6) + 'b'; return Array(900_000).fill(0).map((_, i) => (i % 2 ? s : t)).sort().length;";
}

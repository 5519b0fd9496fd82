namespace Marketplace.Tests.Cluster.Runners;

/// <summary>A script that holds its thread in one step which no limit of the engine interrupts: only the watchdog ends it.</summary>
internal static class Lethal
{
    public const string Body = "return Object.keys(Object('x'.repeat(4e6))).length;";
}

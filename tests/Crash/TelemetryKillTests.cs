using Marketplace.Load.Telemetry;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Crash;

/// <summary>Meters over MQTT, and SIGKILL of the host between them and their windows: no reading lost, none counted twice. The run of five minutes with
/// fifty meters is a command of <c>tests/Load</c>.</summary>
public sealed class TelemetryKillTests
{
    public static TheoryData<string> Engines => Seeds.Nightly ? ["sqlite", "postgres"] : ["sqlite"];

    [Theory, MemberData(nameof(Engines))]
    public async Task A_killed_host_loses_no_reading_and_counts_none_twice(string engine)
    {
        var dice = Seeds.Dice($"meters on {engine}");
        await using var host = await RunningHost.Start(engine);
        var run = new MeterRun(host, meters: Seeds.Nightly ? 50 : 8, perBatch: 20, perMinute: Seeds.Nightly ? 50_000 : 12_000, TimeSpan.FromSeconds(Seeds.Nightly ? 60 : 8), Seeds.Say);
        var wrong = await run.Run(dice.Next());
        Assert.True(wrong.Count == 0, $"{string.Join('\n', wrong.Take(20))}\n{wrong.Count} in all\n{host.Printed}");
    }
}

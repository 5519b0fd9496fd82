using System.Diagnostics;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Telemetry;

/// <summary>What an operator sees of one call: a single trace from the request to the machine's command, the meters, and nothing of what the
/// firm's records say.</summary>
public sealed class TraceTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c", Root = "b7ad6b7169203331";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task One_trace_runs_from_http_to_the_delivery_and_carries_no_values()
    {
        await using var collector = new Collector();
        var place = (await HostPlace.Seeded("sqlite")).With("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address).With("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
            .With("OTEL_BSP_SCHEDULE_DELAY", "300").With("OTEL_BLRP_SCHEDULE_DELAY", "300");
        await using var host = await RunningHost.Start(place: place);
        using var firm = new Talk(host.Address, "mkt_dev_sme");
        var scan = await firm.Post("/api/v1/installs/auto/tag-to-parameter/functions/onScan", new { code = "DEMO-GREEN", machine = "M-01" });
        Assert.Equal("green", scan.Result.GetProperty("answer").GetString());
        var sent = await firm.Post("/api/v1/installs/auto/tag-to-parameter/functions/confirm", new { job = scan.Result.GetProperty("job").GetString() }, "traced-confirm", ("traceparent", $"00-{Trace}-{Root}-01"));
        Assert.Equal("SENT", sent.Result.GetProperty("state").GetString());
        var spans = await Until(() => collector.Spans.Where(s => s.Trace == Trace).ToList(), spans => Expected.All(name => spans.Any(s => s.Name == name)));
        Assert.Empty(Expected.Except(spans.Select(static s => s.Name)));
        var ids = spans.Select(static s => s.Id).Append(Root).ToHashSet();
        Assert.All(spans, span => Assert.Contains(span.Parent, ids));
        Assert.Single(spans, static s => s.Parent == Root);
        Assert.DoesNotContain("DEMO-GREEN", collector.Text("/v1/traces"), StringComparison.Ordinal);
        Assert.DoesNotContain("DEMO-GREEN", collector.Text("/v1/logs"), StringComparison.Ordinal);
        Assert.Contains("traced-confirm", collector.Text("/v1/traces"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_meters_of_an_operator_move()
    {
        await using var host = await RunningHost.Start();
        using var firm = new Talk(host.Address, "mkt_dev_sme");
        const string app = "/api/v1/installs/auto/tag-to-parameter/functions/onScan";
        Assert.Equal(200, (await firm.Post(app, new { code = "DEMO-GREEN", machine = "M-01" })).Status);
        Assert.Equal("tag.unknown", (await firm.Post(app, new { code = "DEMO-NONE", machine = "M-01" })).Code);
        Assert.Equal("input.invalid", (await firm.Post(app, new { code = 7 })).Code);
        var text = await Until(async () => (await firm.Get("/metrics")).Text, static text => text.Contains("marketplace_outbox_age", StringComparison.Ordinal));
        foreach (var series in (string[])[
            "marketplace_calls_total{otel_scope_name=\"Marketplace.Grains\",code=\"\",outcome=\"completed\"}", "outcome=\"refused\"", "outcome=\"turnedAway\"",
            "marketplace_call_duration_seconds_bucket", "marketplace_http_refusals_total", "code=\"input.invalid\"", "marketplace_runner_kills_total",
            "marketplace_runner_running", "marketplace_store_batch_bucket", "marketplace_store_commit_seconds_bucket", "marketplace_outbox_open",
            "marketplace_outbox_age_seconds", "marketplace_due_age_seconds", "marketplace_dead"])
            Assert.True(text.Contains(series, StringComparison.Ordinal), $"{series} is not among\n{string.Join('\n', text.Split('\n').Where(static line => line.StartsWith("marketplace", StringComparison.Ordinal)))}");
    }

    private static readonly string[] Expected =
    [
        "InvokerGrain.Invoke", "InstallGrain.Admit", "runner.call", "host.records.get", "store.read", "install.commit", "install.chain", "store.commit", "deliver.device", "DeviceGrain.Send",
    ];

    private static Task<T> Until<T>(Func<T> look, Func<T, bool> enough) => Until(() => Task.FromResult(look()), enough);

    private static async Task<T> Until<T>(Func<Task<T>> look, Func<T, bool> enough)
    {
        for (var since = Stopwatch.GetTimestamp(); ; await Task.Delay(100))
            if (await look() is var seen && (enough(seen) || Stopwatch.GetElapsedTime(since) > Patience)) return seen;
    }
}

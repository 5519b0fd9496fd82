using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Marketplace.Host.Composition;

/// <summary>What this process tells of itself: metrics for whoever asks at <c>/metrics</c>; and traces, metrics and logs to a collector when
/// OpenTelemetry's own variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one. Without it nothing is traced, and tracing costs nothing.</summary>
internal static class Telemetry
{
    private static readonly string[] Meters = ["Marketplace.*", "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql"];

    /// <summary>Collects the program's, Orleans', the web server's and the driver's meters, and exports what is asked for.</summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(static resource => resource.AddService("marketplace", serviceInstanceId: $"{Environment.MachineName}:{Environment.ProcessId}"))
            .WithMetrics(static metrics => metrics.AddMeter(Meters).AddPrometheusExporter());
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) return builder;
        telemetry
            .WithTracing(static tracing => tracing.AddSource("Marketplace.*", "Npgsql").AddAspNetCoreInstrumentation())
            .WithLogging(null, static logs => (logs.IncludeScopes, logs.IncludeFormattedMessage) = (true, false))
            .UseOtlpExporter();
        return builder;
    }
}

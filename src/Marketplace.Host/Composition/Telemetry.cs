using OpenTelemetry.Metrics;

namespace Marketplace.Host.Composition;

/// <summary>Metrics of this process, and where they are read.</summary>
internal static class Telemetry
{
    /// <summary>Collects the program's, Orleans' and the web server's meters for <c>/metrics</c>.</summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("Marketplace.*", "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            .AddPrometheusExporter());
        return builder;
    }
}

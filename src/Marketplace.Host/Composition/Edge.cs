using Marketplace.Api;
using Marketplace.Host.Seed;
using Marketplace.Web;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Marketplace.Host.Composition;

/// <summary>Everything that listens: pages, HTTP, health, metrics, and the headers that every answer carries.</summary>
internal static class Edge
{
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; style-src 'self' 'unsafe-inline'; "
        + "manifest-src 'self'; media-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'";

    // Orleans' dashboard carries one of its fonts in its style sheet; nothing else of it needs more than our own pages do.
    private static readonly string BoardPolicy = ContentPolicy.Replace("font-src 'self'", "font-src 'self' data:", StringComparison.Ordinal);

    /// <summary>Adds the pages, the API and the web server's limits.</summary>
    public static WebApplicationBuilder AddEdge(this WebApplicationBuilder builder, HostSettings settings)
    {
        if (builder.Configuration["urls"] is null && builder.Configuration["URLS"] is null && Environment.GetEnvironmentVariable("ASPNETCORE_URLS") is null)
            builder.WebHost.UseUrls("http://localhost:5080");
        builder.WebHost.UseStaticWebAssets().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 21 * 1024 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            // A connection costs memory before it has said anything: so many, and no longer than this for a head, nor slower than this for a body.
            kestrel.Limits.MaxConcurrentConnections = 4_000;
            kestrel.Limits.MaxConcurrentUpgradedConnections = 1_000;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(65);
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(1_024, TimeSpan.FromSeconds(5));
            kestrel.Limits.MinResponseDataRate = new MinDataRate(1_024, TimeSpan.FromSeconds(5));
        });
        builder.Logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.Services.AddSingleton(TimeProvider.System).AddHealthChecks();
        builder.Services.AddMarketplaceApi(new ApiOptions
        {
            DevTokens = settings.Demo ? DemoPeople.Tokens : new Dictionary<string, string>(),
            CallsPerSecond = settings.CallsPerSecond,
            Places = settings.Places,
            MqttPort = settings.MqttPort,
            MqttAddress = settings.MqttAddress,
        });
        builder.Services.AddMarketplaceWeb(new WebOptions { Demo = settings.Demo });
        return builder;
    }

    /// <summary>Maps it all.</summary>
    public static WebApplication UseEdge(this WebApplication app)
    {
        app.UseMarketplaceDoor();
        app.UseMarketplaceWeb();
        app.UseDrain();
        app.Use(static (context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments(SiloBoard.Path) ? BoardPolicy : ContentPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            return next(context);
        });
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapGet("/health/live", static () => Results.Text("live")).ExcludeFromDescription();
        app.MapGet("/health/ready", static (Readiness ready) =>
            ready.IsReady ? Results.Text("ready") : Results.Text("starting", statusCode: 503)).ExcludeFromDescription();
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.MapSiloBoard();
        app.MapMarketplaceApi();
        app.MapMarketplaceWeb();
        return app;
    }
}

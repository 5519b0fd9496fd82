using System.Reflection;
using Marketplace.Contracts.Installs;
using Marketplace.Grains;
using Marketplace.Host;
using Marketplace.Host.Composition;
using Marketplace.Host.Seed;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Dashboard;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Marketplace.Tests.House;

/// <summary>Everything that can be asked of the program: the endpoints of the composed host, and the methods of every grain interface.</summary>
internal static class Surface
{
    /// <summary>Each route as <c>GET /pattern</c>; <c>ANY</c> where no method is asked for. The host is composed as it is and not started.</summary>
    public static async Task<IReadOnlyList<string>> Routes()
    {
        var data = Directory.CreateTempSubdirectory("surface-");
        try
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development, ContentRootPath = data.FullName });
            builder.AddEdge(new HostSettings { Data = data.FullName, Store = "sqlite", Seed = "demo", MqttPort = 0, Development = true, CallsPerSecond = 200, MasterKey = Path.Combine(data.FullName, "master.key") }).AddTelemetry();
            builder.Services.AddSingleton<Readiness>();
            builder.Host.UseOrleansClient(static client => client.UseLocalhostClustering().AddDashboard());
            await using var app = builder.Build();
            app.UseEdge();
            return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(static s => s.Endpoints).OfType<RouteEndpoint>().SelectMany(Named).Distinct().Order(StringComparer.Ordinal)];
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    /// <summary>Each method as <c>IGrain.Method</c>, internal interfaces too.</summary>
    public static IReadOnlyList<string> Methods() =>
    [
        .. new[] { typeof(IInstallGrain).Assembly, typeof(GrainsSetup).Assembly }.SelectMany(static a => a.GetTypes())
            .Where(static t => t.IsInterface && typeof(IAddressable).IsAssignableFrom(t))
            .SelectMany(static t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(m => $"{t.Name}.{m.Name}"))
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Named(RouteEndpoint endpoint)
    {
        var pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
        return methods.Count == 0 ? [$"ANY {pattern}"] : methods.Select(method => $"{method} {pattern}");
    }
}

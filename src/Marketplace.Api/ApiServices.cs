using Marketplace.Api.Accounts;
using Marketplace.Api.Admission;
using Marketplace.Api.Devices;
using Marketplace.Api.Documents;
using Marketplace.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Marketplace.Api;

/// <summary>The HTTP edge and the device gateway, for the host to put in place.</summary>
public static class ApiServices
{
    /// <summary>Adds what the routes and the gateway need. Grains come from the host's <c>IGrainFactory</c>.</summary>
    public static IServiceCollection AddMarketplaceApi(this IServiceCollection services, ApiOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<People>();
        services.AddSingleton<Callers>();
        services.AddMetrics();
        services.AddSingleton<Turnstile>();
        services.AddSingleton<Halls>();
        services.AddSingleton<Regulars>();
        services.AddSingleton<Door>();
        services.AddSingleton<Edge>();
        services.AddHostedService<DeviceGateway>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default));
        services.AddOpenApi("v1", ApiDocument.Configure);
        return services;
    }

    /// <summary>Puts the door in front of everything, pages too: first in the pipeline, and before routing.</summary>
    public static IApplicationBuilder UseMarketplaceDoor(this IApplicationBuilder app)
    {
        var door = app.ApplicationServices.GetRequiredService<Door>();
        return app.Use(next => http => door.Enter(http, next));
    }

    /// <summary>Maps every route, the OpenAPI document and its page. Sessions are seen when the host has placed authentication before.</summary>
    public static IEndpointRouteBuilder MapMarketplaceApi(this IEndpointRouteBuilder endpoints)
    {
        Routes.Map(endpoints, endpoints.ServiceProvider.GetRequiredService<Edge>());
        DocsPage.Map(endpoints);
        return endpoints;
    }
}

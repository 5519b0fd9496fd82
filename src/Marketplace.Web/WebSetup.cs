using Marketplace.Views;
using Marketplace.Views.Apps;
using Marketplace.Web.Accounts;
using Marketplace.Web.Desk;
using Marketplace.Web.Finance;
using Marketplace.Web.Floor;
using Marketplace.Web.Freight;
using Marketplace.Web.Home;
using Marketplace.Web.Layout;
using Marketplace.Web.Manage;
using Marketplace.Web.Resources;
using Marketplace.Web.Run;
using Marketplace.Web.Shop;
using Marketplace.Web.Talent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web;

/// <summary>The pages. The host needs authentication, authorization and antiforgery in its pipeline before these endpoints.</summary>
public static class WebSetup
{
    /// <summary>Adds what the pages need.</summary>
    public static IServiceCollection AddMarketplaceWeb(this IServiceCollection services, WebOptions options)
    {
        services.AddSingleton(options);
        services.AddHttpContextAccessor();
        services.AddRazorComponents();
        services.AddMarketplaceViews(
            static services => services.GetRequiredService<IHttpContextAccessor>().HttpContext is { } http ? Preferences.Culture(http) : Words.Cultures[0],
            static culture => Words.Book(typeof(WebSetup).Assembly, culture));
        services.AddScoped<CurrentCaller>();
        services.AddScoped<FinanceReader>();
        SignedIn.Add(services);
        return services;
    }

    /// <summary>Answers what broke with a page; first in the pipeline, so that the page carries the headers of every answer.</summary>
    public static IApplicationBuilder UseMarketplaceWeb(this IApplicationBuilder app) =>
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = Failure.Path, CreateScopeForErrors = true });

    /// <summary>Maps pages, forms, style sheets and scripts.</summary>
    public static IEndpointRouteBuilder MapMarketplaceWeb(this IEndpointRouteBuilder routes)
    {
        KitAssets.Map(routes);
        ViewEndpoints.Map(routes, OpenInstall.Open);
        AccountEndpoints.Map(routes);
        FloorEndpoints.Map(routes);
        PeopleEndpoints.Map(routes);
        InstallEndpoints.Map(routes);
        DeskEndpoints.Map(routes);
        FreightEndpoints.Map(routes);
        Preferences.Map(routes);
        AppIcon.Map(routes);
        Failure.Map(routes);
        CostEndpoints.Map(routes);
        ManageEndpoints.Map(routes);
        FinanceEndpoints.Map(routes);
        ShiftEndpoints.Map(routes);
        DirectoryEndpoints.Map(routes);
        ShareEndpoints.Map(routes);
        routes.MapRazorComponents<App>().RequireAuthorization(SignedIn.Policy);
        routes.MapFallback(static (HttpContext http) => NotFoundPage(http));
        return routes;
    }

    private static IResult NotFoundPage(HttpContext http)
    {
        var machine = http.Request.Path.StartsWithSegments("/api") || http.Request.Path.StartsWithSegments("/hooks") || !HttpMethods.IsGet(http.Request.Method);
        return machine ? TypedResults.NotFound() : new RazorComponentResult<Missing> { StatusCode = StatusCodes.Status404NotFound };
    }
}

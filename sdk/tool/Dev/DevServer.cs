using System.Globalization;
using Marketplace.Tool.Apps;
using Marketplace.Tool.Terminal;
using Marketplace.Views;
using Marketplace.Views.Apps;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tool.Dev;

/// <summary>Shows the app of one folder with the host's own renderer, for this machine only, and reloads the pages when files change.</summary>
internal static class DevServer
{
    private const string Policy = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; script-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    /// <summary>Serves until cancelled; <paramref name="ready"/> is told when the first page can be asked for, and again after each reload.</summary>
    public static async Task Serve(string folder, int port, Talk talk, Action<DevFirm, bool> ready, CancellationToken cancel)
    {
        using var firm = new DevFirm(TimeProvider.System, talk);
        var watch = new FolderWatch(folder);
        watch.Changed();
        await firm.Load(folder);
        var stamp = new DevStamp();
        await using var app = Build(port, firm, stamp);
        await app.StartAsync(cancel);
        ready(firm, true);
        try
        {
            while (true)
            {
                await Task.Delay(FolderWatch.Interval, cancel);
                if (!watch.Changed()) continue;
                await firm.Load(folder);
                stamp.Next();
                ready(firm, false);
            }
        }
        catch (OperationCanceledException)
        {
            stamp.Close();
            await app.StopAsync(CancellationToken.None);
        }
    }

    private static WebApplication Build(int port, DevFirm firm, DevStamp stamp)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o => o.ListenLocalhost(port));
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(firm).AddSingleton(stamp).AddHttpContextAccessor();
        builder.Services.AddRazorComponents();
        builder.Services.AddMarketplaceViews(static s => s.GetRequiredService<IHttpContextAccessor>().HttpContext is { } http ? DevPreferences.Culture(http) : Words.Cultures[0],
            static culture => new Dictionary<string, string> { ["dev.fullScreen"] = culture == "en" ? "Full screen" : "全屏" });
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider(); // nothing of a try-out stays on the disk
        var app = builder.Build();
        app.Use(static (http, next) =>
        {
            http.Response.Headers.ContentSecurityPolicy = Policy;
            http.Response.Headers.XContentTypeOptions = "nosniff";
            http.Response.Headers.CacheControl = "no-store";
            return next(http);
        });
        Map(app, firm);
        return app;
    }

    private static void Map(IEndpointRouteBuilder routes, DevFirm firm)
    {
        KitAssets.Map(routes);
        ViewEndpoints.Map(routes, (http, id) => Task.FromResult<IViewSource?>(
            firm.Package is { } package && package.Manifest.Id == id ? new DevViewSource(firm, package, DevPreferences.Person(http)) : null));
        routes.MapGet("/", Home);
        routes.MapGet("/apps/{publisher}/{app}/{view?}", (HttpContext http, string? view) => Page(http, view ?? "", false));
        routes.MapGet("/scan/{publisher}/{app}/{view}", (HttpContext http, string view) => Page(http, view, true));
        routes.MapGet("/dev/choose", static (HttpContext http, string culture, string person) => DevPreferences.Choose(http, culture, person));
        routes.MapGet("/dev/dev.js", static () => Results.Text(Embedded.Text("dev/dev.js"), "text/javascript"));
        routes.MapGet("/dev/dev.css", static () => Results.Text(Embedded.Text("dev/dev.css"), "text/css"));
        routes.MapGet("/dev/events", Events);
    }

    private static IResult Home(HttpContext http, DevFirm firm)
    {
        if (firm.Package is not { } package) return Page(http, "", false);
        return Results.LocalRedirect(ViewEndpoints.Paths(package.Manifest.Id).Pages);
    }

    private static RazorComponentResult<DevPage> Page(HttpContext http, string view, bool bare) => new(new Dictionary<string, object?>
    {
        [nameof(DevPage.Http)] = http, [nameof(DevPage.View)] = view, [nameof(DevPage.Bare)] = bare,
    });

    private static async Task Events(HttpContext http, DevStamp stamp)
    {
        http.Response.ContentType = "text/event-stream";
        var seen = -1;
        while (!http.RequestAborted.IsCancellationRequested && await stamp.After(seen, http.RequestAborted) is { } now)
        {
            seen = now;
            await http.Response.WriteAsync($"data: {now.ToString(CultureInfo.InvariantCulture)}\n\n", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }
}

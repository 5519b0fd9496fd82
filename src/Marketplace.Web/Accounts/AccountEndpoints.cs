using System.Net;
using Marketplace.Contracts.Accounts;
using Marketplace.Domain;
using Marketplace.Web.Layout;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Marketplace.Web.Accounts;

/// <summary>Signing in by name (the demo's people, from a loopback address only) and out.</summary>
internal static class AccountEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/account/in", In).DisableAntiforgery().ExcludeFromDescription();
        routes.MapPost("/account/out", (Delegate)Out).DisableAntiforgery().ExcludeFromDescription();
    }

    /// <summary>True when the demo's people may sign in from where this request comes.</summary>
    public static bool MayUseDemo(HttpContext http, WebOptions options) =>
        options.Demo && http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from);

    /// <summary>Signs one of the demo's people in; false when there is no such person.</summary>
    public static async Task<PersonFacts?> Enter(HttpContext http, IGrainFactory grains, string id)
    {
        var people = await grains.GetGrain<IAccountsGrain>(Keys.Accounts()).Demo(Caller.System());
        var person = people.Ok ? people.Must().FirstOrDefault(p => p.Person == id) : null;
        if (person is null || !Navigation.HasHome(person)) return null;
        await SignedIn.In(http, person, sharedDevice: false);
        return person;
    }

    private static async Task<IResult> In(HttpContext http, IGrainFactory grains, WebOptions options)
    {
        if (!await IsOurs(http) || !MayUseDemo(http, options)) return Results.BadRequest();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var person = await Enter(http, grains, form["person"].ToString());
        if (person is null) return Results.LocalRedirect("/sign-in");
        var to = form["to"].ToString();
        return Results.LocalRedirect(Preferences.IsLocal(to) && to != "/" ? to : Navigation.Home(person));
    }

    private static async Task<IResult> Out(HttpContext http)
    {
        if (!await IsOurs(http)) return Results.BadRequest();
        await SignedIn.Out(http);
        return Results.LocalRedirect("/sign-in");
    }

    /// <summary>True when the form came from a page of ours.</summary>
    public static async Task<bool> IsOurs(HttpContext http) =>
        http.Request.HasFormContentType && await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);
}

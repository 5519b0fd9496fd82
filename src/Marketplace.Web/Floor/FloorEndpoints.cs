using Marketplace.Contracts.Accounts;
using Marketplace.Domain;
using Marketplace.Web.Accounts;
using Marketplace.Web.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans;

namespace Marketplace.Web.Floor;

/// <summary>Badge and PIN on a shared device, and one tap to hand it over.</summary>
internal static class FloorEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/floor/in", In).DisableAntiforgery().ExcludeFromDescription();
        routes.MapPost("/floor/switch", (Delegate)Switch).DisableAntiforgery().ExcludeFromDescription();
    }

    private static async Task<IResult> In(HttpContext http, IGrainFactory grains)
    {
        if (!await AccountEndpoints.IsOurs(http)) return Results.BadRequest();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var device = FloorDevice.Read(http);
        var (tenant, badge) = BadgeCode.Read(form["badge"].ToString(), device.Tenant);
        var known = Keys.IsSlug(tenant) && badge.Length is > 0 and <= 64
            ? await grains.GetGrain<IAccountsGrain>(Keys.Accounts()).ByBadge(Caller.System(tenant), tenant, badge, form["pin"].ToString())
            : Refusal.Of(Codes.PinWrong);
        if (!known.Ok) return Results.LocalRedirect("/floor/sign-in?wrong=pin");
        var person = known.Must();
        await SignedIn.In(http, person, sharedDevice: true);
        device.After(tenant, new FloorDevice.Recent($"{tenant}/{badge}", badge, Short(person, Preferences.Culture(http)))).Keep(http);
        return Results.LocalRedirect("/floor");
    }

    private static async Task<IResult> Switch(HttpContext http)
    {
        if (!await AccountEndpoints.IsOurs(http)) return Results.BadRequest();
        await SignedIn.Out(http);
        return Results.LocalRedirect("/floor/sign-in");
    }

    private static string Short(PersonFacts person, string culture) =>
        ShortName.Of(person.Name.TryGetValue(culture, out var own) ? own : person.Name.Values.FirstOrDefault(person.Person));
}

using Marketplace.Contracts.Installs;
using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Texts;
using Marketplace.Views;
using Marketplace.Views.Apps;
using Marketplace.Views.Kit;
using Marketplace.Web.Accounts;
using Marketplace.Web.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans;

namespace Marketplace.Web.Shop;

/// <summary>The third screen's button: installs with what the person agreed to and the cap they saw.</summary>
internal static class InstallEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/install/{publisher}/{name}/agree", Install).DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> Install(HttpContext http, IGrainFactory grains, Words words, string publisher, string name)
    {
        var app = $"{publisher}/{name}";
        if (!Keys.IsApp(app) || !await AccountEndpoints.IsOurs(http)) return Results.BadRequest();
        if (await CurrentCaller.Of(http) is not { } person) return Results.LocalRedirect("/sign-in");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (Home.CostEndpoints.Read(form["cap"].ToString()) is not { } cap)
        {
            new Flash(Tone.Red, words["install.capWrong"], Codes.InputInvalid).Leave(http);
            return Results.LocalRedirect($"/install/{app}?step=1");
        }
        var shop = grains.GetGrain<Contracts.Catalogue.IShopGrain>(Keys.Shop(person.Brain));
        var listed = await shop.App(person.AsCaller(Preferences.Culture(http)), app);
        var required = listed.Ok ? listed.Must().Touches.Where(static t => t.Required).Select(static t => t.Scope) : [];
        var order = new InstallOrder
        {
            App = app, Grants = [.. required.Concat(form["grant"].OfType<string>()).Distinct(StringComparer.Ordinal)],
            MonthlyCap = cap, SampleData = form["sample"] == "true",
        };
        var done = await grains.GetGrain<IInstallGrain>(Keys.Install(person.Tenant, app))
            .Install(person.AsCaller(Preferences.Culture(http), form["operation"].ToString()), order);
        if (!done.Ok) new Flash(Tone.Red, RefusalTexts.Sentence(words.Culture, done.Refusal!), done.Refusal!.Code).Leave(http);
        return Results.LocalRedirect($"/install/{app}" + (done.Ok ? "" : "?step=1"));
    }
}

using System.Globalization;
using Marketplace.Contracts.Installs;
using Marketplace.Domain;
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

namespace Marketplace.Web.Home;

/// <summary>The owner's cap: the install decides, this carries the figure and shows the answer.</summary>
internal static class CostEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/costs/{publisher}/{name}/cap", Cap).DisableAntiforgery().ExcludeFromDescription();

    /// <summary>A cap in yuan as micro-yuan; null when it is no amount from 0 to a million.</summary>
    public static long? Read(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var yuan) && yuan is >= 0 and <= 1_000_000m ? (long)(yuan * 1_000_000m) : null;

    private static async Task<IResult> Cap(HttpContext http, IGrainFactory grains, Words words, string publisher, string name)
    {
        var app = $"{publisher}/{name}";
        if (!Keys.IsApp(app) || !await AccountEndpoints.IsOurs(http)) return Results.BadRequest();
        if (await CurrentCaller.Of(http) is not { Tenant.Length: > 0 } person) return Results.LocalRedirect("/sign-in");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (Read(form["cap"].ToString()) is not { } cap)
        {
            new Flash(Tone.Red, words["install.capWrong"], Codes.InputInvalid).Leave(http);
            return Results.LocalRedirect($"/costs/{app}");
        }
        var done = await grains.GetGrain<IInstallGrain>(Keys.Install(person.Tenant, app)).SetCap(person.AsCaller(words.Culture, form["operation"].ToString()), cap);
        (done.Ok ? new Flash(Tone.Green, words["costs.capSet"], "") : new Flash(Tone.Red, RefusalTexts.Sentence(words.Culture, done.Refusal!), done.Refusal!.Code)).Leave(http);
        return Results.LocalRedirect($"/costs/{app}");
    }
}

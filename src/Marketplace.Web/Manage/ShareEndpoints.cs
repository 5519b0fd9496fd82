using Marketplace.Contracts.Insight;
using Marketplace.Domain;
using Marketplace.Domain.Texts;
using Marketplace.Views;
using Marketplace.Views.Apps;
using Marketplace.Views.Kit;
using Marketplace.Web.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans;

namespace Marketplace.Web.Manage;

/// <summary>The owner's button of a dataset.</summary>
internal static class ShareEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/manage/shares/stop", Stop).DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> Stop(HttpContext http, IGrainFactory grains, Words words)
    {
        if (!await AccountEndpoints.IsOurs(http)) return Results.BadRequest();
        if (await CurrentCaller.Of(http) is not { Tenant.Length: > 0 } person) return Results.LocalRedirect("/sign-in");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var stopped = form["stopped"] == "true";
        var done = await grains.GetGrain<ISharesGrain>(Keys.Shares(person.Tenant)).Stop(person.AsCaller(words.Culture, form["operation"].ToString()), form["app"].ToString(), form["dataset"].ToString(), stopped);
        (done.Ok ? new Flash(Tone.Green, words[stopped ? "shares.toldStop" : "shares.toldResume"], "") : new Flash(Tone.Red, RefusalTexts.Sentence(words.Culture, done.Refusal!), done.Refusal!.Code)).Leave(http);
        return Results.LocalRedirect("/manage/shares");
    }
}

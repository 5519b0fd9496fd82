using Marketplace.Contracts.Resources;
using Marketplace.Domain;
using Marketplace.Domain.Resources;
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

namespace Marketplace.Web.Finance;

/// <summary>The buttons of the loop, the vouchers and the funder. The state tables decide who may; this carries the word and shows the answer.</summary>
internal static class FinanceEndpoints
{
    /// <summary>The service's name.</summary>
    public const string Service = "finance";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/finance/do/{collection}/{command}", Do).DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> Do(HttpContext http, IGrainFactory grains, Words words, string collection, string command)
    {
        if (!await AccountEndpoints.IsOurs(http)) return Results.BadRequest();
        if (await CurrentCaller.Of(http) is not { Brain.Length: > 0 } person) return Results.LocalRedirect("/sign-in");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var caller = person.AsCaller(words.Culture, form["operation"].ToString());
        var id = form["id"].ToString() is { Length: > 0 } given ? given : ResourceCommand.IdOf(caller.Tenant, caller.Operation, 0);
        if (!ResourceName.IsId(id) || caller.Operation.Length == 0 || !Keys.IsSlug(collection)) return Results.BadRequest();
        var done = await grains.GetGrain<IResourceGrain>(Keys.Resource(person.Brain, Service, collection, id)).Do(caller, new ResourceOrder { Command = command, Input = FinanceForm.Input(form) });
        var flash = done.Ok
            ? new Flash(Tone.Green, words["fin.done", ("what", words[$"fin.cmd.{collection}.{command}"]), ("state", words[$"fin.state.{done.Must().State}"])], "")
            : new Flash(Tone.Red, RefusalTexts.Sentence(words.Culture, done.Refusal!), done.Refusal!.Code);
        flash.Leave(http);
        var back = form["back"].ToString();
        return Results.LocalRedirect(Preferences.IsLocal(back) ? back : "/");
    }
}

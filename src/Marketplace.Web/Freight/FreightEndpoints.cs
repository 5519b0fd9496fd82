using Marketplace.Contracts.Logistics;
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

namespace Marketplace.Web.Freight;

/// <summary>The buttons of the freight pages. The tables decide who may what; these carry the word and show the answer.</summary>
internal static class FreightEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/freight/do/{collection}/{command}", static (HttpContext http, IGrainFactory grains, Words words, TimeProvider time, string collection, string command) => Act(http, grains, words, time, (collection, "", command)))
            .DisableAntiforgery().ExcludeFromDescription();
        routes.MapPost("/freight/do/{collection}/{id}/{command}", static (HttpContext http, IGrainFactory grains, Words words, TimeProvider time, string collection, string id, string command) => Act(http, grains, words, time, (collection, id, command)))
            .DisableAntiforgery().ExcludeFromDescription();
        routes.MapPost("/freight/plan", Plan).DisableAntiforgery().ExcludeFromDescription();
    }

    private static async Task<IResult> Act(HttpContext http, IGrainFactory grains, Words words, TimeProvider time, (string Collection, string Id, string Command) asked)
    {
        if (!await AccountEndpoints.IsOurs(http)) return Results.BadRequest();
        if (await CurrentCaller.Of(http) is not { Brain.Length: > 0 } person) return Results.LocalRedirect("/sign-in");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var caller = person.AsCaller(Preferences.Culture(http), form["operation"].ToString());
        var id = asked.Id.Length > 0 ? asked.Id : ResourceCommand.IdOf(caller.Tenant, caller.Operation, 0);
        if (!ResourceName.IsId(id) || !ResourceName.IsId(asked.Collection) || caller.Operation.Length == 0) return Results.BadRequest();
        var order = new ResourceOrder { Command = asked.Command, Input = FreightForms.Input(asked.Collection, asked.Command, form, time.GetUtcNow()).ToJsonString() };
        var done = await grains.GetGrain<IResourceGrain>(Keys.Resource(person.Brain, FreightDesk.Service, asked.Collection, id)).Do(caller, order);
        var told = words.Has($"freight.did.{asked.Command}") ? words[$"freight.did.{asked.Command}"] : words["freight.did"];
        (done.Ok ? new Flash(Tone.Green, told, "") : new Flash(Tone.Red, RefusalTexts.Sentence(words.Culture, done.Refusal!), done.Refusal!.Code)).Leave(http);
        var (next, back) = (form["next"].ToString(), form["back"].ToString());
        var to = done.Ok && next.Length > 0 ? next : back;
        return Results.LocalRedirect(Preferences.IsLocal(to) ? to : "/freight");
    }

    /// <summary>Has the board of the firm's brain look for what can go together.</summary>
    private static async Task<IResult> Plan(HttpContext http, IGrainFactory grains, Words words)
    {
        if (!await AccountEndpoints.IsOurs(http)) return Results.BadRequest();
        if (await CurrentCaller.Of(http) is not { Brain.Length: > 0 } person) return Results.LocalRedirect("/sign-in");
        var found = await grains.GetGrain<IFreightBoardGrain>(Keys.Resources(person.Brain, FreightDesk.Service)).Propose(person.AsCaller(words.Culture));
        (found.Ok ? new Flash(Tone.Green, words["freight.planned", ("n", found.Must())], "") : new Flash(Tone.Red, RefusalTexts.Sentence(words.Culture, found.Refusal!), found.Refusal!.Code)).Leave(http);
        return Results.LocalRedirect("/freight");
    }
}

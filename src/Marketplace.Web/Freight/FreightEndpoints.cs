using Marketplace.Contracts.Logistics;
using Marketplace.Domain;
using Marketplace.Domain.Texts;
using Marketplace.Views;
using Marketplace.Views.Apps;
using Marketplace.Views.Kit;
using Marketplace.Web.Accounts;
using Marketplace.Web.Resources;
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
        routes.MapPost("/freight/do/{collection}/{command}", static (HttpContext http, TimeProvider time, string collection, string command) => Form(collection, "", command, time).Do(http))
            .DisableAntiforgery().ExcludeFromDescription();
        routes.MapPost("/freight/do/{collection}/{id}/{command}", static (HttpContext http, TimeProvider time, string collection, string id, string command) => Form(collection, id, command, time).Do(http))
            .DisableAntiforgery().ExcludeFromDescription();
        routes.MapGet("/freight/photo/{id}", FreightFiles.Show).ExcludeFromDescription();
        routes.MapGet("/freight/track/{id}", FreightFiles.Track).ExcludeFromDescription();
        routes.MapGet("/freight/report/{id}", FreightFiles.Report).ExcludeFromDescription();
        routes.MapPost("/freight/plan", Plan).DisableAntiforgery().ExcludeFromDescription();
    }

    private static SharedForm Form(string collection, string id, string command, TimeProvider time) => new(FreightDesk.Service, collection, id, command)
    {
        Input = (collection, command) == ("trips", "deliver") ? ask => FreightFiles.Delivered(ask, time.GetUtcNow())
            : SharedForm.From(form => FreightForms.Input(collection, command, form, time.GetUtcNow()).ToJsonString()),
        Told = (words, _) => words.Has($"freight.did.{command}") ? words[$"freight.did.{command}"] : words["freight.did"],
        Back = static (form, isDone) => isDone && form["next"].ToString() is { Length: > 0 } next ? next : form["back"].ToString() is { Length: > 0 } back ? back : "/freight",
    };

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

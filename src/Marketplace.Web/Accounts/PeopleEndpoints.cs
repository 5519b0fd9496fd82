using Marketplace.Contracts.Accounts;
using Marketplace.Domain;
using Marketplace.Domain.Texts;
using Marketplace.Views;
using Marketplace.Views.Apps;
using Marketplace.Views.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans;

namespace Marketplace.Web.Accounts;

/// <summary>The owner's two buttons beside a person: the directory decides, these carry the word and show the answer.</summary>
internal static class PeopleEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/people/{person}/sign-out", static (HttpContext http, IGrainFactory grains, Words words, string person) =>
            Act(http, words, (caller) => grains.GetGrain<IAccountsGrain>(Keys.Accounts()).SignOut(caller, person))).DisableAntiforgery().ExcludeFromDescription();
        routes.MapPost("/people/{person}/remove", static (HttpContext http, IGrainFactory grains, Words words, string person) =>
            Act(http, words, (caller) => grains.GetGrain<IAccountsGrain>(Keys.Accounts()).Remove(caller, person))).DisableAntiforgery().ExcludeFromDescription();
    }

    private static async Task<IResult> Act(HttpContext http, Words words, Func<Caller, Task<Answer<PersonFacts>>> act)
    {
        if (!await AccountEndpoints.IsOurs(http)) return Results.BadRequest();
        if (await CurrentCaller.Of(http) is not { } me) return Results.LocalRedirect("/sign-in");
        var done = await act(me.AsCaller(words.Culture));
        (done.Ok
            ? new Flash(Tone.Green, words[done.Must().Former ? "people.removed" : "people.signedOut", ("name", ShortName.Of(words.Of(done.Must().Name)))], "")
            : new Flash(Tone.Red, RefusalTexts.Sentence(words.Culture, done.Refusal!), done.Refusal!.Code)).Leave(http);
        return Results.LocalRedirect("/people");
    }
}

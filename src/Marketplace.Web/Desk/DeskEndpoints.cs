using Marketplace.Contracts.Billing;
using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Publishing;
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
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Marketplace.Web.Desk;

/// <summary>The operator's buttons. The listing decides; these only carry the word and show the answer.</summary>
internal static class DeskEndpoints
{
    private static readonly char[] Between = [',', ' ', '，', '、', ';'];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/desk/books/thaw", Thaw).DisableAntiforgery().ExcludeFromDescription();
        var desk = routes.MapGroup("/desk/{publisher}/{name}/{version}").ExcludeFromDescription();
        desk.MapPost("/decision", (HttpContext http, string publisher, string name, string version) =>
            Act(http, $"{publisher}/{name}", "/desk", static (listing, caller, form, v) => listing.Decide(caller, v, new ReviewDecision
            {
                Decision = form["decision"].ToString(), Remark = form["remark"].ToString().Trim(), Share = int.TryParse(form["share"].ToString(), System.Globalization.CultureInfo.InvariantCulture, out var share) ? share : 100,
                Rules = [.. form["rules"].ToString().Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            }), version)).DisableAntiforgery();
        desk.MapPost("/suspend", (HttpContext http, string publisher, string name, string version) =>
            Act(http, $"{publisher}/{name}", "/desk/apps", static (listing, caller, form, v) => listing.Suspend(caller, v, form["reason"].ToString().Trim()), version)).DisableAntiforgery();
        desk.MapPost("/rollout", (HttpContext http, string publisher, string name, string version) =>
            Act(http, $"{publisher}/{name}", "/desk/apps", static (listing, caller, form, v) => listing.Roll(caller, v, Share(form)), version)).DisableAntiforgery();
        routes.MapPost("/studio/{publisher}/{name}/{version}/rollout", Published).DisableAntiforgery().ExcludeFromDescription();
        desk.MapPost("/resume", (HttpContext http, string publisher, string name, string version) =>
            Act(http, $"{publisher}/{name}", "/desk/apps", static (listing, caller, _, v) => listing.Resume(caller, v), version)).DisableAntiforgery();
    }

    /// <summary>The publisher's hand on a rollout; the brain is named by the form, and the listing asks whose app it is.</summary>
    private static async Task<IResult> Published(HttpContext http, IGrainFactory grains, Words words, string publisher, string name, string version)
    {
        var app = $"{publisher}/{name}";
        if (!Keys.IsApp(app) || !await AccountEndpoints.IsOurs(http)) return Results.BadRequest();
        if (await CurrentCaller.Of(http) is not { } person) return Results.LocalRedirect("/sign-in");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (!Keys.IsSlug(form["brain"].ToString())) return Results.BadRequest();
        var done = await grains.GetGrain<IListingGrain>(Keys.Listing(form["brain"].ToString(), app)).Roll(person.AsCaller(words.Culture, form["operation"].ToString()), version, Share(form));
        (done.Ok ? new Flash(Tone.Green, words["rollout.told"], "") : new Flash(Tone.Red, RefusalTexts.Sentence(words.Culture, done.Refusal!), done.Refusal!.Code)).Leave(http);
        return Results.LocalRedirect(Uri.IsWellFormedUriString(version, UriKind.Relative) && version.Length <= 64 ? $"/studio/{app}/{version}" : "/studio");
    }

    private static int Share(IFormCollection form) => int.TryParse(form["share"].ToString(), System.Globalization.CultureInfo.InvariantCulture, out var share) ? share : -1;

    private static async Task<IResult> Thaw(HttpContext http, IGrainFactory grains, Words words)
    {
        if (!await AccountEndpoints.IsOurs(http)) return Results.BadRequest();
        if (await CurrentCaller.Of(http) is not { Brain.Length: > 0 } person || !person.Roles.Contains(Roles.Operator)) return Results.LocalRedirect("/sign-in");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var done = await grains.GetGrain<IBillingGrain>(Keys.Billing(person.Brain)).Thaw(person.AsCaller(words.Culture, form["operation"].ToString()), form["reason"].ToString());
        (done.Ok ? new Flash(Tone.Green, words["books.thawed"], "") : new Flash(Tone.Red, RefusalTexts.Sentence(words.Culture, done.Refusal!), done.Refusal!.Code)).Leave(http);
        return Results.LocalRedirect("/desk/books");
    }

    private static async Task<IResult> Act(
        HttpContext http, string app, string next, Func<IListingGrain, Caller, IFormCollection, string, Task<Answer<VersionFacts>>> act, string version)
    {
        if (!Keys.IsApp(app) || !await AccountEndpoints.IsOurs(http)) return Results.BadRequest();
        if (await CurrentCaller.Of(http) is not { } person || !person.Roles.Contains(Roles.Operator)) return Results.LocalRedirect("/sign-in");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var words = http.RequestServices.GetRequiredService<Words>();
        var listing = http.RequestServices.GetRequiredService<IGrainFactory>().GetGrain<IListingGrain>(Keys.Listing(person.Brain, app));
        var done = await act(listing, person.AsCaller(Preferences.Culture(http), form["operation"].ToString()), form, version);
        var flash = done.Ok
            ? new Flash(Tone.Green, words["desk.done", ("app", app), ("version", version), ("state", words[$"state.{done.Must().State}"])], "")
            : new Flash(Tone.Red, RefusalTexts.Sentence(words.Culture, done.Refusal!), done.Refusal!.Code);
        flash.Leave(http);
        return Results.LocalRedirect(done.Ok ? next : next == "/desk" ? $"/desk/{app}/{version}" : next);
    }
}

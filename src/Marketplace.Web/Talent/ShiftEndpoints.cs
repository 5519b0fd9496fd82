using Marketplace.Contracts.Resources;
using Marketplace.Domain;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Talent;
using Marketplace.Domain.Texts;
using Marketplace.Views;
using Marketplace.Views.Apps;
using Marketplace.Views.Kit;
using Marketplace.Web.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans;

namespace Marketplace.Web.Talent;

/// <summary>The buttons and forms of shared work: the rules decide, these carry the word and show the answer.</summary>
internal static class ShiftEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/shifts/{collection}/{id}/{command}", Act).DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> Act(HttpContext http, IGrainFactory grains, Words words, string collection, string id, string command)
    {
        if (!await AccountEndpoints.IsOurs(http)) return Results.BadRequest();
        if (await CurrentCaller.Of(http) is not { } me) return Results.LocalRedirect("/sign-in");
        if (TalentTables.All.FirstOrDefault(one => one.Collection == collection) is not { } table || !table.Commands.Contains(command) || me.Brain.Length == 0) return Results.NotFound();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var operation = form["operation"].ToString() is { Length: > 0 and <= 64 } given ? given : Guid.NewGuid().ToString("n");
        var thing = id == "new" ? ResourceCommand.IdOf(me.Tenant, operation, 0) : id;
        if (!ResourceName.IsId(thing)) return Results.NotFound();
        var order = new ResourceOrder { Command = command, Input = ShiftForm.Input(collection, command, name => form[name].ToString()) };
        var done = await grains.GetGrain<IResourceGrain>(Keys.Resource(me.Brain, "talent", collection, thing)).Do(me.AsCaller(words.Culture, operation), order);
        (done.Ok
            ? new Flash(Tone.Green, words["talent.told", ("what", words[$"talent.do.{command}"]), ("state", words[$"talent.state.{done.Must().State}"])], "")
            : new Flash(Tone.Red, RefusalTexts.Sentence(words.Culture, done.Refusal!), done.Refusal!.Code)).Leave(http);
        // What was refused with a form is shown with its form again.
        var again = !done.Ok && form["form"] == "true" ? $"&do={command}&on={Uri.EscapeDataString(id)}" : "";
        return Results.LocalRedirect($"/shifts?tab={(form["tab"].ToString() is "board" ? "board" : collection)}{again}");
    }
}

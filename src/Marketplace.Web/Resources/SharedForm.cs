using Marketplace.Contracts.Resources;
using Marketplace.Domain;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Texts;
using Marketplace.Views;
using Marketplace.Views.Apps;
using Marketplace.Views.Kit;
using Marketplace.Web.Accounts;
using Marketplace.Web.Layout;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Marketplace.Web.Resources;

/// <summary>A posted form that becomes one command of a shared thing: the service's rules decide, a sentence says what came of it, and the person is
/// back on a page. An empty <paramref name="Id"/>, or <c>new</c>, is of a thing that begins with the command.</summary>
internal sealed record SharedForm(string Service, string Collection, string Id, string Command)
{
    /// <summary>What was filled in, as the command's input, or why it cannot be that.</summary>
    public required Func<SharedAsk, ValueTask<Answer<string>>> Input { get; init; }

    /// <summary>The sentence when it was done.</summary>
    public required Func<Words, ResourceView, string> Told { get; init; }

    /// <summary>The page to be back on, by whether it was done; one of another site is none.</summary>
    public required Func<IFormCollection, bool, string> Back { get; init; }

    /// <summary>Does it.</summary>
    public async Task<IResult> Do(HttpContext http)
    {
        if (!await AccountEndpoints.IsOurs(http)) return Results.BadRequest();
        if (await CurrentCaller.Of(http) is not { Brain.Length: > 0 } person) return Results.LocalRedirect("/sign-in");
        var (words, grains) = (http.RequestServices.GetRequiredService<Words>(), http.RequestServices.GetRequiredService<IGrainFactory>());
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var caller = person.AsCaller(words.Culture, form["operation"].ToString());
        var id = Id is "" or "new" ? ResourceCommand.IdOf(caller.Tenant, caller.Operation, 0) : Id;
        if (caller.Operation.Length == 0 || !ResourceName.IsId(id) || !ResourceName.IsId(Collection)) return Results.BadRequest();
        var input = await Input(new SharedAsk(grains, form, caller, person.Brain));
        var done = input.Refusal is { } unfit ? unfit
            : await grains.GetGrain<IResourceGrain>(Keys.Resource(person.Brain, Service, Collection, id)).Do(caller, new ResourceOrder { Command = Command, Input = input.Must() });
        (done.Ok ? new Flash(Tone.Green, Told(words, done.Must()), "") : new Flash(Tone.Red, RefusalTexts.Sentence(words.Culture, done.Refusal!), done.Refusal!.Code)).Leave(http);
        var back = Back(form, done.Ok);
        return Results.LocalRedirect(Preferences.IsLocal(back) ? back : "/");
    }

    /// <summary>Input that is read from the form alone.</summary>
    public static Func<SharedAsk, ValueTask<Answer<string>>> From(Func<IFormCollection, string> read) => ask => ValueTask.FromResult<Answer<string>>(read(ask.Form));
}

/// <summary>What a posted form is read with.</summary>
internal sealed record SharedAsk(IGrainFactory Grains, IFormCollection Form, Caller Caller, string Brain);

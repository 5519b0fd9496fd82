using System.Text.Json;
using Marketplace.Api.Http;
using Marketplace.Contracts.Jobs;
using Marketplace.Domain;

namespace Marketplace.Api.Jobs;

/// <summary>What an app should have done by itself and could not.</summary>
internal static class LetterRoutes
{
    private const string Install = "/installs/{publisher}/{app}";
    private const int LongestId = 800;

    public static void Map(RouteBook routes)
    {
        routes.Map("GET", Install + "/letters", List)
            .Says("Triggers", "What could not be delivered", "Calls, commands to machines and events of the app that were given up, with the reason. A call that the app itself refused is not here: it is in the log.")
            .Asks("limit", "1 to 200, 50 unless told.", "integer").Asks("after", "The cursor `next` of the page before.").Refuses(Codes.RoleMissing, Codes.NotFound, Codes.InputInvalid);
        routes.Map("GET", Install + "/jobs", Jobs)
            .Says("Triggers", "Work in steps", "What the app began with `ctx.job.start`, newest first, with how far each has come.").Refuses(Codes.RoleMissing, Codes.NotFound);
        routes.Map("POST", Install + "/letters/{id}/resend", static x => On(x, static (grain, caller, app, id) => grain.Resend(caller, app, id)))
            .Says("Triggers", "Try one again", "As a new message. A call that turns out to have ended is not made a second time.").Refuses(Codes.RoleMissing, Codes.NotFound, Codes.OperationMismatch);
        routes.Map("POST", Install + "/letters/{id}/drop", static x => On(x, static (grain, caller, app, id) => grain.Drop(caller, app, id)))
            .Says("Triggers", "Give one up").Refuses(Codes.RoleMissing, Codes.NotFound, Codes.OperationMismatch);
    }

    private static async Task<Answer<LetterList>> List(Exchange x)
    {
        if (x.FirmNeeded is { } no) return no;
        if (x.App is not { } app) return Exchange.Nothing("install");
        if (x.Number("limit", 50, 200) is not { } limit) return Commands.Invalid("?limit", "range", "1 to 200");
        if (x.Query("after").Length > LongestId) return Commands.Invalid("?after", "maxLength", "too long");
        var page = await Letters(x).List(x.Caller, app, x.Query("after"), limit);
        if (page.Refusal is { } refused) return refused;
        return new LetterList([.. page.Must().Letters.Select(one => LetterLine.Of(one, x.Caller.Culture))], page.Must().Count, page.Must().Next);
    }

    private static async Task<Answer<JobList>> Jobs(Exchange x)
    {
        if (x.FirmNeeded is { } no) return no;
        if (x.App is not { } app) return Exchange.Nothing("install");
        var jobs = await Letters(x).Jobs(x.Caller, app);
        return jobs.Refusal is { } refused ? refused : new JobList(jobs.Must());
    }

    private static async Task<Answer<Gone>> On(Exchange x, Func<ILettersGrain, Caller, string, string, Task<Answer<Done>>> act)
    {
        if (x.FirmNeeded is { } no) return no;
        if (x.App is not { } app || x.Route("id").Length > LongestId) return Exchange.Nothing("letter");
        var done = await act(Letters(x), x.Caller, app, x.Route("id"));
        return done.Refusal is { } refused ? refused : new Gone(true);
    }

    private static ILettersGrain Letters(Exchange x) => x.Grains.GetGrain<ILettersGrain>(Keys.Letters(x.Caller.Tenant));
}

/// <summary>Work in steps, newest first.</summary>
internal sealed record JobList(IReadOnlyList<JobSheet> Jobs);

/// <summary>A page of dead letters, and how many there are in all.</summary>
internal sealed record LetterList(IReadOnlyList<LetterLine> Letters, long Count, string Next);

/// <summary>One dead letter; <paramref name="Why"/> is the sentence of its code.</summary>
internal sealed record LetterLine(string Id, string Kind, string What, string Cause, DateTimeOffset At, string Code, string Why, IReadOnlyDictionary<string, string> Facts, JsonElement Content)
{
    public static LetterLine Of(LetterFacts facts, string culture) => new(facts.Id, facts.Kind, facts.What, facts.Cause, facts.At, facts.Code,
        Sentences.Of(culture, new Refusal(facts.Code, facts.Facts)), facts.Facts, JsonElement.Parse(facts.Content));
}

using Marketplace.Api.Http;
using Marketplace.Contracts.Imports;
using Marketplace.Domain;
using Marketplace.Domain.Imports;
using Orleans.Concurrency;

namespace Marketplace.Api.Imports;

/// <summary>Tables that come in: looked at, written, taken back.</summary>
internal static class ImportRoutes
{
    public static async Task<Answer<ImportBody>> Preview(Exchange x)
    {
        var app = Target(x);
        if (!app.Ok) return app.Refusal!;
        var (entity, key, name) = (x.Query("entity"), x.Query("key"), x.Query("name"));
        var isWhole = entity.Length == 0 && x.Http.Request.ContentType == "application/zip";
        if (entity.Length > 40 || (entity.Length == 0 && !isWhole)) return Commands.Invalid("?entity", "required", "name the entity with ?entity=");
        if (key.Length > 40 || name.Length > 200) return Commands.Invalid(key.Length > 40 ? "?key" : "?name", "maxLength", "too long");
        var body = await Bodies.Bytes(x.Http.Request, ImportLimits.File, Codes.BodyTooLarge, x.Cancel);
        if (!body.Ok) return body.Refusal!;
        var made = await Imports(x).Preview(x.Caller, new ImportOrder { App = app.Must(), Entity = entity, Key = key, Name = name }, new Immutable<byte[]>(body.Must()));
        if (made.Ok) x.Created($"/api/v1/installs/{app.Must()}/imports/{made.Must().Id}");
        return Body(x, made);
    }

    public static async Task<Answer<ImportPage>> List(Exchange x)
    {
        var app = Target(x);
        if (!app.Ok) return app.Refusal!;
        var found = await Imports(x).List(x.Caller, app.Must());
        return found.Refusal is { } no ? no : new ImportPage([.. found.Must().Select(facts => ImportBody.Of(facts, x.Caller.Culture))]);
    }

    public static Task<Answer<ImportBody>> Get(Exchange x) => On(x, (imports, app, id) => imports.Get(x.Caller, app, id));

    public static Task<Answer<ImportBody>> Commit(Exchange x) => On(x, (imports, app, id) => imports.Commit(x.Caller, app, id));

    public static Task<Answer<ImportBody>> Undo(Exchange x) => On(x, (imports, app, id) => imports.Undo(x.Caller, app, id));

    private static async Task<Answer<ImportBody>> On(Exchange x, Func<IImportsGrain, string, string, Task<Answer<ImportFacts>>> act)
    {
        var app = Target(x);
        return app.Ok ? Body(x, await act(Imports(x), app.Must(), x.Route("id"))) : app.Refusal!;
    }

    private static Answer<ImportBody> Body(Exchange x, Answer<ImportFacts> facts) =>
        facts.Refusal is { } no ? no : ImportBody.Of(facts.Must(), x.Caller.Culture);

    private static Answer<string> Target(Exchange x) =>
        x.FirmNeeded is { } no ? no : x.App is { } app && x.Route("id").Length <= 100 ? app : Exchange.Nothing("import");

    private static IImportsGrain Imports(Exchange x) => x.Grains.GetGrain<IImportsGrain>(Keys.Imports(x.Caller.Tenant));
}

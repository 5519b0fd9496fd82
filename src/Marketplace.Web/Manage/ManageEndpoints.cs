using Marketplace.Contracts.Egress;
using Marketplace.Contracts.Imports;
using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Jobs;
using Marketplace.Contracts.Upgrades;
using Marketplace.Domain;
using Marketplace.Domain.Imports;
using Marketplace.Domain.Texts;
using Marketplace.Domain.Upgrades;
using Marketplace.Views;
using Marketplace.Views.Apps;
using Marketplace.Views.Kit;
using Marketplace.Web.Accounts;
using Marketplace.Web.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Web.Manage;

/// <summary>The owner's buttons of an install. The grains decide; these carry the word and show the answer.</summary>
internal static class ManageEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var manage = routes.MapGroup("/manage/{publisher}/{name}").ExcludeFromDescription();
        Form(manage, "/upgrade", "", "manage.told.upgrade", static (x, form) => Bare(x.Upgrades.Take(x.Caller, x.App, new UpgradeOrder { Version = form["version"].ToString(), Grants = [.. form["grant"].OfType<string>()] })));
        Form(manage, "/rehearse", "", "manage.told.rehearse", static (x, form) => Bare(form["stop"] == "true" ? x.Rehearsals.Stop(x.Caller, x.App) : x.Rehearsals.Begin(x.Caller, x.App, form["version"].ToString())));
        Form(manage, "/channel", "", "manage.told.channel", static (x, form) => Bare(x.Upgrades.Follow(x.Caller, x.App, form["channel"].ToString())));
        Form(manage, "/rollback", "", "manage.told.rollback", static (x, form) => Bare(x.Upgrades.Rollback(x.Caller, x.App, form["accept"] == "true")));
        Form(manage, "/suspend", "/leave", "manage.told.suspend", static (x, _) => Bare(x.Install.Suspend(x.Caller)));
        Form(manage, "/resume", "/leave", "manage.told.resume", static (x, _) => Bare(x.Install.Resume(x.Caller)));
        Form(manage, "/uninstall", "/leave", "manage.told.uninstall", static (x, _) => Bare(x.Install.Uninstall(x.Caller)));
        Form(manage, "/restore", "/leave", "manage.told.restore", static (x, _) => Bare(x.Install.Restore(x.Caller)));
        Form(manage, "/letters/resend", "/auto", "manage.told.resend", static (x, form) => Bare(x.Letters.Resend(x.Caller, x.App, form["letter"].ToString())));
        Form(manage, "/letters/drop", "/auto", "manage.told.drop", static (x, form) => Bare(x.Letters.Drop(x.Caller, x.App, form["letter"].ToString())));
        Form(manage, "/hooks/revoke", "/auto", "manage.told.revoke", static (x, form) => Bare(x.Hooks.Revoke(x.Caller, x.App, form["function"].ToString())));
        Form(manage, "/settings/put", "/settings", "manage.told.settings", static (x, form) => x.Put(form));
        Form(manage, "/secrets/keep", "/settings", "manage.told.secretKeep", static (x, form) => Bare(x.Secrets.Keep(x.Caller, x.App, form["name"].ToString(), form["value"].ToString())));
        Form(manage, "/secrets/forget", "/settings", "manage.told.secretForget", static (x, form) => Bare(x.Secrets.Forget(x.Caller, x.App, form["name"].ToString())));
        manage.MapPost("/hooks/make", MakeHook).DisableAntiforgery();
        manage.MapPost("/import", Upload).DisableAntiforgery();
        manage.MapPost("/data/{id}/commit", static (HttpContext http, string publisher, string name, string id) =>
            Act(http, $"{publisher}/{name}", $"/data/{id}", "manage.told.commit", (x, _) => Bare(x.Imports.Commit(x.Caller, x.App, id)))).DisableAntiforgery();
        manage.MapPost("/data/{id}/undo", static (HttpContext http, string publisher, string name, string id) =>
            Act(http, $"{publisher}/{name}", $"/data/{id}", "manage.told.undo", (x, _) => Bare(x.Imports.Undo(x.Caller, x.App, id)))).DisableAntiforgery();
    }

    private sealed record Asked(IGrainFactory Grains, Caller Caller, string App)
    {
        public IInstallGrain Install => Grains.GetGrain<IInstallGrain>(Keys.Install(Caller.Tenant, App));
        public IUpgradesGrain Upgrades => Grains.GetGrain<IUpgradesGrain>(Keys.Upgrades(Caller.Tenant));
        public IHooksGrain Hooks => Grains.GetGrain<IHooksGrain>(Keys.Hooks(Caller.Tenant));
        public ILettersGrain Letters => Grains.GetGrain<ILettersGrain>(Keys.Letters(Caller.Tenant));
        public IRehearsalsGrain Rehearsals => Grains.GetGrain<IRehearsalsGrain>(Keys.Rehearsals(Caller.Tenant));
        public ISecretsGrain Secrets => Grains.GetGrain<ISecretsGrain>(Keys.Secrets(Caller.Tenant));
        public IImportsGrain Imports => Grains.GetGrain<IImportsGrain>(Keys.Imports(Caller.Tenant));

        /// <summary>A form has no JSON: it is read against what the app lets be set.</summary>
        public async Task<Refusal?> Put(IFormCollection form)
        {
            var settings = Grains.GetGrain<ISettingsGrain>(Keys.Settings(Caller.Tenant));
            var before = await settings.Get(Caller, App);
            if (before.Refusal is { } missing) return missing;
            var put = await settings.Put(Caller, App, new Immutable<byte[]>(SettingsForm.Read(before.Must(), form)));
            // The schema's own words are English; field and rule say it in any language.
            return put.Refusal is { } no ? no with { Facts = no.Facts.Where(static fact => fact.Key != "message").ToDictionary(StringComparer.Ordinal) } : null;
        }
    }

    private static void Form(RouteGroupBuilder manage, string path, string next, string told, Func<Asked, IFormCollection, Task<Refusal?>> act) =>
        manage.MapPost(path, (HttpContext http, string publisher, string name) => Act(http, $"{publisher}/{name}", next, told, act)).DisableAntiforgery();

    private static async Task<Refusal?> Bare<T>(Task<Answer<T>> answer) => (await answer).Refusal;

    private static async Task<IResult> Act(HttpContext http, string app, string next, string told, Func<Asked, IFormCollection, Task<Refusal?>> act)
    {
        if (!Keys.IsApp(app) || !await AccountEndpoints.IsOurs(http)) return Results.BadRequest();
        if (await CurrentCaller.Of(http) is not { Tenant.Length: > 0 } person) return Results.LocalRedirect("/sign-in");
        var words = http.RequestServices.GetRequiredService<Words>();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var no = await act(new Asked(http.RequestServices.GetRequiredService<IGrainFactory>(), person.AsCaller(Preferences.Culture(http), form["operation"].ToString()), app), form);
        Told(http, words, no, told);
        return Results.LocalRedirect(ManagedApp.At(app) + next);
    }

    /// <summary>The answer is the page itself and not a way to one: what it shows is kept nowhere.</summary>
    private static async Task<IResult> MakeHook(HttpContext http, IGrainFactory grains, Words words, string publisher, string name)
    {
        var app = $"{publisher}/{name}";
        if (!Keys.IsApp(app) || !await AccountEndpoints.IsOurs(http)) return Results.BadRequest();
        if (await CurrentCaller.Of(http) is not { Tenant.Length: > 0 } person) return Results.LocalRedirect("/sign-in");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var made = await grains.GetGrain<IHooksGrain>(Keys.Hooks(person.Tenant)).Make(person.AsCaller(Preferences.Culture(http), form["operation"].ToString()), app, form["function"].ToString());
        if (made.Refusal is { } no)
        {
            Told(http, words, no, "");
            return Results.LocalRedirect(ManagedApp.At(app) + "/auto");
        }
        http.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<HookShown>(new Dictionary<string, object?> { ["App"] = app, ["Made"] = made.Must(), ["Origin"] = $"{http.Request.Scheme}://{http.Request.Host}" });
    }

    private static async Task<IResult> Upload(HttpContext http, IGrainFactory grains, Words words, string publisher, string name)
    {
        var app = $"{publisher}/{name}";
        if (!Keys.IsApp(app) || !await AccountEndpoints.IsOurs(http)) return Results.BadRequest();
        if (await CurrentCaller.Of(http) is not { Tenant.Length: > 0 } person) return Results.LocalRedirect("/sign-in");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var data = ManagedApp.At(app) + "/data";
        var (entity, key) = (form["entity"].ToString(), form["key"].ToString());
        if (form.Files.GetFile("file") is not { Length: > 0 and <= ImportLimits.File } file)
        {
            Told(http, words, form.Files.Count > 0 && form.Files[0].Length > 0 ? Refusal.Of(Codes.BodyTooLarge, ("limit", ImportLimits.File)) : Refusal.Of(Codes.ImportFile, ("why", "empty")), "");
            return Results.LocalRedirect(data);
        }
        // The list of keys holds those of every entity; one of another entity is none.
        var field = key.StartsWith(entity + ".", StringComparison.Ordinal) ? key[(entity.Length + 1)..] : "";
        var bytes = new byte[file.Length];
        await using (var stream = file.OpenReadStream()) await stream.ReadExactlyAsync(bytes, http.RequestAborted);
        var made = await grains.GetGrain<IImportsGrain>(Keys.Imports(person.Tenant)).Preview(person.AsCaller(Preferences.Culture(http), form["operation"].ToString()),
            new ImportOrder { App = app, Entity = entity, Key = field, Name = file.FileName.Length > 200 ? file.FileName[..200] : file.FileName }, new Immutable<byte[]>(bytes));
        if (made.Ok) return Results.LocalRedirect($"{data}/{made.Must().Id}");
        Told(http, words, made.Refusal, "");
        return Results.LocalRedirect(data);
    }

    private static void Told(HttpContext http, Words words, Refusal? no, string told) =>
        (no is null ? new Flash(Tone.Green, words[told], "") : new Flash(Tone.Red, RefusalTexts.Sentence(words.Culture, no), no.Code)).Leave(http);
}

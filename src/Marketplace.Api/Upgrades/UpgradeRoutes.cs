using Marketplace.Api.Http;
using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Upgrades;
using Marketplace.Domain;

namespace Marketplace.Api.Upgrades;

/// <summary>Taking another version of an app, and going back.</summary>
internal static class UpgradeRoutes
{
    private const string Install = "/installs/{publisher}/{app}";

    public static void Map(RouteBook routes)
    {
        routes.Map("GET", Install + "/upgrade", Look)
            .Says("Installs", "What an upgrade would change", "Scopes, hosts, spending, shares, price, limits, entities and functions side by side, what must be agreed to, how far an upgrade is, and what can be taken back.")
            .Asks("version", "A version; the listed one unless told.").Refuses(Codes.InputInvalid, Codes.RoleMissing, Codes.NotFound, Codes.AppSuspended);
        routes.Map("POST", Install + "/upgrade", Take).Takes<UpgradeBody>()
            .Says("Installs", "Take another version", "`grants` is the word `all` or what is agreed to beside what was before. Answers at once: `active` when it is done, `upgrading` while records are carried over; the old version serves until then.")
            .Refuses(Codes.InputInvalid, Codes.GrantMissing, Codes.UpgradePath, Codes.RoleMissing, Codes.NotFound, Codes.ConflictState, Codes.ConflictHead, Codes.AppSuspended, Codes.OperationMismatch);
        routes.Map("PUT", Install + "/channel", Follow).Takes<ChannelBody>()
            .Says("Installs", "How an app hears of other versions", "`listed`: it is offered what is listed and takes it when you do. `auto`: it takes by itself, in your night, what asks for no consent, carries no records over and, rehearsed on your own calls, turns none away. `pinned`: it is offered nothing and stays.")
            .Refuses(Codes.InputInvalid, Codes.RoleMissing, Codes.NotFound);
        routes.Map("POST", Install + "/rollback", Back).Takes<RollbackBody>()
            .Says("Installs", "Go back to the version before", "Within 30 days. Records that cannot be carried back are told of by `GET …/upgrade`, and nothing moves; with `accept` they are taken out.")
            .Refuses(Codes.InputInvalid, Codes.RoleMissing, Codes.NotFound, Codes.RollbackNone, Codes.ConflictState, Codes.ConflictHead, Codes.OperationMismatch);
    }

    private static async Task<Answer<UpgradePage>> Follow(Exchange x)
    {
        var app = Target(x);
        if (!app.Ok) return app.Refusal!;
        var body = await Bodies.Command(x.Http.Request, ApiJson.Shapes.ChannelBody, x.Cancel);
        if (body.Refusal is { } unfit) return unfit;
        var facts = await Upgrades(x).Follow(x.Caller, app.Must(), body.Must().Channel);
        return facts.Refusal is { } no ? no : UpgradePage.Of(facts.Must(), x.Caller.Culture);
    }

    private static async Task<Answer<UpgradePage>> Look(Exchange x)
    {
        var app = Target(x);
        if (!app.Ok) return app.Refusal!;
        if (x.Query("version").Length > 64) return Commands.Invalid("?version", "maxLength", "too long");
        var facts = await Upgrades(x).Look(x.Caller, app.Must(), x.Query("version"));
        return facts.Refusal is { } no ? no : UpgradePage.Of(facts.Must(), x.Caller.Culture);
    }

    private static async Task<Answer<InstallFacts>> Take(Exchange x)
    {
        var app = Target(x);
        if (!app.Ok) return app.Refusal!;
        var body = await Bodies.Command(x.Http.Request, ApiJson.Shapes.UpgradeBody, x.Cancel);
        if (body.Refusal is { } unfit) return unfit;
        var order = body.Must().AsOrder();
        return order.Refusal is { } invalid ? invalid : await Upgrades(x).Take(x.Caller, app.Must(), order.Must());
    }

    private static async Task<Answer<InstallFacts>> Back(Exchange x)
    {
        var app = Target(x);
        if (!app.Ok) return app.Refusal!;
        var accept = false;
        if (x.Http.Request.ContentLength is > 0 || x.Http.Request.Headers.TransferEncoding.Count > 0)
        {
            var body = await Bodies.Command(x.Http.Request, ApiJson.Shapes.RollbackBody, x.Cancel);
            if (body.Refusal is { } unfit) return unfit;
            accept = body.Must().Accept ?? false;
        }
        return await Upgrades(x).Rollback(x.Caller, app.Must(), accept);
    }

    private static Answer<string> Target(Exchange x) => x.FirmNeeded is { } no ? no : x.App is { } app ? app : Exchange.Nothing("install");

    private static IUpgradesGrain Upgrades(Exchange x) => x.Grains.GetGrain<IUpgradesGrain>(Keys.Upgrades(x.Caller.Tenant));
}

using System.Text.Json;
using Marketplace.Api.Http;
using Marketplace.Contracts.Jobs;
using Marketplace.Domain;
using Marketplace.Domain.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Api.Jobs;

/// <summary>Webhooks: their owner makes them, and whoever holds one's address and secret knocks.</summary>
internal static class HookRoutes
{
    private const string Install = "/installs/{publisher}/{app}";

    public static void Map(RouteBook routes)
    {
        routes.Map("GET", Install + "/hooks", List)
            .Says("Triggers", "An app's webhooks", "The functions that can have one, and since when they have.").Refuses(Codes.RoleMissing, Codes.NotFound);
        routes.Map("POST", Install + "/hooks/{name}", Make).With(201)
            .Says("Triggers", "Make a function's webhook, or make it anew", "Address and secret are shown this once. What was shown before opens nothing from now on.")
            .Refuses(Codes.RoleMissing, Codes.NotFound, Codes.FunctionUnknown);
        routes.Map("DELETE", Install + "/hooks/{name}", Revoke)
            .Says("Triggers", "Take a function's webhook away").Refuses(Codes.RoleMissing, Codes.NotFound);
    }

    /// <summary>The door itself: no sign-in, and not part of the API's document; docs/writing-apps.md tells senders what to do.</summary>
    public static void Door(IEndpointRouteBuilder endpoints, Edge edge) =>
        endpoints.MapPost("/hooks/{token}", http => edge.Stranger(http, Knock)).ExcludeFromDescription().AllowAnonymous();

    private static async Task<Answer<HookPage>> List(Exchange x)
    {
        var app = Target(x);
        if (!app.Ok) return app.Refusal!;
        var hooks = await Hooks(x).List(x.Caller, app.Must());
        return hooks.Refusal is { } no ? no : new HookPage(hooks.Must());
    }

    private static async Task<Answer<HookMade>> Make(Exchange x)
    {
        var app = Target(x);
        if (!app.Ok) return app.Refusal!;
        var made = await Hooks(x).Make(x.Caller, app.Must(), x.Route("name"));
        if (made.Ok) x.Created($"/api/v1/installs/{app.Must()}/hooks");
        return made;
    }

    private static async Task<Answer<Gone>> Revoke(Exchange x)
    {
        var app = Target(x);
        if (!app.Ok) return app.Refusal!;
        var done = await Hooks(x).Revoke(x.Caller, app.Must(), x.Route("name"));
        return done.Refusal is { } no ? no : new Gone(true);
    }

    private static async Task Knock(HttpContext http, IGrainFactory grains)
    {
        var answer = await Receive(http, grains);
        if (answer.Refusal is { } no)
        {
            await Problems.Write(http, Languages.Of(http.Request.Headers.AcceptLanguage), no);
            return;
        }
        var receipt = JsonSerializer.SerializeToUtf8Bytes(answer.Must(), ApiJson.Shapes.HookReceipt);
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = receipt.Length;
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.Body.WriteAsync(receipt, http.RequestAborted);
    }

    private static async Task<Answer<HookReceipt>> Receive(HttpContext http, IGrainFactory grains)
    {
        if (http.GetRouteValue("token") is not string token || !HookRules.IsToken(token)) return Exchange.Nothing("webhook");
        var body = await Bodies.Json(http.Request, HookRules.LargestBody, http.RequestAborted);
        if (body.Refusal is { } unfit) return unfit;
        var headers = http.Request.Headers;
        return await grains.GetGrain<IHookDoorGrain>(Keys.Invoker()).Receive(Caller.System(), token, new HookKnock
        {
            Id = headers["webhook-id"].ToString(), Timestamp = headers["webhook-timestamp"].ToString(), Signature = headers["webhook-signature"].ToString(),
            Body = new Immutable<byte[]>(body.Must()),
        });
    }

    private static Answer<string> Target(Exchange x) =>
        x.FirmNeeded is { } no ? no : x.App is { } app && x.Route("name").Length <= 40 ? app : Exchange.Nothing("install");

    private static IHooksGrain Hooks(Exchange x) => x.Grains.GetGrain<IHooksGrain>(Keys.Hooks(x.Caller.Tenant));
}

/// <summary>An app's webhooks.</summary>
internal sealed record HookPage(IReadOnlyList<HookFacts> Hooks);

/// <summary>It is gone.</summary>
internal sealed record Gone(bool Done);

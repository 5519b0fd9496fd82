using System.Text.Json.Nodes;
using Marketplace.Contracts.Logistics;
using Marketplace.Contracts.Resources;
using Marketplace.Domain;
using Marketplace.Domain.Logistics;
using Marketplace.Web.Accounts;
using Marketplace.Web.Resources;
using Microsoft.AspNetCore.Http;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Web.Freight;

/// <summary>Files of freight: the photo of what was signed for, which shipper and carrier see, the track for its parties, the messages of a report for the carrier.</summary>
internal static class FreightFiles
{
    /// <summary>The input of a delivery; a photo is kept first, and named by its digest.</summary>
    public static async ValueTask<Answer<string>> Delivered(SharedAsk ask, DateTimeOffset now)
    {
        var input = FreightForms.Input("trips", "deliver", ask.Form, now);
        if (ask.Form.Files.GetFile("photo") is not { Length: > 0 } file) return input.ToJsonString();
        if (file.Length > PhotoRules.Most) return Refusal.Of(Codes.BodyTooLarge, ("limit", PhotoRules.Most));
        var bytes = new byte[file.Length];
        await using (var stream = file.OpenReadStream()) await stream.ReadExactlyAsync(bytes);
        var kept = await ask.Grains.GetGrain<IPhotosGrain>(Keys.Photos(ask.Brain)).Put(ask.Caller, ask.Form["consignment"].ToString(), new Immutable<byte[]>(bytes));
        if (kept.Refusal is { } no) return no;
        input["photo"] = JsonValue.Create(kept.Must());
        return input.ToJsonString();
    }

    /// <summary>The photo of one consignment: kept by nobody on the way, guessed at by no browser.</summary>
    public static async Task<IResult> Show(HttpContext http, IGrainFactory grains, string id)
    {
        if (await CurrentCaller.Of(http) is not { Brain.Length: > 0 } person) return Results.LocalRedirect("/sign-in");
        if (await grains.GetGrain<IPhotosGrain>(Keys.Photos(person.Brain)).Get(person.AsCaller("en"), id) is not { Ok: true } photo) return Results.NotFound();
        var bytes = photo.Must().Value;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        http.Response.Headers.CacheControl = "private, no-store";
        var type = PhotoRules.Type(bytes)!;
        return Results.File(bytes, type, $"{id}.{(type == "image/png" ? "png" : "jpg")}");
    }

    /// <summary>What happened to one consignment, as a file for another system.</summary>
    public static async Task<IResult> Track(HttpContext http, IGrainFactory grains, string id)
    {
        if (await CurrentCaller.Of(http) is not { Brain.Length: > 0 } person) return Results.LocalRedirect("/sign-in");
        if (await grains.GetGrain<IFreightBoardGrain>(Keys.Resources(person.Brain, FreightDesk.Service)).Track(person.AsCaller("en"), id) is not { Ok: true } track) return Results.NotFound();
        http.Response.Headers.CacheControl = "private, no-store";
        return Results.File(System.Text.Encoding.UTF8.GetBytes(track.Must()), EpcisRules.MediaType, $"epcis-{id}.jsonld");
    }

    /// <summary>The four messages of a report as a file, in the field names of the API.</summary>
    public static async Task<IResult> Report(HttpContext http, IGrainFactory grains, string id)
    {
        if (await CurrentCaller.Of(http) is not { Brain.Length: > 0 } person) return Results.LocalRedirect("/sign-in");
        if (await grains.GetGrain<IResourceBoardGrain>(Keys.Resources(person.Brain, FreightDesk.Service)).Get(person.AsCaller("en"), "reports", id) is not { Ok: true } report) return Results.NotFound();
        http.Response.Headers.CacheControl = "private, no-store";
        return Results.File(System.Text.Encoding.UTF8.GetBytes(report.Must().Body), "application/json", $"waybill-{id}.json");
    }

    /// <summary>Where the photo of a consignment is, or empty when its proof has none.</summary>
    public static string Href(FreightRow goods) => PhotoRules.Digest(goods.Text("pod.photo")) is null ? "" : $"/freight/photo/{goods.Id}";
}

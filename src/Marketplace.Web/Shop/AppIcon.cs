using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Records;
using Marketplace.Domain;
using Marketplace.Web.Accounts;
using Marketplace.Web.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans;

namespace Marketplace.Web.Shop;

/// <summary>A listed app's icon, served so that it is a picture and nothing else.</summary>
internal static class AppIcon
{
    private const int Largest = 64 * 1024;
    private static readonly byte[] Nothing = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8.ToArray();

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/icon/{publisher}/{name}", static async (HttpContext http, IGrainFactory grains, string publisher, string name) =>
        {
            if (await CurrentCaller.Of(http) is not { Brain.Length: > 0 } person || !Keys.IsApp($"{publisher}/{name}")) return Results.NotFound();
            // An app without a picture answers with an empty one, so that the character under it shows.
            var icon = await grains.GetGrain<IShopGrain>(Keys.Shop(person.Brain)).Entry(person.AsCaller(Preferences.Culture(http)), $"{publisher}/{name}", "icon.svg");
            if (!icon.Ok && person.Tenant.Length > 0) // off the shelf, but the firm still has it
                icon = await grains.GetGrain<IRecordsGrain>(Keys.Records(person.Tenant)).Entry(person.AsCaller(Preferences.Culture(http)), $"{publisher}/{name}", "icon.svg");
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
            http.Response.Headers.XContentTypeOptions = "nosniff";
            http.Response.Headers.CacheControl = "private, max-age=3600";
            return Results.Bytes(icon.Ok && icon.Must().Length <= Largest ? icon.Must() : Nothing, "image/svg+xml");
        }).ExcludeFromDescription();
}

using System.Text.Json.Nodes;
using Marketplace.Domain.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Web.Resources;

/// <summary>The buttons of a firm's own entry in a directory.</summary>
internal static class DirectoryEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/directory/{service}/{id}/{command}",
        static (HttpContext http, string service, string id, string command) => SharedServices.All.Any(one => one.Name == service) ? Form(service, id, command).Do(http) : Task.FromResult(Results.NotFound()))
        .DisableAntiforgery().ExcludeFromDescription();

    private static SharedForm Form(string service, string id, string command) => new(service, DirectoryEntry.Collection, id, command)
    {
        Input = SharedForm.From(form => command == "withdraw" ? "{}" : new JsonObject { ["offers"] = form["offers"].ToString().Trim(), ["contact"] = form["contact"].ToString().Trim() }.ToJsonString()),
        Told = (words, _) => words[$"directory.did.{command}"],
        Back = static (form, _) => form["back"].ToString(),
    };
}

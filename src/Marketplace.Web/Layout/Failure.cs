using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Web.Layout;

/// <summary>The page for what broke on our side: it says so, names the trace, and shows no stack.</summary>
internal static class Failure
{
    /// <summary>Where a request that threw is answered.</summary>
    public const string Path = "/failed";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.Map(Path, static (HttpContext http) => new RazorComponentResult<Failed>(new Dictionary<string, object?> { ["Reference"] = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier })
        {
            StatusCode = StatusCodes.Status500InternalServerError,
        }).DisableAntiforgery().ExcludeFromDescription();
}

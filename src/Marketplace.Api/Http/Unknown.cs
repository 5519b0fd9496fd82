using Marketplace.Api.Documents;
using Marketplace.Domain;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Marketplace.Api.Http;

/// <summary>Answers what no route takes: 405 with Allow where the path is known under another method, 404 elsewhere.</summary>
internal static class Unknown
{
    public static RequestDelegate Answer(IEndpointRouteBuilder endpoints) => http =>
    {
        var allowed = Methods(endpoints, http.Request.Path);
        if (allowed.Length > 0) http.Response.Headers.Allow = string.Join(", ", allowed);
        var refusal = allowed.Length > 0
            ? Refusal.Of(Codes.MethodUnknown, ("allow", string.Join(", ", allowed)))
            : Refusal.Of(Codes.NotFound, ("what", "route"));
        return Problems.Write(http, Languages.Of(http.Request.Headers.AcceptLanguage), refusal);
    };

    private static string[] Methods(IEndpointRouteBuilder endpoints, PathString path) =>
        [.. endpoints.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<RouteNote>() is not null && Fits(endpoint, path))
            .Select(endpoint => endpoint.Metadata.GetMetadata<RouteNote>()!.Method).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static bool Fits(RouteEndpoint endpoint, PathString path) =>
        new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []).TryMatch(path, []);
}

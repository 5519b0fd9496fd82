using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Scalar.AspNetCore;

namespace Marketplace.Api.Documents;

/// <summary>The OpenAPI document and its reader. The reader's script comes from this host; nothing is loaded from elsewhere, and its
/// own Content-Security-Policy stays on its own page.</summary>
internal static class DocsPage
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        endpoints.MapScalarApiReference("/docs", (options, http) =>
        {
            var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            options.WithTitle("Marketplace API").DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().WithNonce(nonce);
            http.Response.Headers.ContentSecurityPolicy =
                $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
                + "font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
        }).AllowAnonymous();
    }
}

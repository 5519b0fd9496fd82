using Marketplace.Api.Http;
using Microsoft.Net.Http.Headers;

namespace Marketplace.Api.Files;

/// <summary>The headers of whatever is downloaded: kept by nobody, guessed at by no browser, and run by none.</summary>
internal static class Downloads
{
    public static void Begin(Exchange x, string type, string name)
    {
        var response = x.Http.Response;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        response.ContentType = type.StartsWith("text/", StringComparison.Ordinal) && !type.Contains(';', StringComparison.Ordinal) ? "application/octet-stream" : type;
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers.CacheControl = "private, no-store";
    }
}

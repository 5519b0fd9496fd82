using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Marketplace.Api.Admission;

/// <summary>Waits for a request's body before the request takes a place: who sends slowly holds up itself alone.</summary>
internal static class Arrivals
{
    /// <summary>A body up to this many bytes is awaited. It is also what a connection without a place may keep in memory.</summary>
    private const int Small = 32_768;

    /// <summary>True when there may be a body at all.</summary>
    public static bool HasBody(HttpContext http) => http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } && http.Request.ContentLength != 0;

    /// <summary>True when the whole body is here, unread; false when it is larger than the door waits for.</summary>
    public static async ValueTask<bool> IsHere(HttpRequest request, CancellationToken cancel)
    {
        if (request.ContentLength > Small) return false;
        try
        {
            while (true)
            {
                var read = await request.BodyReader.ReadAsync(cancel);
                var (whole, length) = (read.IsCompleted, read.Buffer.Length);
                // Nothing is taken: whoever reads the body next gets it from its first byte.
                request.BodyReader.AdvanceTo(read.Buffer.Start, whole ? read.Buffer.Start : read.Buffer.End);
                if (whole) return true;
                if (length > Small) return false;
            }
        }
        catch (BadHttpRequestException)
        {
            // Cut short, badly framed or too slow: whoever reads it next meets the same and answers in its own words.
            return true;
        }
    }
}

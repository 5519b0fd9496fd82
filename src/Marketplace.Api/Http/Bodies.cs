using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Marketplace.Domain;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Api.Http;

/// <summary>Reads request bodies, bounded.</summary>
internal static class Bodies
{
    /// <summary>The body as bytes, or <paramref name="tooLarge"/> (413) as soon as it is known to be larger than the limit.</summary>
    public static async ValueTask<Answer<byte[]>> Bytes(HttpRequest request, int limit, string tooLarge, CancellationToken cancel)
    {
        if (request.ContentLength is { } length) return length > limit
            ? TooLarge(tooLarge, limit)
            : await Exactly(request.Body, (int)length, cancel);
        return await UpTo(request.Body, limit, tooLarge, cancel);
    }

    /// <summary>A JSON body as bytes that passed <see cref="BoundedJson"/>.</summary>
    public static async ValueTask<Answer<byte[]>> Json(HttpRequest request, int limit, CancellationToken cancel)
    {
        if (!IsJson(request.ContentType)) return Refusal.Of(Codes.InputContentType, ("expected", "application/json"));
        var bytes = await Bytes(request, limit, Codes.BodyTooLarge, cancel);
        if (bytes.Refusal is null && BoundedJson.Check(bytes.Value) is { } no) return no;
        return bytes;
    }

    /// <summary>A host command: strict about unknown, missing and duplicate keys, with a pointer to what is wrong.</summary>
    public static async ValueTask<Answer<T>> Command<T>(HttpRequest request, JsonTypeInfo<T> shape, CancellationToken cancel,
        int limit = Limits.CommandBody)
    {
        var bytes = await Json(request, limit, cancel);
        return bytes.Refusal is { } no ? no : Commands.Read(bytes.Must(), shape);
    }

    private static async ValueTask<byte[]> Exactly(Stream body, int length, CancellationToken cancel)
    {
        var bytes = new byte[length];
        await body.ReadExactlyAsync(bytes, cancel);
        return bytes;
    }

    private static async ValueTask<Answer<byte[]>> UpTo(Stream body, int limit, string tooLarge, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            var length = 0;
            while (await body.ReadAsync(buffer.AsMemory(length), cancel) is var read and > 0)
            {
                length += read;
                if (length > limit) return TooLarge(tooLarge, limit);
                if (length == buffer.Length) buffer = Grow(buffer);
            }
            return buffer.AsSpan(0, length).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }

    /// <summary><c>application/json</c> or <c>…+json</c>; a charset, when given, must be UTF-8.</summary>
    private static bool IsJson(string? contentType)
    {
        if (contentType is null) return false;
        if (contentType.Equals("application/json", StringComparison.OrdinalIgnoreCase)) return true;
        if (!System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(contentType, out var type) || type.MediaType is not { } media) return false;
        var json = media.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (media.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && media.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
        return json && type.CharSet?.Trim('"') is null or "utf-8" or "UTF-8";
    }

    private static Refusal TooLarge(string code, int limit) => Refusal.Of(code, ("limit", limit));
}

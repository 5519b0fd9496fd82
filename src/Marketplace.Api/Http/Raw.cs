using Marketplace.Api.Admission;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Api.Http;

/// <summary>Writes JSON bytes that are ready.</summary>
internal static class Raw
{
    private const int Short = 16_384;

    public static Task Write(Exchange exchange, ReadOnlyMemory<byte> json)
    {
        var response = exchange.Http.Response;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(exchange.Http.Request.Method)) return Task.CompletedTask;
        // The work is done. Who reads a long answer slowly holds a connection and not a place.
        if (json.Length > Short) exchange.Http.Features.Get<Pass>()?.GiveBack();
        return response.Body.WriteAsync(json, exchange.Cancel).AsTask();
    }
}

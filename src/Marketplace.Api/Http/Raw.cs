using Microsoft.AspNetCore.Http;

namespace Marketplace.Api.Http;

/// <summary>Writes JSON bytes that are ready.</summary>
internal static class Raw
{
    public static Task Write(Exchange exchange, ReadOnlyMemory<byte> json)
    {
        var response = exchange.Http.Response;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(exchange.Http.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(json, exchange.Cancel).AsTask();
    }
}

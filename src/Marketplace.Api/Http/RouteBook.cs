using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Marketplace.Api.Documents;
using Marketplace.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Api.Http;

/// <summary>Maps routes onto the edge. Handlers are plain request delegates: nothing is bound by reflection on the way.</summary>
internal sealed class RouteBook(IEndpointRouteBuilder routes, Edge edge)
{
    /// <summary>A route that answers with one JSON shape or a refusal.</summary>
    public RouteNote Map<T>(string method, string pattern, Func<Exchange, Task<Answer<T>>> handle)
    {
        var shape = (JsonTypeInfo<T>)ApiJson.Shapes.GetTypeInfo(typeof(T))!;
        return Add(method, pattern, exchange => Answer(exchange, handle, shape)).Gives(typeof(T));
    }

    /// <summary>A route that writes its own answer.</summary>
    public RouteNote Map(string method, string pattern, Func<Exchange, Task> handle) => Add(method, pattern, handle);

    private RouteNote Add(string method, string pattern, Func<Exchange, Task> handle)
    {
        var note = new RouteNote(method, pattern);
        routes.MapMethods(pattern, [method], http => edge.Run(http, handle))
            .WithMetadata(note, RouteNote.Shape).AllowAnonymous();
        return note;
    }

    private static async Task Answer<T>(Exchange exchange, Func<Exchange, Task<Answer<T>>> handle, JsonTypeInfo<T> shape)
    {
        var answer = await handle(exchange);
        if (answer.Refusal is { } no)
        {
            exchange.Http.Response.Headers.Remove("Location");
            await Problems.Write(exchange.Http, exchange.Caller.Culture, no);
            return;
        }
        var bytes = JsonSerializer.SerializeToUtf8Bytes(answer.Must(), shape);
        await Raw.Write(exchange, bytes);
    }
}

using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Api.Documents;

/// <summary>What the OpenAPI page says of a route.</summary>
internal sealed class RouteNote(string method, string pattern)
{
    /// <summary>ApiExplorer wants a method to look at; the notes say the rest.</summary>
    public static readonly MethodInfo Shape = ((Func<HttpContext, Task>)Nothing).Method;

    public string Method => method;
    public string Pattern => pattern;
    public string Room { get; private set; } = "";
    public string Summary { get; private set; } = "";
    public string Description { get; private set; } = "";
    public Type? Body { get; private set; }
    public string BodyKind { get; private set; } = "application/json";
    public Type? Answer { get; private set; }
    public int Status { get; private set; } = 200;
    public List<(string Name, string Kind, string Words)> Queries { get; } = [];
    public List<(string Name, string Words)> Headers { get; } = [];
    public List<string> Codes { get; } = [];

    public RouteNote Says(string room, string summary, string description = "")
    {
        (Room, Summary, Description) = (room, summary, description);
        return this;
    }

    public RouteNote Takes<T>(string kind = "application/json")
    {
        (Body, BodyKind) = (typeof(T), kind);
        return this;
    }

    public RouteNote Gives(Type? answer)
    {
        Answer = answer;
        return this;
    }

    public RouteNote With(int status)
    {
        Status = status;
        return this;
    }

    public RouteNote Asks(string name, string words, string kind = "string")
    {
        Queries.Add((name, kind, words));
        return this;
    }

    public RouteNote Reads(string header, string words)
    {
        Headers.Add((header, words));
        return this;
    }

    public RouteNote Refuses(params ReadOnlySpan<string> codes)
    {
        Codes.AddRange(codes);
        return this;
    }

    private static Task Nothing(HttpContext http) => Task.CompletedTask;
}

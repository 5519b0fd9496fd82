using Marketplace.Domain;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans;

namespace Marketplace.Api.Http;

/// <summary>One request whose caller is known: what a route needs of it, and nothing of how it came.</summary>
internal sealed class Exchange(HttpContext http, Caller caller, IGrainFactory grains)
{
    public HttpContext Http => http;
    public Caller Caller => caller;
    public IGrainFactory Grains => grains;
    public CancellationToken Cancel => http.RequestAborted;

    /// <summary>The <c>publisher/app</c> of the route, or null when it cannot be one.</summary>
    public string? App
    {
        get
        {
            var app = $"{Route("publisher")}/{Route("app")}";
            return Keys.IsApp(app) ? app : null;
        }
    }

    /// <summary>The <c>version</c> of the route, or null when it cannot be one.</summary>
    public string? Version => Route("version") is { Length: > 0 and <= 64 } version
        && version.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789.-") < 0 ? version : null;

    public string Route(string name) => http.GetRouteValue(name) as string ?? "";

    public string Query(string name) => http.Request.Query.TryGetValue(name, out var values) ? values[0] ?? "" : "";

    /// <summary>A whole number of the query; the fallback when absent, null when it is none or out of range.</summary>
    public int? Number(string name, int fallback, int most) => Query(name) is not { Length: > 0 } text ? fallback
        : int.TryParse(text, System.Globalization.NumberStyles.None, null, out var number) && number >= 1 && number <= most ? number : null;

    /// <summary>A yes or no of the query, no when absent; null when it is neither.</summary>
    public bool? Flag(string name) => Query(name) switch { "" or "false" => false, "true" => true, _ => null };

    /// <summary>Answers 201 and says where the new thing is.</summary>
    public void Created(string location)
    {
        http.Response.StatusCode = StatusCodes.Status201Created;
        http.Response.Headers.Location = location;
    }

    /// <summary>The refusal of people who act for no firm.</summary>
    public Refusal? FirmNeeded => caller.Tenant.Length > 0 ? null
        : Refusal.Of(Codes.RoleMissing, ("roles", string.Join(' ', Roles.Owner, Roles.Leader, Roles.Worker)));

    /// <summary>The refusal of a call that needs to know the brain.</summary>
    public Refusal? BrainNeeded => caller.Brain.Length > 0 ? null
        : Commands.Invalid("?brain", "required", "name the brain with ?brain=");

    /// <summary>Nothing here; the same for another tenant's thing as for none.</summary>
    public static Refusal Nothing(string what) => Refusal.Of(Codes.NotFound, ("what", what));
}

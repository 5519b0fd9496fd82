using System.Diagnostics;
using System.Net;
using Marketplace.Api.Http;
using Marketplace.Contracts.Accounts;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain;
using Microsoft.AspNetCore.Http;
using Orleans;

namespace Marketplace.Api.Accounts;

/// <summary>The one place where a request becomes a <see cref="Caller"/>: from a bearer token, or from the web's session.</summary>
internal sealed class Callers(People people, IGrainFactory grains, ApiOptions options)
{
    private const string Bearer = "Bearer ";

    public async ValueTask<Answer<Caller>> Read(HttpContext http)
    {
        var found = await Person(http);
        if (found.Refusal is { } stranger) return stranger;
        var person = found.Must();
        var brain = await Brain(http, person);
        if (brain.Refusal is { } elsewhere) return elsewhere;
        var operation = OperationKeys.Read(http);
        if (operation.Refusal is { } unfit) return unfit;
        return person.AsCaller(Languages.Of(http.Request.Headers.AcceptLanguage), operation.Must(), Trace(http)) with { Brain = brain.Must() };
    }

    private async ValueTask<Answer<PersonFacts>> Person(HttpContext http)
    {
        string? header = http.Request.Headers.Authorization;
        if (header is null) return await OfSession(http);
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) || header.Length is < 15 or > 500) return Unknown(http);
        var found = await people.ByToken(header[Bearer.Length..], IsLoopback(http));
        return found.Ok ? found : found.Refusal!.Code is Codes.SignInNeeded or Codes.NotFound ? Unknown(http) : found;
    }

    /// <summary>A session's cookie travels with every request of the browser, so a change asks for proof that our own page sent it.</summary>
    private async ValueTask<Answer<PersonFacts>> OfSession(HttpContext http)
    {
        if (http.User.Identity is not { IsAuthenticated: true } || http.User.FindFirst(options.PersonClaim)?.Value is not { Length: > 0 } id)
            return Refusal.Of(Codes.SignInNeeded);
        if (!IsSafe(http.Request.Method) && !IsOwnPage(http.Request)) return Refusal.Of(Codes.RequestForged);
        var found = await people.ById(id);
        return found.Ok ? found : Refusal.Of(Codes.SignInNeeded);
    }

    private async ValueTask<Answer<string>> Brain(HttpContext http, PersonFacts person)
    {
        var asked = http.Request.Query.TryGetValue("brain", out var values) ? values[0] ?? "" : "";
        if (asked.Length == 0 || asked == person.Brain) return person.Brain;
        var nothing = Exchange.Nothing("brain");
        if (!Keys.IsSlug(asked)) return nothing;
        if (person.Tenant.Length == 0) return person.Brain.Length == 0 ? asked : nothing;
        var firm = await grains.GetGrain<ITenantGrain>(Keys.Tenant(person.Tenant)).Get(Caller.System(person.Tenant));
        return firm.Ok && firm.Must().Brains.Contains(asked, StringComparer.Ordinal) ? asked : nothing;
    }

    private static Refusal Unknown(HttpContext http)
    {
        http.Response.Headers.WWWAuthenticate = "Bearer realm=\"marketplace\", error=\"invalid_token\"";
        return Refusal.Of(Codes.SignInNeeded);
    }

    private static bool IsOwnPage(HttpRequest request) =>
        request.Headers["X-Requested-With"] == "marketplace"
        && Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin)
        && Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var own)
        && Uri.Compare(origin, own, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    /// <summary>The far end as the socket knows it; forwarded headers are not asked.</summary>
    private static bool IsLoopback(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote);

    private static string Trace(HttpContext http) =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id
        : http.Request.Headers.TraceParent.ToString() is { Length: 55 } given ? given
        : "";
}

using Marketplace.Api.Http;
using Marketplace.Domain;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Marketplace.Api.Admission;

/// <summary>Where every request comes in: it is counted for its caller and gets a place among the work of its kind, or is refused at
/// once, before it has cost anything: no routing, no sign-in, no body, no grain. What the door refuses has not been begun.</summary>
internal sealed class Door(Halls halls, Regulars regulars, Turnstile turnstile, ApiOptions options)
{
    private readonly ShortRefusals busy = new(Codes.HostBusy), tooMany = new(Codes.RateLimited);

    public Task Enter(HttpContext http, RequestDelegate next)
    {
        var kind = WorkKinds.Of(http.Request.Method, http.Request.Path.Value ?? "/");
        if (kind == WorkKind.Free) return next(http);
        var (line, isKnown) = regulars.Of(http);
        var isPage = kind == WorkKind.Page;
        if (isKnown && !isPage && !turnstile.Let(http, line)) return Refuse(http, kind, tooMany);
        return Arrivals.HasBody(http) ? WithBody(http, next, kind, line, isKnown) : Seat(http, next, kind, line, isKnown);
    }

    private async Task WithBody(HttpContext http, RequestDelegate next, WorkKind kind, string line, bool isKnown)
    {
        if (halls.Of(kind).IsFullFor(line))
        {
            await Refuse(http, kind, busy);
            return;
        }
        try
        {
            if (kind != WorkKind.Bulk && !await Arrivals.IsHere(http.Request, http.RequestAborted)) kind = WorkKind.Bulk;
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Abort(); // the client went away before its request was whole
            return;
        }
        await Seat(http, next, kind, line, isKnown);
    }

    private async Task Seat(HttpContext http, RequestDelegate next, WorkKind kind, string line, bool isKnown)
    {
        var hall = halls.Of(kind);
        var seated = hall.Enter(line, out var waited);
        if (waited) halls.Queued(kind);
        if (!await seated)
        {
            await Refuse(http, kind, busy);
            return;
        }
        var pass = new Pass(hall, line, isKnown);
        try
        {
            halls.Admitted(kind);
            http.Features.Set(pass);
            await next(http);
            if (!isKnown && LineOfSession(http) is { } found) regulars.Remember(http.Request, found);
        }
        finally
        {
            pass.GiveBack();
        }
    }

    private Task Refuse(HttpContext http, WorkKind kind, ShortRefusals why)
    {
        halls.Refused(kind, why.Code);
        // Counted just now, for less than the web server's own histogram takes.
        if (http.Features.Get<IHttpMetricsTagsFeature>() is { } metrics) metrics.MetricsDisabled = true;
        return why.Write(http, asPage: kind == WorkKind.Page);
    }

    /// <summary>The line of a person who is signed in with a cookie. Who came with a token was remembered behind the door.</summary>
    private string? LineOfSession(HttpContext http)
    {
        if (http.User.Identity is not { IsAuthenticated: true } person) return null;
        return http.User.FindFirst(options.TenantClaim)?.Value is { Length: > 0 } tenant ? tenant : Turnstile.LineOfPerson(person.Name ?? "");
    }
}

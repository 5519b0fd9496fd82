using Marketplace.Api.Http;
using Marketplace.Domain;
using Microsoft.AspNetCore.Http;

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
        return Arrivals.HasBody(http) ? WithBody(http, next, new Pass(kind, line, isKnown)) : Seat(http, next, new Pass(kind, line, isKnown));
    }

    private async Task WithBody(HttpContext http, RequestDelegate next, Pass pass)
    {
        if (halls.Of(pass.Kind).IsFullFor(pass.Line))
        {
            await Refuse(http, pass.Kind, busy);
            return;
        }
        try
        {
            if (pass.Kind != WorkKind.Bulk && !await Arrivals.IsHere(http.Request, http.RequestAborted)) pass = pass with { Kind = WorkKind.Bulk };
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Abort(); // the client went away before its request was whole
            return;
        }
        await Seat(http, next, pass);
    }

    private async Task Seat(HttpContext http, RequestDelegate next, Pass pass)
    {
        var hall = halls.Of(pass.Kind);
        var seated = hall.Enter(pass.Line, out var waited);
        if (waited) halls.Queued(pass.Kind);
        if (!await seated)
        {
            await Refuse(http, pass.Kind, busy);
            return;
        }
        try
        {
            halls.Admitted(pass.Kind);
            http.Features.Set(pass);
            await next(http);
            if (!pass.IsKnown && LineOfSession(http) is { } line) regulars.Remember(http.Request, line);
        }
        finally
        {
            hall.Leave(pass.Line);
        }
    }

    private Task Refuse(HttpContext http, WorkKind kind, ShortRefusals why)
    {
        halls.Refused(kind, why.Code);
        return why.Write(http, asPage: kind == WorkKind.Page);
    }

    /// <summary>The line of a person who is signed in with a cookie. Who came with a token was remembered behind the door.</summary>
    private string? LineOfSession(HttpContext http)
    {
        if (http.User.Identity is not { IsAuthenticated: true } person) return null;
        return http.User.FindFirst(options.TenantClaim)?.Value is { Length: > 0 } tenant ? tenant : Turnstile.LineOfPerson(person.Name ?? "");
    }
}

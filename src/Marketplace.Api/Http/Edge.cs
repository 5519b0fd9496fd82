using System.Data.Common;
using System.Diagnostics;
using Marketplace.Api.Accounts;
using Marketplace.Api.Admission;
using Marketplace.Domain;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace Marketplace.Api.Http;

/// <summary>What every API request passes through: who calls, how often, and what happens when something breaks.</summary>
internal sealed class Edge(Callers callers, Turnstile turnstile, Regulars regulars, IGrainFactory grains, ILogger<Edge> log)
{
    /// <summary>Runs a route for a known caller; whatever happens, the answer is the route's or a problem.</summary>
    public Task Run(HttpContext http, Func<Exchange, Task> route) => Guarded(http, async culture =>
    {
        var caller = await callers.Read(http);
        var no = caller.Refusal is { } refused
            ? (refused.Code == Codes.SignInNeeded ? turnstile.LetStranger(http) : null) ?? refused
            : Count(http, caller.Must());
        if (no is not null) await Problems.Write(http, culture, no);
        else await route(new Exchange(http, caller.Must(), grains));
    });

    /// <summary>Runs a route for somebody who signs what they say instead of signing in: counted by address.</summary>
    public Task Stranger(HttpContext http, Func<HttpContext, IGrainFactory, Task> route) =>
        Guarded(http, culture => turnstile.LetStranger(http) is { } no ? Problems.Write(http, culture, no) : route(http, grains));

    private async Task Guarded(HttpContext http, Func<string, Task> act)
    {
        var culture = Languages.Of(http.Request.Headers.AcceptLanguage);
        try
        {
            http.Response.Headers.XContentTypeOptions = "nosniff";
            await act(culture);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer. What was committed stays; its operation id tells.
            log.Gone(Name(http));
        }
        catch (Exception fault)
        {
            await Fail(http, culture, fault);
        }
    }

    /// <summary>Whom the door knew was counted there. Whom it did not is counted here, and known from now on.</summary>
    private Refusal? Count(HttpContext http, Caller caller)
    {
        if (http.Features.Get<Pass>() is { IsKnown: true }) return null;
        regulars.Remember(http.Request, Turnstile.LineOf(caller));
        return turnstile.Let(http, caller);
    }

    /// <summary>The last resort: no details leave, and an answer that has begun is cut rather than completed wrongly.</summary>
    private async Task Fail(HttpContext http, string culture, Exception fault)
    {
        var code = fault switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Codes.BodyTooLarge,
            BadHttpRequestException or EndOfStreamException => Codes.InputMalformed,
            TimeoutException or OrleansException or UnansweredException or DbException => Codes.Unavailable,
            _ => Codes.HostFault,
        };
        if (code == Codes.HostFault) log.Failed(Name(http), fault);
        else if (code == Codes.Unavailable) log.Unanswered(Name(http), fault);
        if (http.Response.HasStarted) http.Abort();
        else await Problems.Write(http, culture, Refusal.Of(code, ("trace", Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier)));
    }

    private static string Name(HttpContext http) => http.GetEndpoint()?.DisplayName ?? "?";
}

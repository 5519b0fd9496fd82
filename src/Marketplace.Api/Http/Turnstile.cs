using System.Threading.RateLimiting;
using Marketplace.Domain;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Api.Http;

/// <summary>Counts calls: a token bucket for each tenant (or person without one), and a smaller one for each address that
/// does not say who it is.</summary>
internal sealed class Turnstile(ApiOptions options) : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly PartitionedRateLimiter<string> callers = Buckets(options.CallsPerSecond);
    private readonly PartitionedRateLimiter<string> strangers = Buckets(options.StrangersPerSecond);
    private readonly string policy = $"\"tenant\";q={options.CallsPerSecond};w=1";

    /// <summary>Null when the caller may go on.</summary>
    public Refusal? Let(HttpContext http, Caller caller)
    {
        http.Response.Headers["RateLimit-Policy"] = policy;
        using var lease = callers.AttemptAcquire(caller.Tenant.Length > 0 ? caller.Tenant : "person:" + caller.Actor);
        return lease.IsAcquired ? null : Refused(http);
    }

    /// <summary>Null when this address may be told once more that it is nobody.</summary>
    public Refusal? LetStranger(HttpContext http)
    {
        using var lease = strangers.AttemptAcquire(http.Connection.RemoteIpAddress?.ToString() ?? "");
        return lease.IsAcquired ? null : Refused(http);
    }

    public void Dispose()
    {
        callers.Dispose();
        strangers.Dispose();
    }

    private static Refusal Refused(HttpContext http)
    {
        http.Response.Headers["RateLimit"] = "\"tenant\";r=0;t=1";
        return Refusal.Of(Codes.RateLimited, ("seconds", 1));
    }

    private static PartitionedRateLimiter<string> Buckets(int perSecond) =>
        PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond, TokensPerPeriod = Math.Max(1, perSecond / 10), ReplenishmentPeriod = Tick,
            QueueLimit = 0, AutoReplenishment = true,
        }), StringComparer.Ordinal);
}

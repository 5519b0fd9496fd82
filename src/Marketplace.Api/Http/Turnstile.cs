using System.Threading.RateLimiting;
using Marketplace.Domain;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Api.Http;

/// <summary>Counts calls: a token bucket for each tenant (or person without one), and a smaller one for each address that
/// does not say who it is.</summary>
internal sealed class Turnstile(ApiOptions options) : IDisposable
{
    private const int TicksPerSecond = 10;

    private const string Spent = "\"tenant\";r=0;t=1";

    private readonly PartitionedRateLimiter<string> callers = Buckets(options.CallsPerSecond);
    private readonly PartitionedRateLimiter<string> strangers = Buckets(options.StrangersPerSecond);
    private readonly string policy = $"\"tenant\";q={options.CallsPerSecond};w=1";

    /// <summary>Null when the caller may go on.</summary>
    public Refusal? Let(HttpContext http, Caller caller) => Let(http, LineOf(caller)) ? null : Refusal.Of(Codes.RateLimited, ("seconds", 1));

    /// <summary>True when the caller of this line may go on; says in the headers what the rule is.</summary>
    public bool Let(HttpContext http, string line)
    {
        http.Response.Headers["RateLimit-Policy"] = policy;
        using var lease = callers.AttemptAcquire(line);
        if (!lease.IsAcquired) http.Response.Headers["RateLimit"] = Spent;
        return lease.IsAcquired;
    }

    /// <summary>What is counted together: a firm's calls, or those of a person without one.</summary>
    public static string LineOf(Caller caller) => caller.Tenant.Length > 0 ? caller.Tenant : LineOfPerson(caller.Actor);

    /// <summary>The line of a person without a firm.</summary>
    public static string LineOfPerson(string person) => "person:" + person;

    /// <summary>Null when this address may be told once more that it is nobody.</summary>
    public Refusal? LetStranger(HttpContext http)
    {
        using var lease = strangers.AttemptAcquire(http.Connection.RemoteIpAddress?.ToString() ?? "");
        if (lease.IsAcquired) return null;
        http.Response.Headers["RateLimit"] = Spent;
        return Refusal.Of(Codes.RateLimited, ("seconds", 1));
    }

    public void Dispose()
    {
        callers.Dispose();
        strangers.Dispose();
    }

    private static PartitionedRateLimiter<string> Buckets(int perSecond) =>
        PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond,
            TokensPerPeriod = perSecond < TicksPerSecond ? perSecond : perSecond / TicksPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1) / (perSecond < TicksPerSecond ? 1 : TicksPerSecond),
            QueueLimit = 0, AutoReplenishment = true,
        }), StringComparer.Ordinal);
}

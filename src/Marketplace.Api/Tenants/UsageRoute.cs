using Marketplace.Api.Http;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain;

namespace Marketplace.Api.Tenants;

/// <summary>What the firm used this month.</summary>
internal static class UsageRoute
{
    public static async Task<Answer<UsageFacts>> Get(Exchange x)
    {
        if (x.FirmNeeded is { } no) return no;
        return await x.Grains.GetGrain<ITenantGrain>(Keys.Tenant(x.Caller.Tenant)).Usage(x.Caller);
    }
}

using Marketplace.Api.Http;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain;

namespace Marketplace.Api.Tenants;

/// <summary>How an operation of the firm ended: for who sent a command and did not hear the answer.</summary>
internal static class OperationRoute
{
    public static async Task<Answer<OperationEnd>> Get(Exchange x)
    {
        if (x.FirmNeeded is { } no) return no;
        var key = x.Route("key");
        return key.Length is > 0 and <= Limits.OperationKey
            ? await x.Grains.GetGrain<ITenantGrain>(Keys.Tenant(x.Caller.Tenant)).Operation(x.Caller, key)
            : Exchange.Nothing("operation");
    }
}

using Marketplace.Api.Http;
using Marketplace.Contracts.Catalogue;
using Marketplace.Domain;

namespace Marketplace.Api.Catalogue;

/// <summary>The shop of the caller's brain.</summary>
internal static class ShopRoutes
{
    public static Task<Answer<ShopPage>> List(Exchange x)
    {
        if (x.BrainNeeded is { } unnamed) return Task.FromResult<Answer<ShopPage>>(unnamed);
        if (x.Number("limit", 50, 200) is not { } limit)
            return Task.FromResult<Answer<ShopPage>>(Commands.Invalid("?limit", "range", "a whole number from 1 to 200"));
        return Shop(x).List(x.Caller, new ShopQuery
        {
            Sector = x.Query("sector"), Category = x.Query("category"), Words = x.Query("q"), After = x.Query("after"), Limit = limit,
        });
    }

    public static async Task<Answer<AppFacts>> App(Exchange x)
    {
        if (x.BrainNeeded is { } unnamed) return unnamed;
        return x.App is { } app ? await Shop(x).App(x.Caller, app) : Exchange.Nothing("app");
    }

    public static async Task<Answer<CollectionPage>> Collections(Exchange x)
    {
        if (x.BrainNeeded is { } unnamed) return unnamed;
        var found = await Shop(x).Collections(x.Caller);
        return found.Refusal is { } no ? no : new CollectionPage(found.Must());
    }

    private static IShopGrain Shop(Exchange x) => x.Grains.GetGrain<IShopGrain>(Keys.Shop(x.Caller.Brain));
}

/// <summary>The operator's collections.</summary>
internal sealed record CollectionPage(IReadOnlyList<CollectionFacts> Collections);

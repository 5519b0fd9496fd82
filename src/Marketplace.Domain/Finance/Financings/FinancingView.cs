namespace Marketplace.Domain.Finance;

/// <summary>Who sees which quotes: the seller all of them, cheapest first; a funder its own; the debtor none before one is chosen.</summary>
internal static class FinancingView
{
    public static Financing For(Financing body, string tenant) => body with
    {
        Quotes = tenant == body.Seller ? QuoteRules.Ranked(body.Quotes) : [.. body.Quotes.Where(one => one.Funder == tenant)],
        Funders = tenant == body.Seller ? body.Funders : [.. body.Funders.Where(one => one == tenant)],
        Check = tenant == body.Debtor ? null : body.Check,
    };
}

using Marketplace.Contracts.Catalogue;
using Marketplace.Views;

namespace Marketplace.Web.Shop;

/// <summary>Price plans in plain words: ¥0 起，每次 ¥0.002.</summary>
internal static class Prices
{
    /// <summary>One line for a card.</summary>
    public static string Line(IReadOnlyList<PlanFacts> plans, Words words, Figures figures) =>
        plans.Count == 0 ? words["price.free"] : string.Join(words["price.or"], plans.Select(p => Plan(p, words, figures)));

    /// <summary>One plan.</summary>
    public static string Plan(PlanFacts plan, Words words, Figures figures) => plan.Price == 0 || plan.Kind == "free"
        ? words["price.free"]
        : words[$"price.{plan.Kind}", ("price", figures.Price(plan.Price))];
}

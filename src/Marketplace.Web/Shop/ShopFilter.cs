using Marketplace.Contracts.Catalogue;
using Marketplace.Views;
using Marketplace.Views.Kit;

namespace Marketplace.Web.Shop;

/// <summary>What the shop's address asks: words, problem, sector, price. Each choice keeps the others; choosing it again takes it off.</summary>
internal sealed record ShopFilter(string Words, string Category, string Sector, string Price)
{
    /// <summary>True when nothing is asked: the front of the shop.</summary>
    public bool IsEmpty => this is { Words: "", Category: "", Sector: "", Price: "" };

    /// <summary>True for apps that fit every choice; the words are the shop's own matter.</summary>
    public bool Fits(AppCard card) =>
        (Category.Length == 0 || card.Categories.Contains(Category, StringComparer.Ordinal))
        && (Sector.Length == 0 || card.Sectors.Contains(Sector, StringComparer.Ordinal))
        && (Price.Length == 0 || Kinds(card).Contains(Price, StringComparer.Ordinal));

    /// <summary>Problems in the owner's words, the most apps first.</summary>
    public IReadOnlyList<Tab> Problems(IReadOnlyList<AppCard> all, Words words) =>
        [new Tab(words["shop.everything"], Href(this with { Category = "" }), Category.Length == 0, all.Count), .. Choices(all, static c => c.Categories, "category", Category, words, v => this with { Category = v })];

    /// <summary>Sectors; empty when there is nothing to choose between.</summary>
    public IReadOnlyList<Tab> Sectors(IReadOnlyList<AppCard> all, Words words) =>
        Worth(Choices(all, static c => c.Sectors, "sector", Sector, words, v => this with { Sector = v }));

    /// <summary>Ways to pay; empty when there is nothing to choose between.</summary>
    public IReadOnlyList<Tab> Prices(IReadOnlyList<AppCard> all, Words words) =>
        Worth(Choices(all, Kinds, "priceKind", Price, words, v => this with { Price = v }));

    /// <summary>The category in words.</summary>
    public static string Word(string kind, string value, Words words) => words.Has($"{kind}.{value}") ? words[$"{kind}.{value}"] : value;

    private static IReadOnlyList<Tab> Choices(
        IReadOnlyList<AppCard> all, Func<AppCard, IEnumerable<string>> of, string kind, string chosen, Words words, Func<string, ShopFilter> with) =>
        [.. all.SelectMany(of).GroupBy(static v => v).OrderByDescending(static g => g.Count()).ThenBy(static g => g.Key, StringComparer.Ordinal)
            .Select(g => new Tab(Word(kind, g.Key, words), Href(with(g.Key == chosen ? "" : g.Key)), g.Key == chosen, g.Count()))];

    private static IReadOnlyList<Tab> Worth(IReadOnlyList<Tab> choices) => choices.Count > 1 ? choices : [];

    private static IEnumerable<string> Kinds(AppCard card) =>
        card.Plans.Count == 0 || card.Plans.All(static p => p.Price == 0) ? ["free"] : card.Plans.Where(static p => p.Price > 0).Select(static p => p.Kind).Distinct();

    private static string Href(ShopFilter to)
    {
        var parts = new (string Name, string Value)[] { ("q", to.Words), ("category", to.Category), ("sector", to.Sector), ("price", to.Price) }
            .Where(static p => p.Value.Length > 0).Select(static p => $"{p.Name}={Uri.EscapeDataString(p.Value)}").ToList();
        return parts.Count == 0 ? "/shop" : "/shop?" + string.Join('&', parts);
    }
}

using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Publishing;
using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Metering;
using Marketplace.Grains.Documents;
using Marketplace.Storage;
using Orleans;
using Orleans.Concurrency;
using InstallRows = Marketplace.Storage.Installs.InstallFacts;

namespace Marketplace.Grains.Catalogue;

/// <summary>Reads one brain's shelf. Members of the brain only: a firm sees its own brain's shop.</summary>
[StatelessWorker]
internal sealed class ShopGrain(Database database, ReleaseLibrary library) : Grain, IShopGrain
{
    private const int MostRows = 200;

    private string Brain => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    public async Task<Answer<ShopPage>> List(Caller caller, ShopQuery query)
    {
        if (!Belongs(caller)) return Refusal.Of(Codes.NotFound, ("what", "brain"));
        var limit = Math.Clamp(query.Limit, 1, MostRows);
        var cards = new List<AppCard>();
        foreach (var row in await database.Projected(Projecting.Shop, Brain))
        {
            if (string.CompareOrdinal(row.Id, query.After) <= 0) continue;
            var card = GrainJson.Read<AppFacts>(row.Body).Card;
            if (!Matches(card, query)) continue;
            if (cards.Count == limit) return new ShopPage { Apps = cards, Next = cards[^1].App };
            cards.Add(await Dress(card));
        }
        return new ShopPage { Apps = cards };
    }

    public async Task<Answer<AppFacts>> App(Caller caller, string app)
    {
        if (!Belongs(caller) || !Keys.IsApp(app)) return Missing();
        if (await database.ProjectedOne(Projecting.Shop, Brain, app) is not { } row) return Missing();
        var facts = GrainJson.Read<AppFacts>(row.Body);
        var release = await library.Load(facts.Digest);
        return facts with { Quotes = release is null ? [] : Pricing.Quotes(release.Manifest, facts.TypicalCall), Card = await Dress(facts.Card), Versions = [.. facts.Versions.Where(ListingFacts.IsPublic).Select(ListingFacts.Public)] };
    }

    public async Task<Answer<byte[]>> Entry(Caller caller, string app, string path)
    {
        if (!Belongs(caller) || !Keys.IsApp(app)) return Missing();
        if (await database.ProjectedOne(Projecting.Shop, Brain, app) is not { } row) return Missing();
        var release = await library.Load(GrainJson.Read<AppFacts>(row.Body).Digest);
        return release is not null && release.Package.Entries.TryGetValue(path, out var bytes) ? bytes : Missing();
    }

    public async Task<Answer<IReadOnlyList<CollectionFacts>>> Collections(Caller caller)
    {
        if (!Belongs(caller)) return Refusal.Of(Codes.NotFound, ("what", "brain"));
        var rows = await database.Projected(Projecting.Collection, Brain);
        return new Answer<IReadOnlyList<CollectionFacts>> { Value = [.. rows.Select(r => GrainJson.Read<CollectionFacts>(r.Body))] };
    }

    private bool Belongs(Caller caller) => caller.Is(Roles.System) || caller.Brain == Brain;

    private async Task<AppCard> Dress(AppCard card)
    {
        var claim = await GrainFactory.GetGrain<IPublisherGrain>(Keys.Publisher(Keys.Owner(card.App))).Get(Caller.System());
        return card with
        {
            Installs = await InstallRows.Count(database, card.App, Brain),
            Publisher = claim.Value is not { } known ? null : new PublisherFacts
            {
                Publisher = known.Publisher, Name = known.Name, Proved = known.State == "proved", Since = known.Since, Releases = known.Releases,
            },
        };
    }

    private static bool Matches(AppCard card, ShopQuery query) =>
        (query.Sector.Length == 0 || card.Sectors.Contains(query.Sector, StringComparer.Ordinal))
        && (query.Category.Length == 0 || card.Categories.Contains(query.Category, StringComparer.Ordinal))
        && (query.Words.Length == 0 || query.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word =>
            card.App.Contains(word, StringComparison.OrdinalIgnoreCase)
            || card.Name.Values.Any(n => n.Contains(word, StringComparison.OrdinalIgnoreCase))
            || card.Summary.Values.Any(s => s.Contains(word, StringComparison.OrdinalIgnoreCase))));

    private static Refusal Missing() => Refusal.Of(Codes.NotFound, ("what", "app"));
}

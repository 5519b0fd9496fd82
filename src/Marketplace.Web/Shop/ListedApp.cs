using System.Text.Json;
using Marketplace.Contracts.Catalogue;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Views;

namespace Marketplace.Web.Shop;

/// <summary>What a listed release shows people, read from its own manifest, words and views.</summary>
public sealed class ListedApp(IShopGrain shop, Caller caller, Manifest manifest, IReadOnlyDictionary<string, string> texts)
{
    public Manifest Manifest => manifest;
    public IReadOnlyDictionary<string, string> Texts => texts;

    /// <summary>The labels of the app's menu.</summary>
    public IReadOnlyList<string> Menu => [.. manifest.Menu.Select(m => texts.GetValueOrDefault(m.Label, m.View))];

    /// <summary>Opens the listed release; null when there is none.</summary>
    public static async Task<ListedApp?> Open(IShopGrain shop, Caller caller, string app)
    {
        var (bytes, book) = (await shop.Entry(caller, app, "app.json"), await shop.Entry(caller, app, $"locales/{caller.Culture}.json"));
        return bytes.Ok && ManifestReader.Read(bytes.Must()).Manifest is { } read
            ? new ListedApp(shop, caller, read, book.Ok ? LocaleText.Words(book.Must()) : [])
            : null;
    }

    /// <summary>A view by name, or null.</summary>
    public async Task<View?> View(string name) =>
        manifest.Views.TryGetValue(name, out var path) && await shop.Entry(caller, manifest.Id, path) is { Ok: true } view ? ViewReader.Read(view.Must(), path).View : null;

    /// <summary>The first view of the menu that scans, or empty.</summary>
    public async Task<string> FirstScan()
    {
        foreach (var item in manifest.Menu)
            if (await View(item.View) is Domain.Views.View.Scan) return item.View;
        return "";
    }

    /// <summary>The sample records of an entity; a record's id is the name it has in the sample.</summary>
    public async Task<IReadOnlyList<JsonElement>> Sample(string entity)
    {
        if (await shop.Entry(caller, manifest.Id, $"seed/{entity}.json") is not { Ok: true } seed) return [];
        return [.. Domain.Publishing.SeedText.Records(seed.Must()).Select(SampleSource.Record)];
    }
}

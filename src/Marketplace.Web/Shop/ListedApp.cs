using System.Text.Json;
using Marketplace.Contracts.Catalogue;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;

namespace Marketplace.Web.Shop;

/// <summary>What a listed release shows people, read from its own manifest and words.</summary>
internal static class ListedApp
{
    /// <summary>The labels of the app's menu.</summary>
    public static async Task<IReadOnlyList<string>> Menu(IShopGrain shop, Caller caller, string app, string culture)
    {
        var (manifest, book) = (await shop.Entry(caller, app, "app.json"), await shop.Entry(caller, app, $"locales/{culture}.json"));
        if (!manifest.Ok || ManifestReader.Read(manifest.Must()).Manifest is not { } read) return [];
        var texts = book.Ok ? JsonSerializer.Deserialize<Dictionary<string, string>>(book.Must())! : [];
        return [.. read.Menu.Select(m => texts.GetValueOrDefault(m.Label, m.View))];
    }

    /// <summary>The first view of the menu that scans, or empty.</summary>
    public static async Task<string> FirstScan(IShopGrain shop, Caller caller, string app)
    {
        var manifest = await shop.Entry(caller, app, "app.json");
        if (!manifest.Ok || ManifestReader.Read(manifest.Must()).Manifest is not { } read) return "";
        foreach (var item in read.Menu)
            if (read.Views.TryGetValue(item.View, out var path) && await shop.Entry(caller, app, path) is { Ok: true } view
                && Domain.Views.ViewReader.Read(view.Must(), path).View is Domain.Views.View.Scan) return item.View;
        return "";
    }
}

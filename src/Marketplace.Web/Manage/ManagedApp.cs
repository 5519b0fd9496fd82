using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Records;
using Marketplace.Contracts.Upgrades;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Publishing;
using Marketplace.Views;
using Marketplace.Views.Kit;
using Orleans;

namespace Marketplace.Web.Manage;

/// <summary>An install as its owner manages it.</summary>
public sealed record ManagedApp(InstallFacts Install, string Name, Manifest? Manifest, IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>The install, also one that was left and can be had back; null when there is none.</summary>
    public static async Task<ManagedApp?> Open(IGrainFactory grains, Caller caller, string app, Words words)
    {
        if (!Keys.IsApp(app) || caller.Tenant.Length == 0) return null;
        if (await grains.GetGrain<IInstallGrain>(Keys.Install(caller.Tenant, app)).Get(caller) is not { Ok: true } found || found.Must().State == InstallStates.Purged) return null;
        var install = found.Must();
        var store = grains.GetGrain<IRecordsGrain>(Keys.Records(caller.Tenant));
        var manifest = await store.Entry(caller, app, "app.json") is { Ok: true } bytes ? ManifestReader.Read(bytes.Must()).Manifest : null;
        var texts = await store.Entry(caller, app, $"locales/{words.Culture}.json") is { Ok: true } book ? LocaleText.Words(book.Must()) : [];
        return new ManagedApp(install, words.Of(install.Name) is { Length: > 0 } name ? name : app, manifest, texts);
    }

    /// <summary>Where the pages of an install are.</summary>
    public static string At(string app) => $"/manage/{app}";

    /// <summary>The five pages, of which one is shown.</summary>
    public static IReadOnlyList<Tab> Tabs(string app, int current, Words words) =>
    [
        new(words["manage.versions"], At(app), current == 0), new(words["manage.data"], At(app) + "/data", current == 1), new(words["manage.auto"], At(app) + "/auto", current == 3),
        new(words["manage.settings"], At(app) + "/settings", current == 4), new(words["manage.leave"], At(app) + "/leave", current == 2),
    ];

    /// <summary>What people call an entity, and a field of it.</summary>
    public string Label(string entity, string field = "")
    {
        if (Manifest?.Entities.GetValueOrDefault(entity) is not { } shape) return field.Length > 0 ? field : entity;
        var key = field.Length == 0 ? shape.Label : shape.Fields.GetValueOrDefault(field)?.Label ?? "";
        return Texts.GetValueOrDefault(key) is { Length: > 0 } words ? words : field.Length > 0 ? field : entity;
    }
}

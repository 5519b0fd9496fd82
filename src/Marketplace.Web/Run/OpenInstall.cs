using Marketplace.Contracts.Accounts;
using Marketplace.Contracts.Records;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Publishing;
using Marketplace.Views;
using Marketplace.Views.Apps;
using Marketplace.Web.Accounts;
using Marketplace.Web.Layout;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Marketplace.Web.Run;

/// <summary>Opens one of the person's firm's installs for its views.</summary>
internal static class OpenInstall
{
    /// <summary>For endpoints: null when nobody is signed in or the firm has no such install.</summary>
    public static async Task<IViewSource?> Open(HttpContext http, string app)
    {
        if (await CurrentCaller.Of(http) is not { } person) return null;
        return await Open(http.RequestServices.GetRequiredService<IGrainFactory>(), person, app, Preferences.Culture(http));
    }

    /// <summary>For pages.</summary>
    public static async Task<IViewSource?> Open(IGrainFactory grains, PersonFacts person, string app, string culture)
    {
        if (!Keys.IsApp(app) || person.Tenant.Length == 0) return null;
        var caller = person.AsCaller(culture);
        var store = grains.GetGrain<IRecordsGrain>(Keys.Records(person.Tenant));
        var manifest = await store.Entry(caller, app, "app.json");
        if (!manifest.Ok || ManifestReader.Read(manifest.Must()).Manifest is not { } read) return null;
        var people = await grains.GetGrain<IAccountsGrain>(Keys.Accounts()).People(caller);
        var names = people.Ok ? people.Must().ToDictionary(static p => p.Person, p => Name(p, culture), StringComparer.Ordinal) : [];
        return new GrainViewSource(grains, caller, new InstalledApp(read, new ViewPerson(person.Person, Name(person, culture), person.Roles), await Texts(store, caller, app, culture), names));
    }

    private static async Task<IReadOnlyDictionary<string, string>> Texts(IRecordsGrain store, Caller caller, string app, string culture)
    {
        foreach (var wanted in new[] { culture }.Concat(Words.Cultures))
            if (await store.Entry(caller, app, $"locales/{wanted}.json") is { Ok: true } book)
                return LocaleText.Words(book.Must());
        return new Dictionary<string, string>();
    }

    private static string Name(PersonFacts person, string culture) =>
        ShortName.Of(person.Name.TryGetValue(culture, out var name) || person.Name.TryGetValue("zh-CN", out name) ? name : person.Person);
}
